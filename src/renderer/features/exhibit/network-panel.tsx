import { useEffect, useMemo, useRef, useState } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { ExchangeItem } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Loading } from '../../ui/states.tsx';
import { useRootPx } from '../../ui/use-root-px.ts';
import { ExchangeDetail } from './exchange-detail.tsx';
import { NetworkRow } from './network-row.tsx';
import { ToggleChip } from './toggle-chip.tsx';
import { axisOf, EXCHANGE_KINDS, filterExchanges, isTrouble, kindOf, type ExchangeKind } from './waterfall-layout.ts';
import styles from './network-panel.module.css';

const ROW_REM = 1.75;

/** Every exchange of the recording, each where it began: filter by words, kind and trouble; arrow keys choose one. */
export function NetworkPanel({ caseReference, exhibit }: { readonly caseReference: string; readonly exhibit: string }): React.JSX.Element {
  const { data, error, refetch } = useCall('exhibits.network', { case: caseReference, exhibit });
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  return <Waterfall items={data} />;
}

function Waterfall({ items }: { readonly items: readonly ExchangeItem[] }): React.JSX.Element {
  const { say, formats } = useTexts();
  const [text, setText] = useState('');
  const [kinds, setKinds] = useState<ReadonlySet<ExchangeKind>>(new Set());
  const [troubleOnly, setTroubleOnly] = useState(false);
  const [chosen, setChosen] = useState<ExchangeItem>();
  const scroller = useRef<HTMLDivElement>(null);
  const axis = useMemo(() => axisOf(items), [items]);
  const rows = useMemo(() => filterExchanges(items, { text, kinds, troubleOnly }), [items, text, kinds, troubleOnly]);
  const present = useMemo(() => new Set(items.map(kindOf)), [items]);
  const trouble = useMemo(() => items.filter(isTrouble).length, [items]);
  const rowPx = ROW_REM * useRootPx();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
  });
  useEffect(() => virtual.measure(), [virtual, rowPx]);
  const size = rows.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
  const at = chosen === undefined ? -1 : rows.indexOf(chosen);
  const choose = (index: number): void => {
    const item = rows[Math.min(rows.length - 1, Math.max(0, index))];
    if (item === undefined) return;
    setChosen(item);
    virtual.scrollToIndex(rows.indexOf(item));
  };
  return (
    <div className={styles['panel']}>
      <div className={styles['tools']}>
        <TextField label={say('app.exhibit.network.filter')} type="search" value={text} onChange={setText} />
        <div className={styles['chips']} role="group" aria-label={say('app.exhibit.network.kinds')}>
          {EXCHANGE_KINDS.filter((kind) => present.has(kind)).map((kind) => (
            <ToggleChip key={kind} isOn={kinds.has(kind)} onToggle={() => setKinds(toggledKind(kinds, kind))}>
              {say(`app.exhibit.network.kind.${kind}`)}
            </ToggleChip>
          ))}
          {trouble > 0 && (
            <ToggleChip isOn={troubleOnly} onToggle={() => setTroubleOnly(!troubleOnly)}>
              {say('app.exhibit.network.trouble', { count: trouble })}
            </ToggleChip>
          )}
        </div>
        <p role="status" className={styles['count']}>
          {say('app.exhibit.network.count', { count: rows.length, all: formats.number(items.length), size: formats.bytes(size) })}
        </p>
        <p className={styles['bars']} id="network-bars">
          {say('app.exhibit.network.bars')}
        </p>
      </div>
      <div
        ref={scroller}
        className={styles['scroller']}
        role="grid"
        aria-label={say('app.exhibit.tab.network')}
        aria-describedby="network-bars"
        aria-rowcount={rows.length + 1}
        aria-colcount={5}
        aria-activedescendant={at < 0 ? undefined : `exchange-${at}`}
        tabIndex={0}
        onKeyDown={(event) => {
          const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx) - 2);
          const goals: Readonly<Record<string, number>> = {
            ArrowDown: at + 1,
            ArrowUp: at - 1,
            PageDown: at + page,
            PageUp: at - page,
            Home: 0,
            End: rows.length - 1,
          };
          const goal = Object.hasOwn(goals, event.key) ? goals[event.key] : undefined;
          if (goal === undefined) return;
          event.preventDefault();
          choose(goal);
        }}
      >
        <div role="row" aria-rowindex={1} className={styles['head']}>
          <span role="columnheader">{say('app.exhibit.network.name')}</span>
          <span role="columnheader">{say('app.exhibit.network.status')}</span>
          <span role="columnheader">{say('app.exhibit.network.type')}</span>
          <span role="columnheader" className={styles['number']}>
            {say('app.exhibit.network.size')}
          </span>
          <span role="columnheader" className={styles['axis']}>
            {axis.ticks.slice(0, -1).map((tick) => (
              <span key={tick} style={{ left: `${(tick / axis.endMs) * 100}%` }}>
                {formats.duration(tick)}
              </span>
            ))}
          </span>
        </div>
        <div role="rowgroup" className={styles['body']} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const item = rows[index];
            return item === undefined ? null : (
              <NetworkRow
                key={index}
                item={item}
                index={index}
                top={start}
                endMs={axis.endMs}
                isChosen={item === chosen}
                onChoose={() => setChosen(item)}
              />
            );
          })}
        </div>
        {rows.length === 0 && <p className={styles['none']}>{say('app.exhibit.network.none')}</p>}
      </div>
      {chosen !== undefined && <ExchangeDetail item={chosen} onClose={() => setChosen(undefined)} />}
    </div>
  );
}

function toggledKind(kinds: ReadonlySet<ExchangeKind>, kind: ExchangeKind): ReadonlySet<ExchangeKind> {
  const next = new Set(kinds);
  if (!next.delete(kind)) next.add(kind);
  return next;
}
