import { useState, type ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Acts, Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';

/** One more time-stamping authority, with the certificates that its answers must lead to. */
export function AddAuthority(): ReactNode {
  const { say } = useTexts();
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <Button icon="add" onPress={() => setOpen(true)}>
        {say('app.time.add')}
      </Button>
      <Dialog title={say('app.time.add')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <NewAuthority onDone={() => setOpen(false)} />
      </Dialog>
    </div>
  );
}

function NewAuthority({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { say } = useTexts();
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [policy, setPolicy] = useState('');
  const [roots, setRoots] = useState('');
  const add = useAct('time.add-authority', { stale: ['time.read'], onDone });
  const isUrl = /^https?:$/.test(URL.canParse(url.trim()) ? new URL(url.trim()).protocol : '');
  const isReady = name.trim() !== '' && isUrl && roots.includes('-----BEGIN CERTIFICATE-----');
  const submit = (): void => {
    if (!isReady) return;
    add.mutate({ name: name.trim(), url: url.trim(), roots, ...(policy.trim() === '' ? {} : { policy: policy.trim() }) });
  };
  return (
    <Form onSubmit={submit}>
      <TextField label={say('app.time.name')} value={name} onChange={setName} maxLength={200} autoFocus isRequired />
      <TextField
        label={say('app.time.url')}
        value={url}
        onChange={setUrl}
        problem={url === '' || isUrl ? undefined : say('app.time.urlProblem')}
        exact
        isRequired
      />
      <TextField label={say('app.time.policyOptional')} value={policy} onChange={setPolicy} exact />
      <TextField
        label={say('app.time.rootsPem')}
        help={say('app.time.rootsHelp')}
        value={roots}
        onChange={setRoots}
        rows={5}
        maxLength={200_000}
        exact
        isRequired
      />
      {add.error !== null && <ErrorPanel error={add.error} />}
      <Acts>
        <Button onPress={onDone}>{say('app.ui.cancel')}</Button>
        <Button kind="main" type="submit" isDisabled={!isReady} isPending={add.isPending}>
          {say('app.time.add')}
        </Button>
      </Acts>
    </Form>
  );
}
