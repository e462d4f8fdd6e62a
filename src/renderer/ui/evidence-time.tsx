import type { ReactNode } from 'react';
import type { UtcTime } from '../../core/clock.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { joinClasses } from './classes.ts';
import styles from './evidence-time.module.css';

/** A time of the record, in UTC as the record has it, and as the clock here shows it. */
export function EvidenceTime({ time }: { readonly time: UtcTime }): ReactNode {
  const { formats } = useTexts();
  return (
    <time dateTime={time} className={joinClasses(styles['time'])}>
      <span>{formats.utc(time)}</span>
      {!formats.isUtcHere(time) && (
        <span className={joinClasses(styles['local'])}>
          {' '}
          {formats.local(time)} ({formats.zone(time)})
        </span>
      )}
    </time>
  );
}

/** `3 hours ago`, with the exact time in the title. For lists of work, not for evidence. */
export function SinceTime({ time }: { readonly time: UtcTime }): ReactNode {
  const { formats } = useTexts();
  return (
    <time dateTime={time} title={formats.utc(time)}>
      {formats.since(time, Date.now())}
    </time>
  );
}
