import { createContext, use, type ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { IconButton } from '../../ui/button.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import styles from './panels.module.css';

/** What takes words of the page into a statement; absent where no statement can be made. */
export const QuoteContext = createContext<((words: string) => void) | undefined>(undefined);

/** Words of a page as a fact of the record, and a button that makes a statement of them. */
export function PageFact({ text, exact = false }: { readonly text: string; readonly exact?: boolean }): ReactNode {
  const { say } = useTexts();
  const quote = use(QuoteContext);
  if (quote === undefined || text.trim() === '') return <HostileText text={text} exact={exact} />;
  return (
    <span className={styles['fact']}>
      <HostileText text={text} exact={exact} />
      <IconButton icon="add" label={say('app.statements.fromFact')} onPress={() => quote(text)} />
    </span>
  );
}
