import type { ReactNode } from 'react';
import styles from './badge.module.css';
import { joinClasses } from './classes.ts';

export type Tone = 'good' | 'note' | 'odd' | 'bad' | 'plain' | 'practice';

/** A word of state. The word says it; the colour only helps. */
export function Badge({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }): ReactNode {
  return <span className={joinClasses(styles['badge'], styles[tone])}>{children}</span>;
}
