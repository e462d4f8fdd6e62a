import type { ReactNode } from 'react';
import styles from './check-mark.module.css';
import { joinClasses } from './classes.ts';

/** The box before something that is chosen or not. It says nothing to a screen reader: who holds it does, by its role. */
export function CheckMark({ isChosen }: { readonly isChosen: boolean }): ReactNode {
  return <span className={joinClasses(styles['box'], isChosen && styles['chosen'])} aria-hidden="true" />;
}
