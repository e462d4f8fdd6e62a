import { buildHash } from '../../window/screen.ts';
import type { ExhibitDetail } from '../../../rpc/contract/cases.ts';
import type { TextKey } from '../../i18n/catalogues.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { EraseByLaw } from '../erasure/erase-by-law.tsx';
import { AccessReason } from './access-reason.tsx';
import { EvidenceTime } from '../../ui/evidence-time.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { FactList } from './fact-list.tsx';
import { Notes } from './notes.tsx';
import styles from './notes.module.css';

/** Beside the exhibit: when, how its time stands, what it is linked with, what it does not show, and its notes. */
export function ExhibitSummary({ exhibit }: { readonly exhibit: ExhibitDetail }): React.JSX.Element {
  const { say, formats } = useTexts();
  const { row, received, sealedAt, time, bracket, openedFrom, opened } = exhibit;
  return (
    <div className={styles['summary']}>
      <Notes exhibit={exhibit} />
      <section>
        <h2>{say('app.exhibit.summary')}</h2>
        <FactList
          facts={[
            [
              say('app.exhibit.givenName'),
              received === undefined ? undefined : <HostileText key="name" text={received.givenName} exact lines={2} />,
            ],
            [say('app.exhibit.origin'), received?.origin === undefined ? undefined : <HostileText key="origin" text={received.origin} />],
            [
              say(received === undefined ? 'app.exhibit.started' : 'app.exhibit.takenIn'),
              <EvidenceTime key="started" time={row.startedAt} />,
            ],
            [say('app.exhibit.sealed'), sealedAt === undefined ? undefined : <EvidenceTime key="sealed" time={sealedAt} />],
            [
              say('app.exhibit.time'),
              say(time === 'none' && sealedAt !== undefined ? 'app.exhibit.time.practice' : `app.exhibit.time.${time}`),
            ],
            [
              say('app.exhibit.notBefore'),
              bracket?.notBefore === undefined ? undefined : <EvidenceTime key="before" time={bracket.notBefore} />,
            ],
            [
              say('app.exhibit.notAfter'),
              bracket?.notAfter === undefined ? undefined : <EvidenceTime key="after" time={bracket.notAfter} />,
            ],
            [
              say('app.exhibit.confirmedBy'),
              bracket === undefined ? undefined : <HostileText key="by" text={formats.list(bracket.authorities)} />,
            ],
            [say('app.exhibit.seller'), row.seller === undefined ? undefined : <HostileText key="seller" text={row.seller} />],
            [say('app.exhibit.digest'), row.digest === undefined ? undefined : <code key="digest">{row.digest}</code>],
          ]}
        />
      </section>
      {(openedFrom !== undefined || opened.length > 0) && (
        <section>
          <h2>{say('app.exhibit.links')}</h2>
          <FactList
            facts={[
              [
                say('app.exhibit.openedFrom'),
                openedFrom === undefined ? undefined : <ExhibitLinks key="from" caseReference={row.case} exhibits={[openedFrom]} />,
              ],
              [
                say('app.exhibit.opened'),
                opened.length === 0 ? undefined : <ExhibitLinks key="opened" caseReference={row.case} exhibits={opened} />,
              ],
            ]}
          />
        </section>
      )}
      <AccessReason caseReference={row.case} />
      <section>
        <h2>{say('report.summary.notShown')}</h2>
        <p>{say(notShownBy(row))}</p>
      </section>
      {row.erased !== true && row.state !== 'open' && <EraseByLaw caseReference={row.case} exhibit={row.exhibit} />}
    </div>
  );
}

function notShownBy({ kind, state }: ExhibitDetail['row']): TextKey {
  if (kind === 'received') return 'app.exhibit.notShownReceived';
  return state === 'failed' ? 'report.summary.notShownFailed' : 'report.summary.notShownText';
}

function ExhibitLinks({
  caseReference,
  exhibits,
}: {
  readonly caseReference: string;
  readonly exhibits: readonly string[];
}): React.JSX.Element {
  return (
    <span className={styles['links']}>
      {exhibits.map((exhibit) => (
        <a key={exhibit} href={buildHash({ name: 'exhibit', case: caseReference, exhibit })}>
          {exhibit}
        </a>
      ))}
    </span>
  );
}
