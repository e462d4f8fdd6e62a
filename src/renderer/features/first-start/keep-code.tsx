import { useState, type ReactNode } from 'react';
import type { PugmarkError } from '../../../core/errors.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Front } from '../../window/front.tsx';
import styles from './first-start.module.css';

/** The recovery code, the one time that it is seen. The vault is made only once it is kept. */
export function KeepCode({
  code,
  isPending,
  error,
  onKept,
  onBack,
}: {
  readonly code: string;
  readonly isPending: boolean;
  readonly error: PugmarkError | null;
  readonly onKept: () => void;
  readonly onBack: () => void;
}): ReactNode {
  const { say } = useTexts();
  const [copied, setCopied] = useState<boolean>();
  const copy = (): void => {
    navigator.clipboard.writeText(code).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <Front title={say('app.firstStart.codeTitle')} intro={say('app.firstStart.codeIntro')}>
      <code className={joinClasses(styles['code'])}>{code}</code>
      <p>{say('app.firstStart.codeAdvice')}</p>
      <div className={joinClasses(styles['acts'])}>
        <Button icon="copy" onPress={copy}>
          {say('app.firstStart.codeCopy')}
        </Button>
        <Button onPress={() => window.print()}>{say('app.firstStart.codePrint')}</Button>
        <span role="status">{copied === undefined ? '' : say(copied ? 'app.exhibit.files.copied' : 'app.exhibit.files.notCopied')}</span>
      </div>
      {error !== null && <ErrorPanel error={error} />}
      <Button kind="main" isPending={isPending} onPress={onKept}>
        {say('app.firstStart.codeKept')}
      </Button>
      <Button isDisabled={isPending} onPress={onBack}>
        {say('app.firstStart.codeBack')}
      </Button>
    </Front>
  );
}
