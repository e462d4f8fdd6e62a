import type { ReactNode } from 'react';
import type { Job } from '../../../rpc/contract/packages.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Link } from '../../ui/link.tsx';
import { Banner, Facts } from '../../ui/page.tsx';
import { buildHash } from '../../window/screen.ts';

/** What became of a package that was to be received: the receipt and the exhibit, or what did not come about. */
export function TakenPackage({ job }: { readonly job: Job }): ReactNode {
  const { say } = useTexts();
  const { received, state } = job;
  if (received === undefined) {
    if (state === 'cancelled') return <Banner tone="odd">{say('app.package.take.cancelled')}</Banner>;
    return state === 'done' ? <Banner tone="odd">{say('app.package.take.refused')}</Banner> : null;
  }
  const { case: reference, exhibit, path } = received;
  return (
    <>
      <Banner tone={state === 'done' ? 'good' : 'odd'}>
        {say(state === 'done' ? 'app.package.take.signed' : 'app.package.take.notKept')}
      </Banner>
      <Facts
        facts={[
          [say('app.package.take.receipt'), <code key="path">{path}</code>],
          ...(exhibit === undefined
            ? []
            : [[say('app.package.take.keptAs'), <HostileText key="kept" text={`${reference}, ${exhibit}`} />] as const]),
        ]}
      />
      <p>
        {exhibit !== undefined && (
          <Link kind="main" icon="package" href={buildHash({ name: 'received', case: reference, exhibit })}>
            {say('app.package.take.open')}
          </Link>
        )}{' '}
        <Link kind="plain" icon="case" href={buildHash({ name: 'case', case: reference })}>
          {say('app.package.take.openCase')}
        </Link>
      </p>
    </>
  );
}
