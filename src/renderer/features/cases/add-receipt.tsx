import { useState, type ReactNode } from 'react';
import type { HandedOver } from '../../../core/model/hand-over.ts';
import { isPugmarkError, PugmarkError } from '../../../core/errors.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useClient } from '../../rpc/client-context.tsx';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Acts, Dialog } from '../../ui/dialog.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Form } from '../../ui/form.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { useWindowState } from '../../window/window-state.ts';

interface AddReceiptProps {
  readonly reference: string;
  readonly made: readonly HandedOver[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** A receipt that came back: signed by the receiving station, or a scan of a signed paper. */
export function AddReceipt({ isOpen, ...rest }: AddReceiptProps): ReactNode {
  const { say } = useTexts();
  return (
    <Dialog title={say('app.receipts.add')} isOpen={isOpen} onClose={rest.onClose}>
      <ReceiptForm {...rest} />
    </Dialog>
  );
}

function ReceiptForm({ reference, made, onClose }: Omit<AddReceiptProps, 'isOpen'>): ReactNode {
  const { say, formats } = useTexts();
  const client = useClient();
  const tell = useWindowState((state) => state.tell);
  const [kind, setKind] = useState<'signed' | 'paper'>('signed');
  const [file, setFile] = useState<File>();
  const [from, setFrom] = useState('');
  const [of, setOf] = useState(made.at(-1)?.package ?? '');
  const [error, setError] = useState<PugmarkError>();
  const [isSending, setSending] = useState(false);
  const stale = ['receipts.list', 'cases.timeline'] as const;
  const addSigned = useAct('receipts.add', { stale });
  const addPaper = useAct('receipts.addPaper', { stale });
  const isReady = file !== undefined && (kind === 'signed' || from.trim() !== '');
  const send = async (): Promise<void> => {
    if (file === undefined || !isReady || isSending) return;
    setSending(true);
    setError(undefined);
    try {
      const given = await client.upload(file);
      const recorded =
        kind === 'signed'
          ? await addSigned.mutateAsync({ case: reference, file: given })
          : await addPaper.mutateAsync({ case: reference, file: given, name: file.name, package: of, from: from.trim() });
      tell({ kind: 'good', text: say('app.receipts.added', { from: recorded.from }) });
      onClose();
    } catch (fault) {
      setError(isPugmarkError(fault) ? fault : new PugmarkError('program-fault', String(fault)));
    } finally {
      setSending(false);
    }
  };
  return (
    <Form onSubmit={() => void send()}>
      <Select
        label={say('app.receipts.kind')}
        help={say(`app.receipts.kindHelp.${kind}`)}
        value={kind}
        options={(['signed', 'paper'] as const).map((value) => ({ value, label: say(`app.receipts.${value}`) }))}
        onChange={setKind}
      />
      <FileDrop icon="add" title={say('app.receipts.drop')} help={say('app.receipts.dropHelp')} onFiles={([one]) => setFile(one)} />
      {file !== undefined && (
        <p role="status">
          <HostileText text={file.name} lines={1} />
        </p>
      )}
      {kind === 'paper' && (
        <>
          <TextField label={say('app.receipts.from')} value={from} onChange={setFrom} maxLength={1000} isRequired />
          {made.length > 1 && (
            <Select
              label={say('app.receipts.of')}
              value={of}
              options={made.map(({ package: value, sealedAt }) => ({ value, label: `${formats.utc(sealedAt)}  ${value.slice(0, 8)}` }))}
              onChange={setOf}
            />
          )}
        </>
      )}
      {error !== undefined && <ErrorPanel error={error} />}
      <Acts>
        <Button onPress={onClose}>{say('app.ui.cancel')}</Button>
        <Button kind="main" type="submit" isDisabled={!isReady} isPending={isSending}>
          {say('app.receipts.record')}
        </Button>
      </Acts>
    </Form>
  );
}
