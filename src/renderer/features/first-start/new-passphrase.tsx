import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import { TextField } from '../../ui/fields.tsx';
import styles from './first-start.module.css';
import { judgePassphrase, SHORTEST_PASSPHRASE } from './passphrase-strength.ts';

/** A new passphrase, twice, with a rough hint how strong it is. */
export function NewPassphrase(props: {
  readonly passphrase: string;
  readonly repeat: string;
  /** What is wrong is said from the first try on. */
  readonly asked: boolean;
  readonly onPassphrase: (passphrase: string) => void;
  readonly onRepeat: (repeat: string) => void;
}): ReactNode {
  const { say } = useTexts();
  const { passphrase, repeat, asked } = props;
  const isShort = Array.from(passphrase).length < SHORTEST_PASSPHRASE;
  return (
    <div className={joinClasses(styles['pair'])}>
      <TextField
        type="password"
        autoComplete="new-password"
        label={say('app.recover.passphrase')}
        help={
          <span className={joinClasses(styles['strength'])} aria-live="polite">
            {say(`app.firstStart.strength.${judgePassphrase(passphrase)}`)}
          </span>
        }
        value={passphrase}
        onChange={props.onPassphrase}
        problem={asked && isShort ? say('app.firstStart.tooShort') : undefined}
        isRequired
      />
      <TextField
        type="password"
        autoComplete="new-password"
        label={say('app.firstStart.repeat')}
        value={repeat}
        onChange={props.onRepeat}
        problem={asked && repeat !== passphrase ? say('app.firstStart.notTheSame') : undefined}
        isRequired
      />
    </div>
  );
}
