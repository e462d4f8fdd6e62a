import type { ReactNode } from 'react';
import type { CaseThings } from './name-statement.ts';
import { StatementDialog } from './statement-dialog.tsx';
import type { StatementEditor } from './use-statement-editor.ts';
import { WithdrawDialog } from './withdraw-dialog.tsx';

interface StatementDialogsProps {
  readonly reference: string;
  readonly things: CaseThings;
  readonly editor: StatementEditor;
}

/** The dialogs of whatever screen shows statements. */
export function StatementDialogs({ reference, things, editor }: StatementDialogsProps): ReactNode {
  const { draft, write, withdrawing, endWithdrawing } = editor;
  return (
    <>
      <StatementDialog reference={reference} draft={draft} things={things.things} onChange={write} onClose={() => write(undefined)} />
      {withdrawing !== undefined && <WithdrawDialog reference={reference} statement={withdrawing} onClose={endWithdrawing} />}
    </>
  );
}
