import { useState } from 'react';
import type { ExhibitDetail } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useClient } from '../../rpc/client-context.tsx';
import { useAct, useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Acts, Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './files-panel.module.css';

interface SaveProps {
  readonly exhibit: ExhibitDetail;
  readonly name: string;
  readonly address: string;
}

/** A file leaves the vault, for a reason that the log has before it does. */
export function SaveButton(props: SaveProps): React.JSX.Element {
  const { say } = useTexts();
  const [asks, setAsks] = useState(false);
  const title = say('app.exhibit.files.saveName', { name: props.name });
  const close = (): void => setAsks(false);
  return (
    <>
      <button type="button" className={styles['save']} aria-label={title} onClick={() => setAsks(true)}>
        <Icon name="export" />
        {say('app.exhibit.files.save')}
      </button>
      <Dialog title={title} isOpen={asks} onClose={close}>
        <Save {...props} onDone={close} />
      </Dialog>
    </>
  );
}

function Save({ exhibit: { row }, name, address, onDone }: SaveProps & { readonly onDone: () => void }): React.JSX.Element {
  const { say } = useTexts();
  const client = useClient();
  const known = useCall('access.read', { case: row.case }).data?.reason ?? '';
  const [reason, setReason] = useState(known);
  const save = useAct('exhibits.save', {
    stale: ['cases.timeline'],
    onDone: () => {
      const link = document.createElement('a');
      link.href = client.resolveAddress(address);
      link.download = `${row.exhibit}-${name}`;
      link.click();
      onDone();
    },
  });
  const submit = (): void => {
    if (reason.trim() === '' || save.isPending) return;
    save.mutate({ case: row.case, exhibit: row.exhibit, name, reason: reason.trim() });
  };
  return (
    <Form onSubmit={submit}>
      <p>{say('app.exhibit.files.saveWhat')}</p>
      <TextField
        label={say('app.exhibit.files.saveReason')}
        help={say('app.exhibit.files.saveReasonHelp')}
        value={reason}
        onChange={setReason}
        maxLength={2000}
        autoFocus
        isRequired
      />
      {save.error !== null && <ErrorPanel error={save.error} />}
      <Acts>
        <Button onPress={onDone}>{say('app.ui.cancel')}</Button>
        <Button kind="main" type="submit" isDisabled={reason.trim() === ''} isPending={save.isPending}>
          {say('app.exhibit.files.save')}
        </Button>
      </Acts>
    </Form>
  );
}
