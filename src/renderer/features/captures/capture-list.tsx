import type { CaptureJob } from '../../../rpc/contract/captures.ts';
import { joinClasses } from '../../ui/classes.ts';
import { CaptureCard } from './capture-card.tsx';
import styles from './capture-list.module.css';

/** More than these are in the gallery. */
const MAX_SHOWN = 60;

export function CaptureList({ jobs }: { readonly jobs: readonly CaptureJob[] }): React.JSX.Element {
  return (
    <ul className={joinClasses(styles['list'])}>
      {jobs.slice(0, MAX_SHOWN).map((job) => (
        <li key={job.job}>
          <CaptureCard job={job} />
        </li>
      ))}
    </ul>
  );
}
