import { useState, type ReactNode } from 'react';
import type { Job } from '../../../rpc/contract/packages.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Fold } from '../../ui/fold.tsx';
import { Progress } from '../../ui/states.tsx';
import { GivenTokens, isNamedAsToken, joinTokens, LaterTokens } from './later-tokens.tsx';
import styles from './package-choice.module.css';
import { useCheck } from './use-check.ts';

const FINGERPRINT = /^sha256:[0-9a-f]{64}$/;

/** A place to drop a package on, or a button to choose one. */
export function PackageChoice({ onStarted }: { readonly onStarted: (job: Job) => void }): ReactNode {
  const { say } = useTexts();
  const [trust, setTrust] = useState('');
  const [identity, setIdentity] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [tokens, setTokens] = useState<readonly File[]>([]);
  const given = trust.trim().toLowerCase();
  const wrong = given !== '' && !FINGERPRINT.test(given);
  const unlock = { ...(identity.trim() === '' ? {} : { identities: [identity] }), ...(passphrase === '' ? {} : { passphrase }) };
  const check = useCheck(given === '' || wrong ? [] : [given], unlock, onStarted);
  if (check.taking !== undefined) return <Taking name={check.taking.name} sent={check.taking.sent} size={check.taking.size} />;
  // A package and what came after it may be dropped together.
  const take = (files: readonly File[]): void => {
    const known = joinTokens(tokens, files.filter(isNamedAsToken));
    setTokens(known);
    const file = files.find((one) => !isNamedAsToken(one));
    if (file !== undefined) check.start(file, known);
  };
  return (
    <div className={joinClasses(styles['choice'])}>
      <FileDrop
        icon="package"
        title={say('app.package.drop')}
        help={say('app.package.intro')}
        accepts={['.zip', 'application/zip', '.age', '.tsr']}
        several
        choose={say('app.ui.chooseFile')}
        isDisabled={wrong}
        onFiles={take}
      />
      <GivenTokens tokens={tokens} onChange={setTokens} />
      {check.error !== undefined && <ErrorPanel error={check.error} />}
      <Fold title={say('app.package.lockedFold')}>
        <div className={joinClasses(styles['choice'])}>
          <TextField
            label={say('app.package.passphrase')}
            type="password"
            autoComplete="off"
            value={passphrase}
            onChange={setPassphrase}
            maxLength={1000}
          />
          <TextField
            label={say('app.package.identity')}
            help={say('app.package.identityHelp')}
            value={identity}
            onChange={setIdentity}
            rows={3}
            maxLength={64_000}
            exact
          />
        </div>
      </Fold>
      <LaterTokens tokens={tokens} onChange={setTokens} />
      <Fold title={say('app.package.trustFold')}>
        <TextField
          exact
          label={say('app.package.trust')}
          help={say('app.package.trustHelp')}
          value={trust}
          onChange={setTrust}
          problem={wrong ? say('app.package.trustProblem') : undefined}
        />
      </Fold>
    </div>
  );
}

function Taking({ name, sent, size }: { readonly name: string; readonly sent: number; readonly size: number }): ReactNode {
  const { say, formats } = useTexts();
  return (
    <Progress
      label={say('app.package.taking', { name })}
      done={sent}
      total={size}
      detail={`${formats.bytes(sent)} / ${formats.bytes(size)}`}
    />
  );
}
