import { useState, type ReactNode } from 'react';
import type { CaseStatement } from '../../../core/statements/case-statement.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Acts, Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { nameContent } from './name-statement.ts';
import { StatementError } from './statement-error.tsx';

interface WithdrawDialogProps {
  readonly reference: string;
  readonly statement: CaseStatement;
  readonly onClose: () => void;
}

/** Takes a statement back, for a reason. The log keeps that it was made. */
export function WithdrawDialog({ reference, statement, onClose }: WithdrawDialogProps): ReactNode {
  const texts = useTexts();
  const { say } = texts;
  const [reason, setReason] = useState('');
  const withdraw = useAct('statements.withdraw', { stale: ['statements.list', 'cases.timeline', 'export.preview'], onDone: onClose });
  const text = reason.trim();
  const { id, content } = statement.statement;
  const send = (): void => {
    if (text !== '' && !withdraw.isPending) withdraw.mutate({ case: reference, statement: id, reason: text });
  };
  return (
    <Dialog title={say('app.statements.withdraw')} isOpen onClose={onClose}>
      <Form onSubmit={send}>
        <p>
          <b>
            <HostileText text={nameContent(content, texts)} lines={2} />
          </b>
        </p>
        <p>{say('app.statements.withdrawHelp')}</p>
        <TextField label={say('app.statements.reason')} value={reason} onChange={setReason} rows={2} maxLength={20_000} autoFocus />
        {withdraw.error !== null && <StatementError error={withdraw.error} />}
        <Acts>
          <Button onPress={onClose}>{say('app.ui.cancel')}</Button>
          <Button kind="danger" type="submit" isDisabled={text === ''} isPending={withdraw.isPending}>
            {say('app.statements.withdraw')}
          </Button>
        </Acts>
      </Form>
    </Dialog>
  );
}
