import type { ReactNode } from 'react';
import { useTexts } from '../i18n/use-texts.ts';
import { EmptyState } from '../ui/states.tsx';
import { joinClasses } from '../ui/classes.ts';
import styles from './connection-lost.module.css';

/** The engine does not answer. `ended`: for this window it never will again. */
export function ConnectionLost({ ended = false }: { readonly ended?: boolean }): ReactNode {
  const { say } = useTexts();
  if (ended) {
    return (
      <main>
        <EmptyState icon="warning" title={say('app.connection.ended')}>
          {say('app.connection.endedHelp')}
        </EmptyState>
      </main>
    );
  }
  return (
    <p className={joinClasses(styles['lost'])} role="status">
      {say('app.connection.lost')}
    </p>
  );
}
