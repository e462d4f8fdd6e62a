import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { CheckMark } from '../../ui/check-mark.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { useRootPx } from '../../ui/use-root-px.ts';
import { movedPlace } from '../gallery/row-pages.ts';
import { useRows, type Wanted } from '../gallery/use-rows.ts';
import styles from './exhibit-choice.module.css';

/** Of one line, in the size of the letters that the person chose. */
const LINE_REM = 2;
const IN_VIEW = 8;

interface ExhibitListProps {
  readonly wanted: Wanted;
  readonly chosen: readonly string[];
  readonly onToggle: (exhibit: string) => void;
}

/** The exhibits that are found, one a line; only those in view are in the document. Arrows move, Space chooses. */
export function ExhibitList({ wanted, chosen, onToggle }: ExhibitListProps): ReactNode {
  const { say } = useTexts();
  const scroller = useRef<HTMLDivElement>(null);
  const linePx = LINE_REM * useRootPx();
  const [at, setAt] = useState(-1);
  const [range, setRange] = useState({ first: 0, last: IN_VIEW });
  const { total, rowAt, error, retry, isFirstTime } = useRows(wanted, range.first, range.last);
  const has = useMemo(() => new Set(chosen), [chosen]);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => linePx,
    overscan: IN_VIEW,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = Math.max(first, items.at(-1)?.index ?? 0);
  useEffect(() => setRange({ first, last }), [first, last]);
  useEffect(() => virtual.measure(), [virtual, linePx]);
  useEffect(() => {
    setAt(-1);
    scroller.current?.scrollTo({ top: 0 });
  }, [wanted.text]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const goal = movedPlace(event.key, at, { columns: 1, rowsInView: IN_VIEW, total });
    const row = rowAt(at);
    if (goal !== undefined) {
      setAt(goal);
      virtual.scrollToIndex(goal);
    } else if (event.key === ' ' && row !== undefined) onToggle(row.exhibit);
    else return;
    event.preventDefault();
  };
  if (error !== undefined) return <ErrorPanel error={error} onRetry={retry} />;
  return (
    <div
      ref={scroller}
      className={joinClasses(styles['list'])}
      role="listbox"
      tabIndex={0}
      aria-label={say('app.export.exhibits')}
      aria-multiselectable
      aria-activedescendant={at >= first && at <= last ? `choice-${at}` : undefined}
      onKeyDown={onKeyDown}
      onFocus={() => setAt((known) => (known < 0 && total > 0 ? first : known))}
    >
      {total === 0 && !isFirstTime && <p className={joinClasses(styles['nothing'])}>{say('app.export.noneFound')}</p>}
      <div className={joinClasses(styles['all'])} style={{ height: virtual.getTotalSize() }} role="presentation">
        {items.map(({ index, start }) => {
          const row = rowAt(index);
          const isChosen = row !== undefined && has.has(row.exhibit);
          return (
            <div
              key={index}
              id={`choice-${index}`}
              className={joinClasses(styles['row'], index === at && styles['at'])}
              style={{ transform: `translateY(${start}px)`, height: linePx }}
              role="option"
              aria-selected={isChosen}
              aria-posinset={index + 1}
              aria-setsize={total}
              onClick={() => {
                setAt(index);
                if (row !== undefined) onToggle(row.exhibit);
              }}
            >
              <CheckMark isChosen={isChosen} />
              <b>{row?.exhibit ?? ''}</b>
              <HostileText text={row === undefined ? '' : (row.title ?? row.requestedUrl)} lines={1} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
