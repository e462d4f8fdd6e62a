import { useMemo, useState, type ReactNode } from 'react';
import type { EvidencePointer, StatementKind } from '../../../core/statements/statement.ts';
import type { ExhibitDetail } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { EmptyState, Loading } from '../../ui/states.tsx';
import { CorroborationDialog } from './corroboration-dialog.tsx';
import styles from './exhibit-statements.module.css';
import { listThings } from './name-statement.ts';
import { StatementDialogs } from './statement-dialogs.tsx';
import { newDraft } from './statement-draft.ts';
import { StatementTable } from './statement-table.tsx';
import { useStatementEditor } from './use-statement-editor.ts';

/** What persons say with this exhibit as their evidence, and the ways to say more. */
export function ExhibitStatements({ exhibit }: { readonly exhibit: ExhibitDetail }): ReactNode {
  const texts = useTexts();
  const { say } = texts;
  const { row } = exhibit;
  const here = useCall('statements.list', { case: row.case, exhibit: row.exhibit });
  // Relations lead to things that other exhibits show.
  const all = useCall('statements.list', { case: row.case });
  const canAct = useCall('cases.list', {}).data?.some(({ reference, state }) => reference === row.case && state !== 'erased') ?? false;
  const [compares, setCompares] = useState(false);
  const editor = useStatementEditor();
  const things = useMemo(() => listThings(all.data ?? [], texts), [all.data, texts]);
  const error = here.error ?? all.error;
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void Promise.all([here.refetch(), all.refetch()])} />;
  if (here.data === undefined || all.data === undefined) return <Loading />;
  // Whether a thing is true stands with the thing, and rests on no exhibit of its own.
  const shown = here.data.filter(({ statement, state }) => state === 'current' && statement.content.kind !== 'truth');
  const begin = (kind: StatementKind): void => editor.write(newDraft(kind, { evidence: [wholeOf(exhibit, kind)] }));
  return (
    <div className={joinClasses(styles['panel'])}>
      {canAct && (
        <div className={joinClasses(styles['acts'])}>
          <Button icon="add" onPress={() => begin('account')}>
            {say('app.statements.new')}
          </Button>
          <Button onPress={() => begin('identification')}>{say('app.statements.identify')}</Button>
          <Button onPress={() => begin('translation')}>{say('app.statements.translate')}</Button>
          <Button onPress={() => setCompares(true)}>{say('app.statements.corroborate')}</Button>
        </div>
      )}
      {shown.length === 0 ? (
        <EmptyState icon="list" title={say('app.statements.none')}>
          {say('app.statements.noneOfExhibit')}
        </EmptyState>
      ) : (
        <StatementTable
          reference={row.case}
          label={say('app.exhibit.tab.statements')}
          statements={shown}
          things={things}
          canAct={canAct}
          onChange={editor.onChange}
          onWithdraw={editor.onWithdraw}
          onAssess={editor.onAssess}
        />
      )}
      <StatementDialogs reference={row.case} things={things} editor={editor} />
      {compares && <CorroborationDialog row={row} onClose={() => setCompares(false)} />}
    </div>
  );
}

/** The exhibit as evidence: for what is known by looking, its picture; for words, its text. */
function wholeOf({ row, artifacts }: ExhibitDetail, kind: StatementKind): EvidencePointer {
  const wanted =
    kind === 'identification' ? ['screenshot-full', 'screenshot-viewport', 'received'] : kind === 'translation' ? ['text'] : [];
  const artifact = wanted.flatMap((role) => artifacts.filter((one) => one.role === role))[0];
  if (artifact === undefined) return { exhibit: row.exhibit };
  return { exhibit: row.exhibit, role: artifact.role, artifact: artifact.name, sha256: artifact.sha256 };
}
