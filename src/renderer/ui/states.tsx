import type { ReactNode } from 'react';
import { ProgressBar } from 'react-aria-components';
import { useTexts } from '../i18n/use-texts.ts';
import { joinClasses } from './classes.ts';
import { Icon, type IconName } from './icon.tsx';
import styles from './states.module.css';

interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  /** What to do about it. */
  readonly action?: ReactNode;
}

/** Nothing here yet: why, and what to do. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps): ReactNode {
  return (
    <div className={joinClasses(styles['empty'])}>
      <Icon name={icon} large />
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}

/** Something is being read. */
export function Loading({ label }: { readonly label?: string }): ReactNode {
  const { say } = useTexts();
  const words = label ?? say('app.ui.loading');
  return (
    <div className={joinClasses(styles['loading'])}>
      <Progress label={words} />
    </div>
  );
}

interface ProgressProps {
  readonly label: string;
  /** Together with `total`; without, nobody knows how long it takes. */
  readonly done?: number;
  readonly total?: number;
  readonly detail?: string;
}

export function Progress({ label, done = 0, total = 0, detail }: ProgressProps): ReactNode {
  const known = total > 0;
  return (
    <ProgressBar
      className={joinClasses(styles['progress'])}
      isIndeterminate={!known}
      value={Math.min(done, total)}
      maxValue={known ? total : 100}
      aria-label={label}
    >
      <span className={joinClasses(styles['progressLabel'])}>
        <span>{label}</span>
        {detail !== undefined && <span className={joinClasses(styles['detail'])}>{detail}</span>}
      </span>
      {known ? (
        <progress className={joinClasses(styles['bar'])} value={Math.min(done, total)} max={total} aria-hidden="true" />
      ) : (
        <span className={joinClasses(styles['unknown'])} aria-hidden="true" />
      )}
    </ProgressBar>
  );
}
