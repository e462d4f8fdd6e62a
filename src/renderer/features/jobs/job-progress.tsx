import type { ReactNode } from 'react';
import type { Job } from '../../../rpc/contract/packages.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { Progress } from '../../ui/states.tsx';
import styles from './job-progress.module.css';

/** How far a job is, and the end of it. */
export function JobProgress({ job }: { readonly job: Job }): ReactNode {
  const { say, sayCode, formats } = useTexts();
  const cancel = useAct('jobs.cancel');
  const percent = job.total === 0 ? undefined : formats.number(Math.floor((job.done / job.total) * 100));
  const step = sayCode('app.jobs.step', job.step);
  const detail = [step, percent === undefined ? undefined : say('app.jobs.percent', { percent })].filter((part) => part !== undefined);
  return (
    <div className={joinClasses(styles['job'])}>
      <Progress
        label={say(`app.jobs.${job.kind}`, { subject: job.subject })}
        done={job.done}
        total={job.total}
        detail={detail.join(' · ')}
      />
      <Button isPending={cancel.isPending} onPress={() => cancel.mutate({ job: job.job })}>
        {say('app.ui.cancel')}
      </Button>
    </div>
  );
}
