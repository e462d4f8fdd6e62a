import type { ReactNode } from 'react';
import type { ReceivedExhibit } from '../../../rpc/contract/received.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { EvidenceTime } from '../../ui/evidence-time.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { AccessReason } from '../exhibit/access-reason.tsx';
import { FactList } from '../exhibit/fact-list.tsx';
import styles from '../exhibit/notes.module.css';
import { FromWhom, useSenderCase, VerdictAtReceipt } from './from-whom.tsx';

/** Beside an exhibit of a package from others: whose it is, what was found when it came, and what it does not show. */
export function ReceivedSummary({ exhibit: { row, from, givenName } }: { readonly exhibit: ReceivedExhibit }): ReactNode {
  const { say } = useTexts();
  const nameOf = useSenderCase();
  return (
    <div className={styles['summary']}>
      <section>
        <h2>{say('app.kept.badge')}</h2>
        <FactList
          facts={[
            [say('app.kept.from'), <FromWhom key="from" from={from} />],
            [say('app.kept.package'), <HostileText key="case" text={nameOf(from)} />],
            [say('app.kept.receivedAt'), <EvidenceTime key="received" time={from.receivedAt} />],
            [say('app.kept.verdict'), <VerdictAtReceipt key="verdict" verdict={from.verdict} />],
            [say('app.kept.keptIn'), <HostileText key="kept" text={`${from.case}, ${from.exhibit}`} />],
          ]}
        />
      </section>
      <section>
        <h2>{say('app.exhibit.summary')}</h2>
        <FactList
          facts={[
            [
              say('app.exhibit.givenName'),
              givenName === undefined ? undefined : <HostileText key="name" text={givenName} exact lines={2} />,
            ],
            [say('app.kept.claimed'), row.startedAt === undefined ? undefined : <EvidenceTime key="started" time={row.startedAt} />],
            [say('app.exhibit.seller'), row.seller === undefined ? undefined : <HostileText key="seller" text={row.seller} />],
            [say('app.exhibit.digest'), row.digest === undefined ? undefined : <code key="digest">{row.digest}</code>],
          ]}
        />
      </section>
      <AccessReason caseReference={from.case} />
      <section>
        <h2>{say('report.summary.notShown')}</h2>
        <p>{say('report.closing')}</p>
      </section>
    </div>
  );
}
