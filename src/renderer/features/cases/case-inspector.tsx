import type { ReactNode } from 'react';
import type { CaseItem, TimelineEntry } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { joinClasses } from '../../ui/classes.ts';
import { EvidenceTime } from '../../ui/evidence-time.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import { Inspector } from '../../window/inspector.tsx';
import styles from './case-inspector.module.css';

const SHOWN = 12;

/** Facts of the case, and the newest entries of its custody log. */
export function CaseInspector({ item }: { readonly item: CaseItem }): ReactNode {
  const { say, sayCode } = useTexts();
  const timeline = useCall('cases.timeline', { case: item.reference }).data ?? [];
  const latest = timeline.toSorted((a, b) => b.time.localeCompare(a.time) || b.seq - a.seq).slice(0, SHOWN);
  const { regime, until } = timeline.findLast(({ type }) => type === 'retention.reviewed')?.details ?? {};
  const regimeName = typeof regime === 'string' ? (sayCode('app.cases.regime', regime) ?? regime) : undefined;
  return (
    <Inspector>
      <div className={joinClasses(styles['inspector'])}>
        <Section title={say('app.cases.facts')}>
          <Facts
            facts={[
              [say('app.cases.opened'), <EvidenceTime key="opened" time={item.openedAt} />],
              [say('app.cases.lastActivity'), <EvidenceTime key="last" time={item.lastActivityAt} />],
              ...(item.basis === undefined ? [] : [[say('report.case.basis'), <HostileText key="basis" text={item.basis} />] as const]),
              ...(regimeName === undefined ? [] : [[say('app.cases.regime'), regimeName] as const]),
              ...(typeof until === 'string' ? [[say('app.cases.retainBy'), until] as const] : []),
            ]}
          />
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
