import type { ExhibitDetail } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Tombstone } from '../erasure/tombstone.tsx';
import { StateBadge } from './state-badge.tsx';
import styles from './exhibit-screen.module.css';

/** Number, title, address and state of an exhibit. */
export function ExhibitHead({ exhibit: { row, record, erasure } }: { readonly exhibit: ExhibitDetail }): React.JSX.Element {
  const { say, sayCode } = useTexts();
  const practice = useCall('cases.list', {}).data?.find(({ reference }) => reference === row.case)?.practice ?? record?.practice ?? false;
  const url = row.shownUrl ?? row.requestedUrl;
  return (
    <header className={styles['head']}>
      <div className={styles['line']}>
        <h1>
          <span className={styles['number']}>{row.exhibit}</span>{' '}
          {row.title === undefined ? (
            <span className={styles['soft']}>{say(row.erased === true ? 'app.cases.state.erased' : 'app.exhibit.untitled')}</span>
          ) : (
            <HostileText text={row.title} lines={2} />
          )}
        </h1>
        <span className={styles['badges']}>
          <StateBadge state={row.state} practice={practice} received={row.kind === 'received'} erased={row.erased === true} />
        </span>
      </div>
      <p className={styles['url']}>
        <HostileText text={url} exact lines={1} />
      </p>
      {row.erased === true && erasure === undefined && <p className={styles['nothing']}>{say('app.exhibit.erased')}</p>}
      {erasure !== undefined && <Tombstone words={say('app.exhibit.erased')} erasure={erasure} />}
      {record === undefined && row.erased !== true && row.kind === 'capture' && row.state !== 'open' && (
        <p className={styles['nothing']}>{say('app.capture.keptNothing')}</p>
      )}
      {record?.observation.error !== undefined && (
        <p className={styles['nothing']}>
          {sayCode('report.error', record.observation.error.code) ?? say('report.error.other')} (
          <HostileText text={record.observation.error.message} />)
        </p>
      )}
    </header>
  );
}
