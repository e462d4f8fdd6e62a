import { useState, type ReactNode } from 'react';
import type { CaseStatement } from '../../../core/statements/case-statement.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { Table } from '../../ui/table.tsx';
import type { CaseThings } from './name-statement.ts';
import { StatementRow } from './statement-row.tsx';
import styles from './statement-table.module.css';

/** Rows at first, and with each press of the button below. */
const AT_ONCE = 100;

export interface StatementActs {
  readonly onChange: (statement: CaseStatement, truth: CaseStatement | undefined) => void;
  readonly onWithdraw: (statement: CaseStatement) => void;
  /** Says whether it is true: anew, or in place of what was said. */
  readonly onAssess: (statement: CaseStatement, truth: CaseStatement | undefined) => void;
}

interface StatementTableProps extends StatementActs {
  readonly reference: string;
  readonly label: string;
  readonly statements: readonly CaseStatement[];
  readonly things: CaseThings;
  /** False where nothing can be said any more: the case was erased. */
  readonly canAct: boolean;
}

/** Statements with who says them, how they may be handled, and where they can be looked up. */
export function StatementTable({ label, statements, ...rest }: StatementTableProps): ReactNode {
  const { say } = useTexts();
  const [shown, setShown] = useState(AT_ONCE);
  const columns = ['what', 'handling', 'author', 'evidence', 'acts'] as const;
  return (
    <>
      <Table label={label} columns={columns.map((column) => say(`app.statements.column.${column}`))}>
        {statements.slice(0, shown).map((one) => (
          <StatementRow key={one.statement.id} one={one} {...rest} />
        ))}
      </Table>
      {statements.length > shown && (
        <div className={joinClasses(styles['more'])}>
          <Button onPress={() => setShown((count) => count + AT_ONCE)}>
            {say('app.statements.more', { count: statements.length - shown })}
          </Button>
        </div>
      )}
    </>
  );
}
