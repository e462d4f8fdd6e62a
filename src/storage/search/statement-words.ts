import type { ExhibitNumber } from '../../core/ids.ts';
import type { CaseStatement } from '../../core/statements/case-statement.ts';
import { findExhibitsOf } from '../../core/statements/statement-exhibits.ts';

/** Codes and ids: nobody looks for these. */
const NO_WORDS: ReadonlySet<string> = new Set(['status', 'kind', 'type', 'origin', 'method', 'how', 'opinion', 'of', 'exhibit']);

/** What was said of an exhibit. */
export interface SaidOf {
  readonly said: readonly string[];
  /** Each once, sorted. */
  readonly species: readonly string[];
}

/** Of current statements, by the exhibits that they go with: names, numbers, descriptions, quotes; and the scientific names of items and identifications. */
export function groupStatements(statements: readonly CaseStatement[]): ReadonlyMap<ExhibitNumber, SaidOf> {
  const words = new Map<ExhibitNumber, { readonly said: string[]; species: readonly string[] }>();
  for (const { statement, state } of statements) {
    if (state !== 'current') continue;
    for (const exhibit of findExhibitsOf(statement, statements)) {
      const known = words.get(exhibit) ?? { said: [], species: [] };
      words.set(exhibit, known);
      known.said.push(...listWords(statement));
      const taxon = findTaxon(statement);
      if (taxon !== undefined) known.species = [...new Set([...known.species, taxon])].toSorted();
    }
  }
  return words;
}

/** In one line, however it was written. */
function findTaxon({ content }: CaseStatement['statement']): string | undefined {
  const taxon = content.kind === 'item' || content.kind === 'identification' ? content.fields.taxon : undefined;
  const line = taxon?.replaceAll(/\s+/g, ' ').trim();
  return line === '' ? undefined : line;
}

function listWords({ content, evidence }: CaseStatement['statement']): readonly string[] {
  if (content.kind === 'relation') return content.fields.why === undefined ? [] : [content.fields.why];
  const values = Object.entries(content.fields).flatMap(([name, value]: [string, unknown]) => (NO_WORDS.has(name) ? [] : [value].flat()));
  return [...values, ...evidence.map(({ quote }) => quote)].filter((value) => typeof value === 'string');
}
