import type { TimelineEntry } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { EvidenceTime } from '../../ui/evidence-time.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Loading } from '../../ui/states.tsx';
import styles from './custody-panel.module.css';

/** Every act on this exhibit, as the custody log has it, oldest first. */
export function CustodyPanel({ caseReference, exhibit }: { readonly caseReference: string; readonly exhibit: string }): React.JSX.Element {
  const { say } = useTexts();
  const { data, error, refetch } = useCall('cases.timeline', { case: caseReference, exhibit });
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  return <CustodyEntries words={say('app.exhibit.custody.words')} entries={data} />;
}

/** Entries of a log, oldest first, under a sentence that says of which. */
export function CustodyEntries({
  words,
  entries,
}: {
  readonly words: string;
  readonly entries: readonly TimelineEntry[];
}): React.JSX.Element {
  return (
    <div className={styles['panel']}>
      <p className={styles['soft']}>{words}</p>
      <ol className={styles['timeline']}>
        {entries.map((entry) => (
          <Entry key={`${entry.origin} ${entry.seq}`} entry={entry} />
        ))}
      </ol>
    </div>
  );
}

function Entry({ entry }: { readonly entry: TimelineEntry }): React.JSX.Element {
  const { say, sayCode } = useTexts();
  const particulars = Object.entries(entry.details).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[name, String(value)] as const] : [],
  );
  return (
    <li className={styles['entry']}>
      <span className={styles['dot']} aria-hidden="true" />
      <div className={styles['act']}>
        <strong>{sayCode('report.event', entry.type) ?? entry.type}</strong>
        <EvidenceTime time={entry.time} />
        <span className={styles['soft']}>
          {say('app.exhibit.custody.by')} <HostileText text={entry.actor} /> · {say('app.exhibit.custody.number', { number: entry.seq })}
        </span>
        {Object.entries(entry.texts).map(([name, text]) => (
          <div key={name} className={styles['quote']}>
            {text.split('\n').map((line, index) => (
              <p key={index}>
                <HostileText text={line} />
              </p>
            ))}
          </div>
        ))}
        {(particulars.length > 0 || entry.digest !== undefined) && (
          <details>
            <summary>{say('app.exhibit.custody.details')}</summary>
            <dl>
              {entry.digest !== undefined && (
                <div>
                  <dt>{say('app.exhibit.digest')}</dt>
                  <dd>
                    <code>{entry.digest}</code>
                  </dd>
                </div>
              )}
              {particulars.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>
                    <HostileText text={value} exact />
                  </dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
    </li>
  );
}
