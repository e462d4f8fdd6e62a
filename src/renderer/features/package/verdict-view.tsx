import type { ReactNode } from 'react';
import { AXES, type Verdict } from '../../../core/package/verdict.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Banner, Facts, Section } from '../../ui/page.tsx';
import { AxisView } from './axis-view.tsx';
import { VerdictExhibits } from './verdict-exhibits.tsx';
import styles from './verdict-view.module.css';

/**
 * A verdict for a person: by axis first, then scope and exhibits, the closing sentence last. There is no verdict over all:
 * what one axis says, no other makes good or bad.
 */
export function VerdictView({ verdict }: { readonly verdict: Verdict }): ReactNode {
  const { say, sayCode } = useTexts();
  const { scope, profile, signedBy } = verdict;
  return (
    <div className={joinClasses(styles['verdict'])}>
      {verdict.practice === true && <Banner tone="practice">{say('app.verdict.practice')}</Banner>}
      <ul className={joinClasses(styles['axes'])} aria-label={say('app.verdict.title')}>
        {AXES.map((axis) => (
          <AxisView key={axis} axis={axis} result={verdict.axes[axis]} />
        ))}
      </ul>
      <p className={joinClasses(styles['closing'])}>{say('report.closing')}</p>
      <Facts
        facts={[
          ...(scope === undefined ? [] : [[say('app.verdict.case'), <HostileText key="case" text={scope.case} />] as const]),
          ...(scope === undefined ? [] : [[say('app.verdict.scope'), <Scope key="scope" scope={scope} />] as const]),
          [say('app.verdict.package'), <HostileText key="package" text={verdict.package} exact />],
          ...(profile === undefined ? [] : [[say('app.verdict.profile'), sayCode('app.export.profile', profile) ?? profile] as const]),
          ...(signedBy === undefined ? [] : [[say('app.verdict.signedBy'), <code key="signed">{signedBy}</code>] as const]),
        ]}
      />
      {verdict.exhibits.length > 0 && (
        <Section title={say('app.verdict.exhibits')}>
          <VerdictExhibits exhibits={verdict.exhibits} />
        </Section>
      )}
    </div>
  );
}

function Scope({ scope }: { readonly scope: NonNullable<Verdict['scope']> }): ReactNode {
  const { say, formats } = useTexts();
  const { exhibitsInPackage, exhibitsInCase, failedAttempts, withheldEntries, erased, earlierPackages } = scope;
  return (
    <ul className={joinClasses(styles['scope'])}>
      <li>{say('app.verdict.scope.exhibits', { count: exhibitsInPackage, total: formats.number(exhibitsInCase) })}</li>
      <li>{say('report.scope.failed', { count: failedAttempts })}</li>
      <li>{say('report.scope.withheld', { count: withheldEntries })}</li>
      {erased > 0 && <li>{say('report.scope.erased', { count: erased })}</li>}
      <li>{earlierPackages === 0 ? say('report.scope.first') : say('report.scope.earlier', { count: earlierPackages })}</li>
    </ul>
  );
}
