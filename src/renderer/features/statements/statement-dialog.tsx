import { useState, type ReactNode } from 'react';
import { TRUTH_OPINIONS } from '../../../core/statements/codes.ts';
import { STATEMENT_KINDS, type StatementKind } from '../../../core/statements/statement.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { Acts, Dialog } from '../../ui/dialog.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Banner } from '../../ui/page.tsx';
import { buildStatement } from './build-statement.ts';
import { EvidenceFields } from './evidence-fields.tsx';
import { FieldInputs } from './field-inputs.tsx';
import { EvaluationFields, HandlingFields } from './handling-fields.tsx';
import type { CaseThings } from './name-statement.ts';
import { StatementError } from './statement-error.tsx';
import { changeKind, type StatementDraft } from './statement-draft.ts';
import { canBeDisplayed } from './statement-fields.ts';
import styles from './statement-dialog.module.css';

/** What can be begun anew here: the others have places of their own. */
const WRITTEN: readonly StatementKind[] = STATEMENT_KINDS.filter((kind) => kind !== 'truth' && kind !== 'corroboration');

interface StatementDialogProps {
  readonly reference: string;
  /** What is written; absent: the dialog is closed. */
  readonly draft: StatementDraft | undefined;
  readonly things: CaseThings['things'];
  readonly onChange: (draft: StatementDraft) => void;
  readonly onClose: () => void;
}

/** Writes a statement, or one that takes the place of another. Nothing is ever changed: the log keeps both. */
export function StatementDialog({ reference, draft, things, onChange, onClose }: StatementDialogProps): ReactNode {
  const { say } = useTexts();
  if (draft === undefined) return null;
  const kindWords = say(`statement.kind.${draft.kind}`);
  const title = draft.replaces === undefined ? say('app.statements.new') : say('app.statements.change', { kind: kindWords });
  return (
    <Dialog title={title} isOpen large onClose={onClose}>
      <StatementForm reference={reference} draft={draft} things={things} onChange={onChange} onClose={onClose} />
    </Dialog>
  );
}

function StatementForm({
  reference,
  draft,
  things,
  onChange,
  onClose,
}: StatementDialogProps & { readonly draft: StatementDraft }): ReactNode {
  const { say } = useTexts();
  const [isTried, setTried] = useState(false);
  const make = useAct('statements.make', { stale: ['statements.list', 'cases.timeline', 'export.preview'], onDone: onClose });
  const built = buildStatement(reference, draft);
  const problems = isTried ? built.problems : {};
  const change = (changes: Partial<StatementDraft>): void => onChange({ ...draft, ...changes });
  const send = (): void => {
    setTried(true);
    if (built.input !== undefined && !make.isPending) make.mutate(built.input);
  };
  return (
    <Form onSubmit={send}>
      {draft.replaces === undefined && WRITTEN.includes(draft.kind) && (
        <Select
          label={say('app.statements.kind')}
          value={draft.kind}
          options={WRITTEN.map((value) => ({ value, label: say(`statement.kind.${value}`) }))}
          onChange={(kind) => onChange(changeKind(draft, kind))}
        />
      )}
      {draft.replaces !== undefined && <p className={joinClasses(styles['soft'])}>{say('app.statements.changeHelp')}</p>}
      <FieldInputs
        kind={draft.kind}
        values={draft.values}
        problems={problems}
        things={things}
        onChange={(name, value) => change({ values: { ...draft.values, [name]: value } })}
      />
      <div className={joinClasses(styles['part'])}>
        {canBeDisplayed(draft.kind) && (
          <Select
            label={say('app.statements.nature')}
            value={draft.nature}
            options={(['displayed', 'asserted'] as const).map((value) => ({ value, label: say(`statement.nature.${value}`) }))}
            onChange={(nature) => change({ nature })}
            help={
              problems['nature'] === undefined ? (
                say(`app.statements.natureHelp.${draft.nature}`)
              ) : (
                <span className={joinClasses(styles['problem'])}>{say('app.statements.problem.judgement')}</span>
              )
            }
          />
        )}
        <EvidenceFields
          evidence={draft.evidence}
          isMissing={problems['evidence'] !== undefined}
          onChange={(evidence) => change({ evidence })}
        />
      </div>
      <div className={joinClasses(styles['part'])}>
        {draft.nature === 'asserted' ? (
          <EvaluationFields value={draft.evaluation} onChange={(evaluation) => change({ evaluation })} />
        ) : (
          <TruthFields draft={draft} onChange={(truth) => change({ truth })} />
        )}
        <HandlingFields draft={draft} problems={problems} onChange={change} />
      </div>
      {make.error !== null && <StatementError error={make.error} />}
      {isTried && built.input === undefined && <Banner tone="odd">{say('app.statements.problem.some')}</Banner>}
      <Acts>
        <Button onPress={onClose}>{say('app.ui.cancel')}</Button>
        <Button kind="main" type="submit" isPending={make.isPending}>
          {say(draft.replaces === undefined ? 'app.statements.make' : 'app.statements.replace')}
        </Button>
      </Acts>
    </Form>
  );
}

/** That the page showed it can be looked up. Whether it is true is said apart. */
function TruthFields({
  draft: { truth },
  onChange,
}: {
  readonly draft: StatementDraft;
  readonly onChange: (truth: StatementDraft['truth']) => void;
}): ReactNode {
  const { say } = useTexts();
  return (
    <fieldset className={joinClasses(styles['stack'])}>
      <legend className={joinClasses(styles['legend'])}>{say('app.statements.truth')}</legend>
      <Select
        label={say('statement.field.opinion')}
        value={TRUTH_OPINIONS.find((opinion) => opinion === truth.opinion) ?? 'not-assessed'}
        options={TRUTH_OPINIONS.map((value) => ({ value, label: say(`statement.opinion.${value}`) }))}
        onChange={(opinion) => onChange({ ...truth, opinion })}
      />
      <EvaluationFields value={truth.evaluation} onChange={(evaluation) => onChange({ ...truth, evaluation })} />
      {truth.opinion !== 'not-assessed' && (
        <TextField
          label={say('statement.field.why')}
          value={truth.why}
          onChange={(why) => onChange({ ...truth, why })}
          rows={2}
          maxLength={20_000}
        />
      )}
    </fieldset>
  );
}
