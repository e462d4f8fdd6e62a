import { useState, type ReactNode } from 'react';
import type { Job } from '../../../rpc/contract/packages.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Acts } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { showScreen } from '../../window/use-screen.ts';

/** The new case, and what becomes of the package. */
export function ContinueForm({ job, onClose }: { readonly job: Job; readonly onClose: () => void }): ReactNode {
  const { say } = useTexts();
  const [reference, setReference] = useState('');
  const [title, setTitle] = useState('');
  const [basis, setBasis] = useState('');
  const [asked, setAsked] = useState(false);
  const receive = useAct('package.receive', {
    stale: ['jobs.list'],
    onDone: (started) => showScreen({ name: 'open-package', job: started.job }),
  });
  const missing = (value: string): string | undefined => (asked && value.trim() === '' ? say('app.firstStart.missing') : undefined);
  const submit = (): void => {
    setAsked(true);
    if (reference.trim() === '' || title.trim() === '') return;
    const made = { reference: reference.trim(), title: title.trim(), ...(basis.trim() === '' ? {} : { basis: basis.trim() }) };
    receive.mutate({ continue: made, file: { job: job.job }, name: job.subject });
  };
  return (
    <Form onSubmit={submit}>
      <p>{say('app.package.take.continueWhat')}</p>
      {job.isEncrypted === true && <p>{say('app.package.take.encrypted')}</p>}
      <TextField
        label={say('app.cases.reference')}
        help={say('app.cases.referenceHelp')}
        value={reference}
        onChange={setReference}
        problem={missing(reference)}
        maxLength={200}
        autoFocus
        isRequired
      />
      <TextField
        label={say('app.cases.name')}
        help={say('app.cases.nameHelp')}
        value={title}
        onChange={setTitle}
        problem={missing(title)}
        maxLength={500}
        isRequired
      />
      <TextField
        label={say('app.cases.basis')}
        help={say('app.cases.basisHelp')}
        value={basis}
        onChange={setBasis}
        rows={2}
        maxLength={2000}
      />
      {receive.error !== null && <ErrorPanel error={receive.error} />}
      <Acts>
        <Button onPress={onClose}>{say('app.ui.cancel')}</Button>
        <Button kind="main" type="submit" isPending={receive.isPending}>
          {say('app.package.take.doContinue')}
        </Button>
      </Acts>
    </Form>
  );
}
