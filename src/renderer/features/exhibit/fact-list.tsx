import type { ReactNode } from 'react';
import styles from './panels.module.css';

/** Names and what stands for them. A fact that is absent is left out, never shown as nothing. */
export function FactList({
  facts,
}: {
  readonly facts: readonly (readonly [name: ReactNode, value: ReactNode | undefined])[];
}): React.JSX.Element {
  return (
    <dl className={styles['facts']}>
      {facts.flatMap(([name, value], index) =>
        value === undefined
          ? []
          : [
              <div key={index}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>,
            ],
      )}
    </dl>
  );
}

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }): React.JSX.Element {
  return (
    <section className={styles['section']}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
