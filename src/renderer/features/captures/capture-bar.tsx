import { useState } from 'react';
import type { CaptureJob } from '../../../rpc/contract/captures.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Link } from '../../ui/link.tsx';
import { buildHash } from '../../window/screen.ts';
import styles from './capture-bar.module.css';
import { CaptureList } from './capture-list.tsx';
import { isUnderWay, sortJobs } from './progress.ts';
import { ThreeWords } from './three-words.tsx';

/**
 * The newest capture in one line below the page, and all of them when it is opened. The line is there before the first capture too:
 * one that appeared with it would change the size of the page just then.
 */
export function CaptureBar({
  jobs,
  overlays,
}: {
  readonly jobs: readonly CaptureJob[];
  /** The list lies over the page instead of pushing it. */
  readonly overlays: boolean;
}): React.JSX.Element {
  const { say } = useTexts();
  const [open, setOpen] = useState(false);
  const sorted = sortJobs(jobs);
  const newest = sorted[0];
  const running = jobs.filter(isUnderWay).length;
  return (
    <section className={joinClasses(styles['bar'])} aria-label={say('app.capture.bar')}>
      {open && newest !== undefined && (
        <div
          className={joinClasses(styles['list'], overlays && styles['over'])}
          role="region"
          aria-label={say('app.capture.heading')}
          tabIndex={0}
        >
          <CaptureList jobs={sorted} />
        </div>
      )}
      <div className={joinClasses(styles['line'])}>
        {newest === undefined ? (
          <span className={joinClasses(styles['none'])}>{say('app.capture.noneHere')}</span>
        ) : (
          <>
            <span className={joinClasses(styles['what'])} role="status">
              <strong>{shownNumber(newest) ?? say('app.capture.starting')}</strong>{' '}
              <HostileText text={newest.title === undefined || newest.title === '' ? newest.url : newest.title} lines={1} />
            </span>
            <ThreeWords job={newest} />
            <Button kind="quiet" icon={open ? 'down' : 'list'} onPress={() => setOpen(!open)}>
              {open
                ? say('app.capture.close')
                : running > 1
                  ? say('app.capture.running', { count: running })
                  : say('app.capture.all', { count: jobs.length })}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}

/** A way to the exhibit, as soon as there is something to look at. */
function shownNumber(job: CaptureJob): React.ReactNode {
  const { exhibit } = job;
  if (exhibit === undefined || (job.state !== 'sealed' && job.state !== 'partial')) return exhibit;
  return <Link href={buildHash({ name: 'exhibit', case: job.case, exhibit })}>{exhibit}</Link>;
}
