import { memo } from 'react';
import type { ExchangeItem } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import styles from './network-panel.module.css';
import { isTrouble, kindOf, markAt, markLength, shortName } from './waterfall-layout.ts';

/** One exchange: what, how it ended, and a mark where it began. */
export const NetworkRow = memo(function NetworkRow({
  item,
  index,
  top,
  endMs,
  isChosen,
  onChoose,
}: {
  readonly item: ExchangeItem;
  readonly index: number;
  readonly top: number;
  readonly endMs: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}): React.JSX.Element {
  const { say, formats } = useTexts();
  const { method, url, status, sizeBytes, startMs, metadata } = item;
  const kind = kindOf(item);
  return (
    <div
      role="row"
      id={`exchange-${index}`}
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      className={joinClasses(styles['row'], isChosen && styles['chosen'], isTrouble(item) && styles['bad'])}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onChoose}
    >
      <span role="gridcell" className={styles['name']} title={url.slice(0, 500)}>
        {method !== 'GET' && <span className={styles['method']}>{method}</span>}
        <HostileText text={shortName(url)} lines={1} exact />
      </span>
      <span role="gridcell">{status ?? (metadata.problem === undefined ? '–' : say('app.exhibit.network.noAnswer'))}</span>
      <span role="gridcell" className={styles['soft']}>
        {say(`app.exhibit.network.kind.${kind}`)}
      </span>
      <span role="gridcell" className={styles['number']}>
        {sizeBytes === undefined ? '' : formats.bytes(sizeBytes)}
      </span>
      <span role="gridcell" className={styles['lane']} aria-label={formats.duration(startMs)}>
        <span
          className={joinClasses(styles['mark'], styles[metadata.phase])}
          style={{ left: `${markAt(item, endMs) * 100}%`, width: `${markLength(item) * 100}%` }}
        />
      </span>
    </div>
  );
});
