import { useState } from 'react';
import type { CaseStatement } from '../../../core/statements/case-statement.ts';
import { draftOf, newDraft, type StatementDraft } from './statement-draft.ts';
import type { StatementActs } from './statement-table.tsx';

export interface StatementEditor extends StatementActs {
  readonly draft: StatementDraft | undefined;
  readonly write: (draft: StatementDraft | undefined) => void;
  readonly withdrawing: CaseStatement | undefined;
  readonly endWithdrawing: () => void;
}

/** What is being written, and what is being taken back. */
export function useStatementEditor(): StatementEditor {
  const [draft, write] = useState<StatementDraft>();
  const [withdrawing, setWithdrawing] = useState<CaseStatement>();
  return {
    draft,
    write,
    withdrawing,
    endWithdrawing: () => setWithdrawing(undefined),
    onChange: (statement, truth) => write(draftOf(statement, truth)),
    onWithdraw: setWithdrawing,
    onAssess: (statement, truth) => write(truth === undefined ? assess(statement) : draftOf(truth)),
  };
}

/** Whether this is true, of the same thing and resting on the same evidence. */
function assess({ statement: { id, entity, handling, handlingText } }: CaseStatement): StatementDraft {
  const draft = newDraft('truth', { entity, values: { of: id } });
  return { ...draft, handling, handlingText: handlingText ?? '' };
}
