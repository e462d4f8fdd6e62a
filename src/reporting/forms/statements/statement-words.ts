import type { CaseStatement } from '../../../core/statements/case-statement.ts';
import type { StatementContent } from '../../../core/statements/statement.ts';
import { hexOf } from '../../../core/digest/digest.ts';
import type { Texts } from '../../texts/texts.ts';

/** Fields whose values are codes, and where their words stand. */
const CODED: Readonly<Record<string, string>> = {
  status: 'statement.status',
  'means-of-communication.type': 'statement.means',
  'event.type': 'statement.event',
  'relation.type': 'statement.relation',
  kind: 'statement.item',
  sex: 'statement.sex',
  origin: 'statement.origin',
  opinion: 'statement.opinion',
  how: 'statement.how',
  method: 'statement.method',
  qualifier: 'statement.qualifier',
};
/** Fields that name another entity or statement. */
const POINTING = new Set(['relation.from', 'relation.to', 'truth.of']);

/** One line of a statement. */
export interface StatementLine {
  readonly field: string;
  readonly label: string;
  readonly value: string;
  /** Words of a person or of a page, and no code. */
  readonly isText: boolean;
}

/** What a statement says, field by field, in the words of the language; `nameOf` names what it points to. */
export function linesOfStatement(texts: Texts, content: StatementContent, nameOf: (id: string) => string): readonly StatementLine[] {
  return Object.entries(content.fields).flatMap(([field, value]) => {
    const label = texts.sayCode(`statement.field.${content.kind}`, field) ?? texts.sayCode('statement.field', field);
    if (label === undefined) throw new Error(`The catalogue '${texts.language}' has no words for the field '${field}' of a statement`);
    const name = `${content.kind}.${field}`;
    const isText = (typeof value === 'string' || Array.isArray(value)) && !POINTING.has(name) && codesOf(name) === undefined;
    return [{ field, label, value: wordsOfValue(texts, name, value, nameOf), isText }];
  });
}

function wordsOfValue(texts: Texts, field: string, value: unknown, nameOf: (id: string) => string): string {
  if (typeof value === 'boolean') return texts.say(value ? 'form.yes' : 'form.no');
  if (typeof value === 'number') return texts.formatNumber(value);
  if (Array.isArray(value))
    return value.length === 0 ? texts.say('form.state.unknown') : value.map(String).join(texts.say('report.clauseSeparator'));
  if (typeof value !== 'string') return wordsOfListing(texts, value);
  if (POINTING.has(field)) return nameOf(value);
  const prefix = codesOf(field);
  return prefix === undefined ? value : (texts.sayCode(prefix, value) ?? value);
}

/** The lists of an identification. */
function wordsOfListing(texts: Texts, value: unknown): string {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return entries
    .map(([name, one]) => `${texts.sayCode('statement.field', name) ?? name}${texts.say('report.colon')} ${String(one)}`)
    .join(texts.say('report.clauseSeparator'));
}

/** Where the words of a coded field stand: by its kind and name, or by its name alone. */
function codesOf(field: string): string | undefined {
  return CODED[field] ?? CODED[field.slice(field.indexOf('.') + 1)];
}

/** Longer texts, and those that could be taken for more than one of these lines, stand between quotation marks. */
const QUOTED = /[;:\n]|.{80}/;

/** What a statement says in one cell: codes and short values first, then texts, so that no text of a page stands where another field could follow. */
export function sayLines(texts: Texts, lines: readonly StatementLine[]): string {
  const isQuoted = ({ isText, value }: StatementLine): boolean => isText && QUOTED.test(value);
  const say = (line: StatementLine): string =>
    `${line.label}${texts.say('report.colon')} ${isQuoted(line) ? quote(texts, line.value) : line.value}`;
  return [...lines.filter((line) => !isQuoted(line)), ...lines.filter(isQuoted)].map(say).join(texts.say('report.clauseSeparator'));
}

function quote(texts: Texts, words: string): string {
  return `${texts.say('report.quoteBegin')}${words}${texts.say('report.quoteEnd')}`;
}

/** Where its evidence is: exhibit, file, digest, words as they stand there. */
export function linesOfEvidence(texts: Texts, { statement }: CaseStatement): readonly string[] {
  return statement.evidence.map(({ exhibit, role, artifact, sha256, quote: words }) =>
    [
      exhibit,
      artifact ?? (role === undefined ? undefined : (texts.sayCode('report.role', role) ?? role)),
      sha256 === undefined ? undefined : `SHA-256 ${hexOf(sha256)}`,
      words === undefined ? undefined : quote(texts, words),
    ]
      .filter((part) => part !== undefined)
      .join(', '),
  );
}

/** `H1, H3`; the words that H3 demands behind it. */
export function wordsOfHandling(
  texts: Texts,
  { handling, text }: { readonly handling: readonly string[]; readonly text?: string | undefined },
): string {
  return [handling.join(', '), ...(text === undefined ? [] : [text])].join(`${texts.say('report.colon')} `);
}

/** `X4`; a displayed thing has none, since everyone can look there. */
export function wordsOfEvaluation(texts: Texts, { statement }: CaseStatement): string | null {
  if (statement.evaluation !== undefined) return `${statement.evaluation.source}${statement.evaluation.information}`;
  return statement.nature === 'displayed' ? texts.say('form.notEvaluated') : null;
}
