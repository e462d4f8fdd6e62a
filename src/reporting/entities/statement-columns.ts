import type { CaseStatement } from '../../core/statements/case-statement.ts';
import type { CsvValue } from '../tables/csv.ts';

/** Between the values of one cell. */
const BETWEEN = ' | ';

/** Columns that every table of statements ends with: on what it rests, how it is handled and evaluated, who says so. */
export const STANDING_COLUMNS = [
  'state',
  'replaced_by',
  'withdrawn_at',
  'withdrawn_by',
  'withdrawn_why',
  'nature',
  'exhibits',
  'evidence',
  'quotes',
  'handling',
  'handling_text',
  'evaluation',
  'author',
  'made_at',
  'log_entry',
] as const;

export function standingOf({ statement, state, replacedBy, withdrawn, author, madeAt, entry }: CaseStatement): readonly CsvValue[] {
  const { nature, evidence, handling, handlingText, evaluation } = statement;
  return [
    state,
    replacedBy,
    withdrawn?.time,
    withdrawn?.by,
    withdrawn?.reason,
    nature,
    [...new Set(evidence.map(({ exhibit }) => exhibit))].toSorted().join(BETWEEN),
    evidence
      .map(({ exhibit, artifact, sha256 }) => [exhibit, artifact, sha256].filter((part) => part !== undefined).join(' '))
      .join(BETWEEN),
    evidence.flatMap(({ quote }) => (quote === undefined ? [] : [quote])).join(BETWEEN),
    handling.join(BETWEEN),
    handlingText,
    evaluation === undefined ? undefined : `${evaluation.source}${evaluation.information}`,
    author,
    madeAt,
    entry,
  ];
}

/** A field of a statement as one cell. */
export function cellOf(value: unknown): CsvValue {
  if (Array.isArray(value)) return value.map((one) => String(one)).join(BETWEEN);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
