import type { ReactNode } from 'react';
import { HANDLING_CODES, INFORMATION_CODES, SOURCE_CODES } from '../../../core/statements/codes.ts';
import type { Evaluation } from '../../../core/statements/statement.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { CheckGroup } from '../../ui/check-group.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { Select, TextField } from '../../ui/fields.tsx';
import type { FieldProblem } from './build-statement.ts';
import type { StatementDraft } from './statement-draft.ts';
import styles from './statement-dialog.module.css';

interface HandlingFieldsProps {
  readonly draft: StatementDraft;
  readonly problems: Readonly<Record<string, FieldProblem>>;
  readonly onChange: (changes: Partial<StatementDraft>) => void;
}

/** How it may be handled. H3 asks for its words. */
export function HandlingFields({ draft, problems, onChange }: HandlingFieldsProps): ReactNode {
  const { say } = useTexts();
  return (
    <div className={joinClasses(styles['stack'])}>
      <CheckGroup
        label={say('app.statements.handling')}
        value={draft.handling}
        options={HANDLING_CODES.map((value) => ({ value, label: say(`statement.handling.${value}`) }))}
        onChange={(handling) => onChange({ handling })}
        problem={problems['handling'] === undefined ? undefined : say('app.statements.problem.missing')}
      />
      {draft.handling.includes('H3') && (
        <TextField
          label={say('app.statements.required', { name: say('app.statements.handlingText') })}
          value={draft.handlingText}
          onChange={(handlingText) => onChange({ handlingText })}
          rows={2}
          maxLength={20_000}
          problem={problems['handlingText'] === undefined ? undefined : say('app.statements.problem.missing')}
        />
      )}
    </div>
  );
}

/** 4x4: what is thought of the source, and of the information. */
export function EvaluationFields({
  value,
  onChange,
}: {
  readonly value: Evaluation;
  readonly onChange: (value: Evaluation) => void;
}): ReactNode {
  const { say } = useTexts();
  return (
    <div className={joinClasses(styles['grid'])}>
      <Select
        label={say('app.statements.source')}
        value={value.source}
        options={SOURCE_CODES.map((code) => ({ value: code, label: say(`statement.source.${code}`) }))}
        onChange={(source) => onChange({ ...value, source })}
      />
      <Select
        label={say('app.statements.information')}
        value={value.information}
        options={INFORMATION_CODES.map((code) => ({ value: code, label: say(`statement.information.${code}`) }))}
        onChange={(information) => onChange({ ...value, information })}
      />
    </div>
  );
}
