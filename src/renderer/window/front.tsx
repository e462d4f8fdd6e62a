import type { ReactNode } from 'react';
import { joinClasses } from '../ui/classes.ts';
import styles from './front.module.css';
import { PawMark } from './paw-mark.tsx';

interface FrontProps {
  readonly title: string;
  readonly intro?: ReactNode;
  readonly wide?: boolean;
  readonly children: ReactNode;
  /** Below the panel: other ways on. */
  readonly foot?: ReactNode;
}

/** A page before the work begins: one panel in the middle. */
export function Front({ title, intro, wide = false, children, foot }: FrontProps): ReactNode {
  return (
    <main className={joinClasses(styles['front'])}>
      <div className={joinClasses(styles['panel'], wide && styles['wide'])}>
        <header className={joinClasses(styles['head'])}>
          <PawMark />
          <h1>{title}</h1>
        </header>
        {intro !== undefined && <p className={joinClasses(styles['intro'])}>{intro}</p>}
        {children}
      </div>
      {foot !== undefined && <div className={joinClasses(styles['foot'])}>{foot}</div>}
    </main>
  );
}
