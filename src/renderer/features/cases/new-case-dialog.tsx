import { useState, type ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Acts, Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { showScreen } from '../../window/use-screen.ts';
import { useWindowState } from '../../window/window-state.ts';
import { RegimeField, type RegimeChoice } from './regime-field.tsx';

/** Reference, title, what allows it and for how long: a case is open. */
export function NewCaseDialog(): ReactNode {
  const { say } = useTexts();
  const { dialog, openDialog } = useWindowState();
  return (
    <Dialog title={say('app.cases.new')} isOpen={dialog === 'new-case'} onClose={() => openDialog('none')}>
      <NewCase onDone={() => openDialog('none')} />
    </Dialog>
  );
}

function NewCase({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { say } = useTexts();
  const [reference, setReference] = useState('');
  const [title, setTitle] = useState('');
  const [basis, setBasis] = useState('');
  const [regime, setRegime] = useState<RegimeChoice>('not-said');
  const [until, setUntil] = useState('');
  const [asked, setAsked] = useState(false);
  const create = useAct('cases.create', {
    stale: ['cases.list'],
    onDone: (item) => {
      onDone();
      showScreen({ name: 'case', case: item.reference });
    },
  });
  const missing = (value: string): string | undefined => (asked && value.trim() === '' ? say('app.firstStart.missing') : undefined);
  const submit = (): void => {
    setAsked(true);
    if (reference.trim() === '' || title.trim() === '') return;
    create.mutate({
      reference: reference.trim(),
      title: title.trim(),
      practice: false,
      ...(basis.trim() === '' ? {} : { basis: basis.trim() }),
      ...(regime === 'not-said' ? {} : { regime }),
      ...(until === '' ? {} : { retainUntil: until }),
    });
  };
  return (
    <Form onSubmit={submit}>
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
      <RegimeField value={regime} onChange={setRegime} />
      <TextField label={say('app.cases.retain')} help={say('app.cases.retainHelp')} type="date" value={until} onChange={setUntil} />
      {create.error !== null && <ErrorPanel error={create.error} />}
      <Acts>
        <Button onPress={onDone}>{say('app.ui.cancel')}</Button>
        <Button kind="main" type="submit" isPending={create.isPending}>
          {say('app.cases.create')}
        </Button>
      </Acts>
    </Form>
  );
}
