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
import { useCaseFields } from './case-fields.tsx';
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
  const { fields, submitted } = useCaseFields();
  const [regime, setRegime] = useState<RegimeChoice>('not-said');
  const [until, setUntil] = useState('');
  const create = useAct('cases.create', {
    stale: ['cases.list'],
    onDone: (item) => {
      onDone();
      showScreen({ name: 'case', case: item.reference });
    },
  });
  const submit = (): void => {
    const name = submitted();
    if (name === undefined) return;
    create.mutate({
      ...name,
      practice: false,
      ...(regime === 'not-said' ? {} : { regime }),
      ...(until === '' ? {} : { retainUntil: until }),
    });
  };
  return (
    <Form onSubmit={submit}>
      {fields}
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
