import { useEffect, useRef } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { BatchItem } from '../../../rpc/contract/captures.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useRootPx } from '../../ui/use-root-px.ts';
import { BatchLine } from './batch-line.tsx';
import styles from './batch.module.css';

const LINE_REM = 4;

/** The queue in its order; ten thousand lines, of which only those in view are in the document. */
export function BatchQueue({
  items,
  onRetry,
  onRemove,
}: {
  readonly items: readonly BatchItem[];
  readonly onRetry: (id: string) => void;
  readonly onRemove: (id: string) => void;
}): React.JSX.Element {
  const { say } = useTexts();
  const scroller = useRef<HTMLDivElement>(null);
  const linePx = LINE_REM * useRootPx();
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => linePx,
    overscan: 8,
  });
  useEffect(() => virtual.measure(), [virtual, linePx]);
  return (
    <div ref={scroller} className={styles['scroller']} tabIndex={0} role="region" aria-label={say('app.batch.queue')}>
      <ul className={styles['items']} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const item = items[index];
          return item === undefined ? null : (
            <li
              key={item.id}
              className={styles['item']}
              style={{ transform: `translateY(${start}px)` }}
              aria-setsize={items.length}
              aria-posinset={index + 1}
            >
              <BatchLine item={item} onRetry={() => onRetry(item.id)} onRemove={() => onRemove(item.id)} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
