import type { z } from 'zod';
import { newStatementSchema } from '../../../core/statements/new-statement.ts';
import type { CallInput } from '../../../rpc/contract.ts';
import { FIELD_RULES, type FieldInput, type FieldRule } from './statement-fields.ts';
import type { StatementDraft } from './statement-draft.ts';

/** What is wrong with a field: nothing stands there, or not what can stand there. */
export type FieldProblem = 'missing' | 'judgement' | FieldInput;

export interface BuiltStatement {
  /** Absent while something is wrong. */
  readonly input?: CallInput<'statements.make'>;
  readonly problems: Readonly<Record<string, FieldProblem>>;
}

/** The call of a draft, judged by the contract before it is sent. */
export function buildStatement(reference: string, draft: StatementDraft): BuiltStatement {
  const { kind, entity, replaces, nature, evidence, handling, evaluation, truth } = draft;
  const handlingText = draft.handlingText.trim();
  const why = truth.why.trim();
  const fields = buildFields(draft);
  const problems: Record<string, FieldProblem> = {};
  for (const { name, isRequired } of FIELD_RULES[kind]) {
    if (isRequired === true && (draft.values[name] ?? '').trim() === '') problems[name] = 'missing';
  }
  if (handling.length === 0) problems['handling'] = 'missing';
  // What a page showed can be looked up, or it was not shown.
  if (nature === 'displayed' && evidence.length === 0) problems['evidence'] = 'missing';
  // A restriction that nobody can read restricts nothing.
  if (handling.includes('H3') && handlingText === '') problems['handlingText'] = 'missing';
  if (nature === 'displayed' && isJudgement(draft)) problems['nature'] = 'judgement';
  const judged = newStatementSchema.safeParse({
    ...(entity === undefined ? {} : { entity }),
    ...(replaces === undefined ? {} : { replaces }),
    nature,
    content: { kind, fields },
    evidence,
    handling: handling.length === 0 ? ['H0'] : handling,
    ...(handling.includes('H3') && handlingText !== '' ? { handlingText } : {}),
    ...(nature === 'asserted' ? { evaluation } : {}),
    ...(nature === 'displayed' ? { truth: { opinion: truth.opinion, evaluation: truth.evaluation, ...(why === '' ? {} : { why }) } } : {}),
  });
  if (!judged.success) for (const issue of judged.error.issues) note(problems, issue, kind);
  return judged.success && Object.keys(problems).length === 0 ? { input: { case: reference, ...judged.data }, problems } : { problems };
}

/** No page shows the status of a person or that they are identified: an author says so. */
function isJudgement({ kind, values }: StatementDraft): boolean {
  if (kind !== 'person' && kind !== 'account') return false;
  return values['status'] !== 'account-holder-shown-on-page' || values['isIdentified'] === 'yes';
}

function note(problems: Record<string, FieldProblem>, { path }: z.core.$ZodIssue, kind: StatementDraft['kind']): void {
  const names = path[0] === 'content' ? path.slice(2).filter((part) => typeof part === 'string') : path.slice(0, 1).map(String);
  const name = names.join('.');
  const rule = FIELD_RULES[kind].find((one) => one.name === name || one.name === names[0] || one.name.startsWith(`${name}.`));
  const key = rule?.name ?? (name === '' ? 'content' : name);
  problems[key] ??= rule?.input ?? 'line';
}

/** The fields that something was said in. */
function buildFields({ kind, values }: StatementDraft): object {
  const fields: Record<string, unknown> = kind === 'person' ? { names: [] } : {};
  const groups = new Map<string, Record<string, unknown>>();
  for (const rule of FIELD_RULES[kind]) {
    const text = (values[rule.name] ?? '').trim();
    if (text === '') continue;
    const [outer = '', inner] = rule.name.split('.');
    const value = readInput(rule, text);
    if (inner === undefined) fields[outer] = value;
    else {
      const group = groups.get(outer) ?? {};
      group[inner] = value;
      groups.set(outer, group);
      fields[outer] = group;
    }
  }
  if (kind === 'truth') fields['of'] = values['of'];
  return fields;
}

function readInput({ input }: FieldRule, text: string): unknown {
  switch (input) {
    case 'lines':
      return text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
    case 'yes-no':
      return text === 'yes';
    case 'whole':
      return /^\d{1,15}$/.test(text) ? Number(text) : text;
    case 'decimal':
      // As it is written with a comma in two of our three languages.
      return text.replace(',', '.');
    case 'country':
    case 'currency':
    case 'term':
    case 'letter':
      return text.toUpperCase();
    case 'line':
    case 'text':
    case 'choice':
    case 'when':
    case 'day':
    case 'language':
    case 'entity':
    case 'exhibit':
    default:
      return text;
  }
}
