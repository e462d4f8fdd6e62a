import { useEffect, useRef, useState } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { showScreen } from '../../window/use-screen.ts';
import type { ExhibitRow } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import { useRootPx } from '../../ui/use-root-px.ts';
import { useSize } from '../exhibit/use-size.ts';
import { ExhibitCard } from './exhibit-card.tsx';
import { ExhibitLine, LineHead } from './exhibit-line.tsx';
import { columnsFor, movedPlace } from './row-pages.ts';
import type { Selection } from './use-selection.ts';
import styles from './gallery.module.css';

/** In `rem`: they grow with the text. */
const CARD = { width: 13, height: 15.375, gap: 0.75 };
const LINE_REM = 3.75;

/** What is found, as cards or lines; only those in view are in the document. Arrows move, Space chooses, Enter opens. */
export function ResultGrid({
  searchKey,
  view,
  total,
  rowAt,
  withCase,
  selection,
  onRange,
}: {
  /** Changes with what is looked for: then the list begins at its top. */
  readonly searchKey: string;
  readonly view: 'cards' | 'table';
  readonly total: number;
  readonly rowAt: (index: number) => ExhibitRow | undefined;
  readonly withCase: boolean;
  readonly selection: Selection;
  readonly onRange: (first: number, last: number) => void;
}): React.JSX.Element {
  const { say } = useTexts();
  const scroller = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(scroller);
  const [at, setAt] = useState(-1);
  const rem = useRootPx();
  const columns = view === 'cards' ? columnsFor(width - 2 * CARD.gap * rem, CARD.width * rem, CARD.gap * rem) : 1;
  const rowPx = (view === 'cards' ? CARD.height + CARD.gap : LINE_REM) * rem;
  const virtual = useVirtualizer({
    count: Math.ceil(total / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: view === 'cards' ? 2 : 6,
  });
  const items = virtual.getVirtualItems();
  const first = (items[0]?.index ?? 0) * columns;
  const last = Math.min(total, ((items.at(-1)?.index ?? 0) + 1) * columns) - 1;
  useEffect(() => onRange(first, Math.max(first, last)), [onRange, first, last]);
  useEffect(() => virtual.measure(), [virtual, rowPx, columns]);
  useEffect(() => {
    setAt(-1);
    scroller.current?.scrollTo({ top: 0 });
  }, [searchKey]);

  const open = (index: number): void => {
    const row = rowAt(index);
    if (row !== undefined) showScreen({ name: 'exhibit', case: row.case, exhibit: row.exhibit });
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const goal = movedPlace(event.key, at, { columns, rowsInView: Math.max(1, Math.floor(height / rowPx)), total });
    const row = rowAt(at);
    if (goal !== undefined) {
      setAt(goal);
      virtual.scrollToIndex(Math.floor(goal / columns));
    } else if (event.key === 'Enter') open(at);
    else if (event.key === ' ' && row !== undefined) selection.toggle(row);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={scroller}
      className={joinClasses(styles['grid'], styles[view])}
      role="grid"
      tabIndex={0}
      aria-label={say('app.gallery.results')}
      aria-description={say('app.gallery.keys')}
      aria-rowcount={view === 'table' ? total + 1 : Math.ceil(total / columns)}
      aria-colcount={view === 'table' ? undefined : columns}
      aria-multiselectable
      aria-activedescendant={at >= first && at <= last ? `result-${at}` : undefined}
      onKeyDown={onKeyDown}
      onFocus={() => setAt((known) => (known < 0 && total > 0 ? first : known))}
    >
      {view === 'table' && <LineHead withCase={withCase} />}
      <div role="rowgroup" className={styles['rows']} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          if (view === 'table') {
            return (
              <ExhibitLine
                key={index}
                row={rowAt(index)}
                index={index}
                top={start}
                isAt={index === at}
                withCase={withCase}
                selection={selection}
                onChoose={() => setAt(index)}
              />
            );
          }
          return (
            <div
              key={index}
              role="row"
              aria-rowindex={index + 1}
              className={styles['cardRow']}
              style={{
                transform: `translateY(${start}px)`,
                height: CARD.height * rem,
                gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
              }}
            >
              {Array.from({ length: Math.min(columns, total - index * columns) }, (_, column) => {
                const place = index * columns + column;
                return (
                  <ExhibitCard
                    key={place}
                    row={rowAt(place)}
                    index={place}
                    isAt={place === at}
                    withCase={withCase}
                    selection={selection}
                    onChoose={() => setAt(place)}
                  />
                );
              })}
            </div>
          );
        })}
      </div>
    </div>
  );
}
