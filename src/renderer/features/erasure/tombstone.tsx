import type { ReactNode } from 'react';
import type { CaseItem } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import { EvidenceTime } from '../../ui/evidence-time.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Facts } from '../../ui/page.tsx';
import styles from './erasure.module.css';

/** What stands where something was erased: when, by whom, why, on what ground. */
export function Tombstone({ words, erasure }: { readonly words: string; readonly erasure: NonNullable<CaseItem['erasure']> }): ReactNode {
  const { say } = useTexts();
  const { erasedAt, by, reason, ground } = erasure;
  return (
    <section className={joinClasses(styles['tombstone'])} aria-label={say('app.cases.state.erased')}>
      <p>{words}</p>
      <Facts
        facts={[
          [say('app.erasure.when'), <EvidenceTime key="when" time={erasedAt} />],
          [say('app.erasure.by'), <HostileText key="by" text={by} />],
          [say('app.erasure.reason'), reason === undefined ? say('app.erasure.notSaid') : <HostileText key="reason" text={reason} />],
          [say('app.erasure.ground'), ground === undefined ? say('app.erasure.notSaid') : <HostileText key="ground" text={ground} />],
        ]}
      />
    </section>
  );
}
