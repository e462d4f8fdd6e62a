import { useEffect, useRef, type ReactNode } from 'react';
import type { Job } from '../../../rpc/contract/packages.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { joinClasses } from '../../ui/classes.ts';
import { sayError } from '../../ui/error-panel.tsx';
import { showScreen, useScreen } from '../../window/use-screen.ts';
import { useWindowState } from '../../window/window-state.ts';
import { JobProgress } from './job-progress.tsx';
import styles from './jobs-strip.module.css';

/** Exports and checks under way, from everywhere but their own screens; their end is told as a notice. */
export function JobsStrip(): ReactNode {
  const { say } = useTexts();
  const jobs = useCall('jobs.list', {}).data ?? [];
  const screen = useScreen();
  const hasOwnScreen = screen.name === 'export' || screen.name === 'open-package';
  useEndNotices(jobs, hasOwnScreen);
  const running = jobs.filter(({ state }) => state === 'running');
  if (running.length === 0 || hasOwnScreen) return null;
  return (
    <section aria-label={say('app.jobs.title')} className={joinClasses(styles['strip'])}>
      {running.map((job) => (
        <JobProgress key={job.job} job={job} />
      ))}
    </section>
  );
}

/** Tells the end of each job that was seen running. `isSeen`: the screen shows it anyway. */
function useEndNotices(jobs: readonly Job[], isSeen: boolean): void {
  const texts = useTexts();
  const tell = useWindowState((state) => state.tell);
  const running = useRef(new Set<string>());
  useEffect(() => {
    for (const job of jobs) {
      if (job.state === 'running') running.current.add(job.job);
      if (job.state === 'running' || !running.current.delete(job.job) || isSeen) continue;
      const { subject } = job;
      const action = { label: texts.say('app.jobs.show'), onPress: () => showScreen({ name: 'open-package', job: job.job }) };
      if (job.state === 'done') tell({ kind: 'good', text: texts.say(`app.jobs.${job.kind}Done`, { subject }), action });
      const why = job.error === undefined ? '' : sayError(texts, job.error);
      if (job.state === 'failed') tell({ kind: 'bad', text: texts.say('app.jobs.failed', { subject, why }) });
    }
  }, [jobs, isSeen, tell, texts]);
}
