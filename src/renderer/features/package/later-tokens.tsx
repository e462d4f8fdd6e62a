import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { IconButton } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Fold } from '../../ui/fold.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import styles from './later-tokens.module.css';

/** As many as a check takes. */
const MAX_FILES = 16;

/** By its name: a supplement as Pugmark calls it, or the answer of an authority. Whatever it is called, it can be given as one by hand. */
export function isNamedAsToken({ name }: File): boolean {
  return /\.tsr$/i.test(name) || /^time-stamps_.*\.zip$/i.test(name);
}

/** With more of them; one that is there by its name is replaced. */
export function joinTokens(before: readonly File[], more: readonly File[]): readonly File[] {
  return [...new Map([...before, ...more].map((file) => [file.name, file])).values()].slice(0, MAX_FILES);
}

interface LaterTokensProps {
  readonly tokens: readonly File[];
  readonly onChange: (tokens: readonly File[]) => void;
}

/** Time stamps that came after a package, chosen before it is checked. */
export function LaterTokens({ tokens, onChange }: LaterTokensProps): ReactNode {
  const { say } = useTexts();
  return (
    <Fold title={say('app.package.tokensFold')}>
      <FileDrop
        icon="clock"
        title={say('app.package.tokensDrop')}
        help={say('app.package.tokensHelp')}
        accepts={['.zip', '.tsr', 'application/timestamp-reply']}
        several
        onFiles={(files) => onChange(joinTokens(tokens, files))}
      />
    </Fold>
  );
}

/** Those that were given. */
export function GivenTokens({ tokens, onChange }: LaterTokensProps): ReactNode {
  const { say } = useTexts();
  if (tokens.length === 0) return null;
  return (
    <div className={joinClasses(styles['given'])} role="status">
      <p>{say('app.package.tokensGiven')}</p>
      <ul>
        {tokens.map((file) => (
          <li key={file.name} className={joinClasses(styles['token'])}>
            <HostileText text={file.name} lines={1} />
            <IconButton
              icon="close"
              label={say('app.package.tokensRemove', { name: file.name })}
              onPress={() => onChange(tokens.filter((one) => one !== file))}
            />
          </li>
        ))}
      </ul>
      <p className={joinClasses(styles['now'])}>{say('app.package.tokensNow')}</p>
    </div>
  );
}
