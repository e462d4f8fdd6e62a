import type { ReactNode } from 'react';
import { useTexts, type Texts } from '../i18n/use-texts.ts';
import { Button } from './button.tsx';
import { joinClasses } from './classes.ts';
import styles from './error-panel.module.css';
import { HostileText } from './hostile-text.tsx';
import { Icon } from './icon.tsx';

/** An error as a call rejects with it, or as a job carries it. */
export interface ShownError {
  readonly code: string;
  readonly message: string;
}

/** What happened and what to do, in the language of the person; codes that nobody translated are a fault of ours. */
export function sayError(texts: Texts, error: ShownError): string {
  return texts.sayCode('app.error', error.code) ?? texts.say('app.error.program-fault');
}

/** An act that could not be done: said in words, with the exact message below for those who are asked for it. */
export function ErrorPanel({
  error,
  words,
  onRetry,
}: {
  readonly error: ShownError;
  /** Closer words than those of its code. */
  readonly words?: string | undefined;
  readonly onRetry?: () => void;
}): ReactNode {
  const texts = useTexts();
  return (
    <div className={joinClasses(styles['panel'])} role="alert">
      <Icon name="warning" />
      <div>
        <p className={joinClasses(styles['words'])}>{words ?? sayError(texts, error)}</p>
        <details>
          <summary>{texts.say('app.ui.details')}</summary>
          <p>
            <code>{error.code}</code> <HostileText text={error.message} />
          </p>
        </details>
        {onRetry !== undefined && <Button onPress={onRetry}>{texts.say('app.ui.retry')}</Button>}
      </div>
    </div>
  );
}
