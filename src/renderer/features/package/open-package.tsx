import type { ReactNode } from 'react';
import { isPassed } from '../../../core/package/verdict.ts';
import type { Job } from '../../../rpc/contract/packages.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Banner } from '../../ui/page.tsx';
import { Loading } from '../../ui/states.tsx';
import type { ScreenOf } from '../../window/screen.ts';
import { showScreen } from '../../window/use-screen.ts';
import { JobProgress } from '../jobs/job-progress.tsx';
import { ExportedPackage } from './exported-package.tsx';
import styles from './open-package.module.css';
import { TakePackage } from './take-package.tsx';
import { TakenPackage } from './taken-package.tsx';
import { PackageChoice } from './package-choice.tsx';
import { VerdictView } from './verdict-view.tsx';

/** Choosing a package, its check, and what the check says. Needs no vault. */
export function OpenPackage({
  screen,
  isVaultOpen,
}: {
  readonly screen: ScreenOf<'open-package'>;
  readonly isVaultOpen: boolean;
}): ReactNode {
  const { say } = useTexts();
  const jobs = useCall('jobs.list', {});
  if (screen.job === undefined) return <PackageChoice onStarted={(job) => showScreen({ name: 'open-package', job: job.job })} />;
  const job = jobs.data?.find(({ job: id }) => id === screen.job);
  return (
    <div className={joinClasses(styles['open'])}>
      {jobs.error !== null && <ErrorPanel error={jobs.error} onRetry={() => void jobs.refetch()} />}
      {jobs.isPending && <Loading />}
      {jobs.data !== undefined && job === undefined && <Banner tone="odd">{say('app.package.unknownJob')}</Banner>}
      {job?.kind === 'receive' && job.state !== 'running' && <TakenPackage job={job} />}
      {job !== undefined && !(job.kind === 'receive' && job.state === 'cancelled') && <JobResult job={job} />}
      {isVaultOpen && job?.kind === 'verify' && job.state === 'done' && job.verdict !== undefined && isPassed(job.verdict) && (
        <TakePackage key={job.job} job={job} verdict={job.verdict} />
      )}
      {job?.state !== 'running' && (
        <div>
          <Button icon="package" onPress={() => showScreen({ name: 'open-package' })}>
            {say('app.package.another')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** What a job has come to so far. */
export function JobResult({ job }: { readonly job: Job }): ReactNode {
  const { say } = useTexts();
  switch (job.state) {
    case 'running':
      return <JobProgress job={job} />;
    case 'cancelled':
      // Of an export that is written, only the check can still be cancelled.
      if (job.exported !== undefined) {
        return (
          <>
            <Banner tone="odd">{say('app.export.verifyCancelled')}</Banner>
            <ExportedPackage exported={job.exported} />
          </>
        );
      }
      return <Banner tone="odd">{say(job.kind === 'export' ? 'app.export.cancelled' : 'app.package.cancelled')}</Banner>;
    case 'failed':
      return <ErrorPanel error={job.error ?? { code: 'program-fault', message: 'The job failed and says not why' }} />;
    case 'done':
    default:
      return (
        <>
          {job.kind !== 'export' && (
            <h2>
              <HostileText text={job.subject} />
            </h2>
          )}
          {job.exported !== undefined && <ExportedPackage exported={job.exported} />}
          {job.kind === 'export' && job.verdict !== undefined && <h2>{say('app.verdict.title')}</h2>}
          {job.verdict !== undefined && <VerdictView verdict={job.verdict} />}
        </>
      );
  }
}
