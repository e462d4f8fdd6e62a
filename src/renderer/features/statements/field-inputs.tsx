import type { ReactNode } from 'react';
import type { StatementKind } from '../../../core/statements/statement.ts';
import { useTexts, type Texts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import { Select, TextField } from '../../ui/fields.tsx';
import type { FieldProblem } from './build-statement.ts';
import type { CaseThings } from './name-statement.ts';
import { FIELD_RULES, type FieldRule } from './statement-fields.ts';
import styles from './statement-dialog.module.css';

/** Nothing is said; never a code of a list. */
const UNSAID = '-';

interface FieldInputsProps {
  readonly kind: StatementKind;
  readonly values: Readonly<Record<string, string>>;
  readonly problems: Readonly<Record<string, FieldProblem>>;
  readonly things: CaseThings['things'];
  readonly onChange: (name: string, value: string) => void;
}

/** The fields of a kind of statement, each by the input that its rule names. */
export function FieldInputs({ kind, values, problems, things, onChange }: FieldInputsProps): ReactNode {
  const texts = useTexts();
  return (
    <div className={joinClasses(styles['grid'])}>
      {FIELD_RULES[kind].map((rule) => (
        <div key={rule.name} className={joinClasses(isWide(rule) && styles['wide'])}>
          <FieldInputOf
            rule={rule}
            label={labelOf(kind, rule, texts)}
            value={values[rule.name] ?? ''}
            problem={sayProblem(problems[rule.name], texts)}
            things={things}
            onChange={(value) => onChange(rule.name, value)}
          />
        </div>
      ))}
    </div>
  );
}

function isWide({ input }: FieldRule): boolean {
  return input === 'text';
}

/** Name of a field, in the words of its kind where they differ; those that must be filled say so. */
function labelOf(kind: StatementKind, { name, isRequired }: FieldRule, texts: Texts): string {
  const words = nameField(kind, name, texts);
  return isRequired === true ? texts.say('app.statements.required', { name: words }) : words;
}

/** Name of a field of a statement. */
export function nameField(kind: StatementKind, name: string, { sayCode }: Texts): string {
  const inner = name.split('.').at(-1) ?? name;
  return sayCode(`statement.field.${kind}`, inner) ?? sayCode('statement.field', inner) ?? inner;
}

function sayProblem(problem: FieldProblem | undefined, { say, sayCode }: Texts): string | undefined {
  if (problem === undefined) return undefined;
  if (problem === 'missing') return say('app.statements.problem.missing');
  return sayCode('app.statements.hint', problem) ?? say('app.statements.problem.form');
}

interface FieldInputOfProps {
  readonly rule: FieldRule;
  readonly label: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly things: CaseThings['things'];
  readonly onChange: (value: string) => void;
}

function FieldInputOf({ rule, label, value, problem, things, onChange }: FieldInputOfProps): ReactNode {
  const texts = useTexts();
  const { say, sayCode } = texts;
  const options = optionsOf(rule, things, texts);
  if (options !== undefined) {
    return (
      <Select
        label={label}
        value={value === '' ? UNSAID : value}
        options={[
          ...(rule.isRequired === true && value !== '' ? [] : [{ value: UNSAID, label: say('app.statements.unsaid') }]),
          ...options,
        ]}
        onChange={(chosen) => onChange(chosen === UNSAID ? '' : chosen)}
        help={problem === undefined ? undefined : <span className={joinClasses(styles['problem'])}>{problem}</span>}
      />
    );
  }
  const hint = sayCode('app.statements.hint', rule.input);
  return (
    <TextField
      label={label}
      value={value}
      onChange={onChange}
      problem={problem}
      {...(hint === undefined || problem !== undefined ? {} : { help: hint })}
      {...(rule.input === 'text' ? { rows: 3 } : rule.input === 'lines' ? { rows: 2 } : {})}
      maxLength={rule.input === 'text' ? 20_000 : rule.input === 'lines' ? 25_000 : 4096}
    />
  );
}

function optionsOf(
  { input, choices, words }: FieldRule,
  things: CaseThings['things'],
  { say, sayCode }: Texts,
): readonly { readonly value: string; readonly label: string }[] | undefined {
  if (input === 'entity')
    return things.map(({ entity, kind, name }) => ({ value: entity, label: `${name} (${sayCode('statement.kind', kind) ?? kind})` }));
  if (input === 'yes-no')
    return [
      { value: 'yes', label: say('app.statements.yes') },
      { value: 'no', label: say('app.statements.no') },
    ];
  return choices?.map((value) => ({ value, label: (words === undefined ? undefined : sayCode(words, value)) ?? value }));
}
