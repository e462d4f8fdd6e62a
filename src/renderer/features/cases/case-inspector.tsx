import type { ReactNode } from 'react';
import type { CaseItem, TimelineEntry } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { joinClasses } from '../../ui/classes.ts';
import { EvidenceTime } from '../../ui/evidence-time.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import { Inspector } from '../../window/inspector.tsx';
import { EraseByLaw } from '../erasure/erase-by-law.tsx';
import { HoldCase } from './hold-case.tsx';
import { ReviewRetention } from './review-retention.tsx';
import styles from './case-inspector.module.css';

const SHOWN = 12;

/** Facts of the case, and the newest entries of its custody log. */
export function CaseInspector({ item }: { readonly item: CaseItem }): ReactNode {
  const { say, formats } = useTexts();
  const timeline = useCall('cases.timeline', { case: item.reference }).data ?? [];
  const latest = timeline.toSorted((a, b) => b.time.localeCompare(a.time) || b.seq - a.seq).slice(0, SHOWN);
  const { regime, until } = item.retention ?? {};
  return (
    <Inspector>
      <div className={joinClasses(styles['inspector'])}>
        <Section title={say('app.cases.facts')}>
          <Facts
            facts={[
              [say('app.cases.opened'), <EvidenceTime key="opened" time={item.openedAt} />],
              [say('app.cases.lastActivity'), <EvidenceTime key="last" time={item.lastActivityAt} />],
              ...(item.basis === undefined ? [] : [[say('report.case.basis'), <HostileText key="basis" text={item.basis} />] as const]),
              ...(regime === undefined ? [] : [[say('app.cases.regime'), say(`app.cases.regime.${regime}`)] as const]),
              ...(until === undefined ? [] : [[say('app.cases.retainBy'), formats.day(until)] as const]),
              ...(item.retention?.reason === undefined
                ? []
                : [[say('app.retention.last'), <HostileText key="why" text={item.retention.reason} />] as const]),
            ]}
          />
          {item.state !== 'erased' && !item.practice && (
            <>
              <ReviewRetention item={item} />
              <HoldCase item={item} />
            </>
          )}
        </Section>
        {latest.length > 0 && (
          <Section title={say('app.cases.custody')}>
            <ol className={joinClasses(styles['log'])}>
              {latest.map((entry) => (
                <Entry key={`${entry.origin} ${entry.seq}`} entry={entry} />
              ))}
            </ol>
          </Section>
        )}
        {item.state !== 'erased' && <EraseByLaw caseReference={item.reference} />}
      </div>
    </Inspector>
  );
}

function Entry({ entry }: { readonly entry: TimelineEntry }): ReactNode {
  const { sayCode, formats } = useTexts();
  return (
    <li>
      <time dateTime={entry.time}>{formats.utc(entry.time)}</time>
      <span>
        {sayCode('report.event', entry.type) ?? entry.type}
        {entry.exhibit !== undefined && <span className={joinClasses(styles['exhibit'])}> · {entry.exhibit}</span>}
      </span>
    </li>
  );
}
