import type { CaptureJob } from '../../../rpc/contract/captures.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { joinClasses } from '../../ui/classes.ts';
import { MILESTONES, milestonesOf, type Milestone, type MilestoneState } from './progress.ts';
import styles from './three-words.module.css';

const MARKS: Readonly<Record<MilestoneState, string>> = {
  reached: 'M3.5 8.5 6.500 11.500 12.500 5',
  'under-way': '',
  waiting: '',
  missed: 'M5 5l6 6M11 5l-6 6',
};

/** Seen, Sealed, Time confirmed: how far a capture is, at one glance and always in the same place. */
export function ThreeWords({ job }: { readonly job: CaptureJob }): React.JSX.Element {
  const { say, formats } = useTexts();
  const states = milestonesOf(job);
  const practice = useCall('cases.list', {}).data?.find(({ reference }) => reference === job.case)?.practice === true;
  const after: Readonly<Record<Milestone, string | undefined>> = {
    seen: job.seenAt === undefined ? undefined : formats.duration(Date.parse(job.seenAt) - Date.parse(job.startedAt)),
    sealed: job.sealedAt === undefined ? undefined : formats.duration(Date.parse(job.sealedAt) - Date.parse(job.startedAt)),
    confirmed: undefined,
  };
  return (
    <ol className={joinClasses(styles['words'])}>
      {MILESTONES.map((milestone) => {
        const state = states[milestone];
        return (
          <li key={milestone} className={joinClasses(styles['word'], styles[state])}>
            <svg viewBox="0 0 16 16" className={joinClasses(styles['mark'])} aria-hidden="true">
              <circle cx="8" cy="8" r="7" />
              <path d={MARKS[state]} />
            </svg>
            <span>
              <span className={joinClasses(styles['name'])}>{say(`app.capture.${milestone}`)}</span>
              <span className={joinClasses(styles['state'])}>
                {after[milestone] ??
                  say(
                    practice && milestone === 'confirmed' && state === 'waiting'
                      ? 'app.capture.milestone.practice'
                      : `app.capture.milestone.${state}`,
                  )}
              </span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
