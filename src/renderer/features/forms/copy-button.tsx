import { useState, type ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { nameUnseen } from '../../ui/hostile-text.tsx';
import styles from './form-view.module.css';

interface CopyButtonProps {
  /** Built only when it is copied. */
  readonly text: () => string;
  /** Name for screen readers; of a small button also the tooltip. */
  readonly label: string;
  readonly isSmall?: boolean;
}

/** Puts a text into the clipboard, what cannot be seen in it by its number, and says whether it went there. */
export function CopyButton({ text, label, isSmall = false }: CopyButtonProps): ReactNode {
  const { say } = useTexts();
  const [copied, setCopied] = useState<boolean>();
  const copy = (): void => {
    navigator.clipboard.writeText(nameUnseen(text())).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  const icon = copied === true ? 'check' : 'copy';
  return (
    <span className={joinClasses(styles['copy'])}>
      {isSmall ? (
        <IconButton icon={icon} label={label} onPress={copy} />
      ) : (
        <Button icon={icon} onPress={copy}>
          {label}
        </Button>
      )}
      <span role="status" className={joinClasses(styles['copied'])}>
        {copied === undefined ? '' : say(copied ? 'app.forms.copied' : 'app.forms.notCopied')}
      </span>
    </span>
  );
}
