import { useEffect, useState } from 'react';
import type { CaptureJob } from '../../../rpc/contract/captures.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import styles from './capture-bar.module.css';
import { CaptureList } from './capture-list.tsx';
import { isUnderWay, sortJobs } from './progress.ts';
import { ThreeWords } from './three-words.tsx';

/** The newest capture in one line below the page, and all of them when it is opened. `opened`: how often a capture was begun here. */
export function CaptureBar({ jobs, opened }: { readonly jobs: readonly CaptureJob[]; readonly opened: number }): React.JSX.Element | null {
  const { say } = useTexts();
  const [open, setOpen] = useState(false);
  const [seen, setSeen] = useState(opened);
  useEffect(() => setSeen(opened), [opened]);
  const sorted = sortJobs(jobs);
  const newest = sorted[0];
  if (newest === undefined) return null;
  const running = jobs.filter(isUnderWay).length;
  return (
    <section className={joinClasses(styles['bar'])} aria-label={say('app.capture.bar')}>
      {open && (
        <div className={joinClasses(styles['list'])} data-opened={seen}>
          <CaptureList jobs={sorted} />
        </div>
      )}
      <div className={joinClasses(styles['line'])}>
        <span className={joinClasses(styles['what'])} aria-live="polite">
          <strong>{newest.exhibit ?? say('app.capture.starting')}</strong>{' '}
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
      </div>
    </section>
  );
}
