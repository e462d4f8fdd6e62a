import { useState, type ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Acts, Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';

/** A unit that packages go to, with its keys. */
export function AddRecipient(): ReactNode {
  const { say } = useTexts();
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <Button icon="add" onPress={() => setOpen(true)}>
        {say('app.recipients.add')}
      </Button>
      <Dialog title={say('app.recipients.add')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <NewRecipient onDone={() => setOpen(false)} />
      </Dialog>
    </div>
  );
}

function NewRecipient({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { say } = useTexts();
  const [unit, setUnit] = useState('');
  const [person, setPerson] = useState('');
  const [ageKey, setAgeKey] = useState('');
  const [receiptKey, setReceiptKey] = useState('');
  const [checkedHow, setCheckedHow] = useState('');
  const add = useAct('recipients.add', { stale: ['recipients.list'], onDone });
  const isKey = /^age1[0-9a-z]+$/.test(ageKey.trim());
  const isReady = unit.trim() !== '' && isKey && checkedHow.trim() !== '';
  const submit = (): void => {
    if (!isReady) return;
    add.mutate({
      unit: unit.trim(),
      ageKey: ageKey.trim(),
      checkedHow: checkedHow.trim(),
      ...(person.trim() === '' ? {} : { person: person.trim() }),
      ...(receiptKey.trim() === '' ? {} : { receiptKey: receiptKey.trim() }),
    });
  };
  return (
    <Form onSubmit={submit}>
      <TextField label={say('app.recipients.unit')} value={unit} onChange={setUnit} maxLength={200} autoFocus isRequired />
      <TextField label={say('app.recipients.person')} value={person} onChange={setPerson} maxLength={200} />
      <TextField
        label={say('app.recipients.ageKey')}
        help={say('app.recipients.ageKeyHelp')}
        value={ageKey}
        onChange={setAgeKey}
        problem={ageKey.trim() === '' || isKey ? undefined : say('app.recipients.ageKeyProblem')}
        maxLength={4000}
        exact
        isRequired
      />
      <TextField
        label={say('app.recipients.receiptKeyOptional')}
        help={say('app.recipients.receiptKeyHelp')}
        value={receiptKey}
        onChange={setReceiptKey}
        rows={3}
        maxLength={64_000}
        exact
      />
      <TextField
        label={say('app.recipients.checkedHow')}
        help={say('app.recipients.checkedHowHelp')}
        value={checkedHow}
        onChange={setCheckedHow}
        maxLength={1000}
        isRequired
      />
      {add.error !== null && <ErrorPanel error={add.error} />}
      <Acts>
        <Button onPress={onDone}>{say('app.ui.cancel')}</Button>
        <Button kind="main" type="submit" isDisabled={!isReady} isPending={add.isPending}>
          {say('app.recipients.add')}
        </Button>
      </Acts>
    </Form>
  );
}
