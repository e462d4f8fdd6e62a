import { useState, type ReactNode } from 'react';
import type { PugmarkError } from '../../../core/errors.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button } from '../../ui/button.tsx';
import { Acts } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';

/** As the calls take it; `roots` is empty where those that are there stay. */
export interface AuthorityWords {
  readonly name: string;
  readonly url: string;
  readonly policy?: string;
  readonly roots: string;
}

interface AuthorityFormProps {
  /** One that is there: its certificates stay unless others are given. */
  readonly before?: { readonly name: string; readonly url: string; readonly policy?: string | undefined };
  readonly act: string;
  readonly isPending: boolean;
  readonly error: PugmarkError | null;
  readonly onSubmit: (words: AuthorityWords) => void;
  readonly onCancel: () => void;
}

const POLICY = /^[0-2](?:\.(?:0|[1-9][0-9]*))+$/;

/** What there is to say of a time-stamping authority. */
export function AuthorityForm({ before, act, isPending, error, onSubmit, onCancel }: AuthorityFormProps): ReactNode {
  const { say } = useTexts();
  const [name, setName] = useState(before?.name ?? '');
  const [url, setUrl] = useState(before?.url ?? '');
  const [policy, setPolicy] = useState(before?.policy ?? '');
  const [roots, setRoots] = useState('');
  const isUrl = /^https?:$/.test(URL.canParse(url.trim()) ? new URL(url.trim()).protocol : '');
  const isPolicy = policy.trim() === '' || POLICY.test(policy.trim());
  const isRoots = roots.includes('-----BEGIN CERTIFICATE-----');
  const keepsRoots = before !== undefined && roots.trim() === '';
  const isReady = name.trim() !== '' && isUrl && isPolicy && (isRoots || keepsRoots);
  const submit = (): void => {
    if (!isReady || isPending) return;
    onSubmit({
      name: name.trim(),
      url: url.trim(),
      roots: keepsRoots ? '' : roots,
      ...(policy.trim() === '' ? {} : { policy: policy.trim() }),
    });
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
      <TextField
        label={say('app.time.policyOptional')}
        value={policy}
        onChange={setPolicy}
        problem={isPolicy ? undefined : say('app.time.policyProblem')}
        exact
      />
      <TextField
        label={say(before === undefined ? 'app.time.rootsPem' : 'app.time.rootsAnew')}
        help={say(before === undefined ? 'app.time.rootsHelp' : 'app.time.rootsAnewHelp')}
        value={roots}
        onChange={setRoots}
        problem={roots.trim() === '' || isRoots ? undefined : say('app.time.rootsProblem')}
        rows={5}
        maxLength={200_000}
        exact
        isRequired={before === undefined}
      />
      {error !== null && <ErrorPanel error={error} />}
      <Acts>
        <Button onPress={onCancel}>{say('app.ui.cancel')}</Button>
        <Button kind="main" type="submit" isDisabled={!isReady} isPending={isPending}>
          {act}
        </Button>
      </Acts>
    </Form>
  );
}
