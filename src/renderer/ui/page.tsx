import type { ReactNode } from 'react';
import { joinClasses } from './classes.ts';
import styles from './page.module.css';

interface PageProps {
  readonly title: ReactNode;
  readonly subtitle?: ReactNode;
  /** What can be done here, at the end of the head. */
  readonly acts?: ReactNode;
  readonly children: ReactNode;
}

/** A screen of the work area: its head, and what follows. */
export function Page({ title, subtitle, acts, children }: PageProps): ReactNode {
  return (
    <div className={joinClasses(styles['page'])}>
      <header className={joinClasses(styles['head'])}>
        <div className={joinClasses(styles['titles'])}>
          <h1>{title}</h1>
          {subtitle !== undefined && <p className={joinClasses(styles['subtitle'])}>{subtitle}</p>}
        </div>
        {acts !== undefined && <div className={joinClasses(styles['acts'])}>{acts}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a screen under its own heading. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <section className={joinClasses(styles['section'])}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Names and values. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }): ReactNode {
  return (
    <dl className={joinClasses(styles['facts'])}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A sentence that stands out: about practice, or about what is to be known first. */
export function Banner({
  tone,
  children,
}: {
  readonly tone: 'practice' | 'odd' | 'note' | 'good';
  readonly children: ReactNode;
}): ReactNode {
  return <p className={joinClasses(styles['banner'], styles[tone])}>{children}</p>;
}
