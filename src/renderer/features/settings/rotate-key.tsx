import { useState, type ReactNode } from 'react';
import type { CallOutput } from '../../../rpc/contract.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { Acts, Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { EvidenceTime } from '../../ui/evidence-time.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Fingerprint, KeyCode } from './key-picture.tsx';
import styles from './rotate-key.module.css';

/** Another evidence key, after it was said what that does and the passphrase was given again. */
export function RotateKey(): ReactNode {
  const { say } = useTexts();
  const [isOpen, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <div>
      <Button onPress={() => setOpen(true)}>{say('app.keys.rotate')}</Button>
      <Dialog title={say('app.keys.rotate')} isOpen={isOpen} onClose={close} wide>
        <Rotation onClose={close} />
      </Dialog>
    </div>
  );
}

function Rotation({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { say } = useTexts();
  const [passphrase, setPassphrase] = useState('');
  const rotate = useAct('keys.rotate', { stale: ['keys.read', 'tabs.list', 'browser.read'] });
  if (rotate.data !== undefined) return <Rotated rotated={rotate.data} onClose={onClose} />;
  const submit = (): void => {
    if (passphrase !== '' && !rotate.isPending) rotate.mutate({ passphrase });
  };
  return (
    <Form onSubmit={submit}>
      <ul className={joinClasses(styles['what'])}>
        {(['new', 'old', 'tell', 'work'] as const).map((what) => (
          <li key={what}>{say(`app.keys.rotateWhat.${what}`)}</li>
        ))}
      </ul>
      <TextField
        type="password"
        autoComplete="current-password"
        label={say('app.keys.rotatePassphrase')}
        value={passphrase}
        onChange={setPassphrase}
        autoFocus
        isRequired
      />
      {rotate.error !== null && <ErrorPanel error={rotate.error} />}
      <Acts>
        <Button onPress={onClose}>{say('app.ui.cancel')}</Button>
        <Button kind="danger" type="submit" isDisabled={passphrase === ''} isPending={rotate.isPending}>
          {say('app.keys.rotateAct')}
        </Button>
      </Acts>
    </Form>
  );
}

/** For the record: what it was, what it is, and the sheet to be kept. */
function Rotated({ rotated, onClose }: { readonly rotated: CallOutput<'keys.rotate'>; readonly onClose: () => void }): ReactNode {
  const { say } = useTexts();
  const [copied, setCopied] = useState<boolean>();
  const { from, to, rotatedAt, sheet, qr } = rotated;
  const copy = (): void => {
    navigator.clipboard.writeText(sheet).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <>
      <p role="status">
        {say('app.keys.rotated')} <EvidenceTime time={rotatedAt} />
      </p>
      <section className={joinClasses(styles['key'])}>
        <h3>{say('app.keys.rotatedFrom')}</h3>
        <Fingerprint groups={from.groups} />
      </section>
      <section className={joinClasses(styles['key'])}>
        <h3>{say('app.keys.rotatedTo')}</h3>
        <Fingerprint groups={to.groups} />
        <KeyCode qr={qr} />
      </section>
      <p>{say('app.keys.rotatedTell')}</p>
      <Acts>
        <span role="status">{copied === undefined ? '' : say(copied ? 'app.exhibit.files.copied' : 'app.exhibit.files.notCopied')}</span>
        <Button icon="copy" autoFocus onPress={copy}>
          {say('app.keys.copyRotation')}
        </Button>
        <Button kind="main" onPress={onClose}>
          {say('app.ui.close')}
        </Button>
      </Acts>
    </>
  );
}
