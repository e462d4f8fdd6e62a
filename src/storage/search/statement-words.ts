import type { ExhibitNumber } from '../../core/ids.ts';
import type { CaseStatement } from '../../core/statements/case-statement.ts';
import { findExhibitsOf } from '../../core/statements/statement-exhibits.ts';

/** Codes and ids: nobody looks for these. */
const NO_WORDS: ReadonlySet<string> = new Set(['status', 'kind', 'type', 'origin', 'method', 'how', 'opinion', 'of', 'exhibit']);

/** Words of current statements, by the exhibits that they go with: names, numbers, descriptions, quotes. */
export function groupStatements(statements: readonly CaseStatement[]): ReadonlyMap<ExhibitNumber, readonly string[]> {
  const words = new Map<ExhibitNumber, string[]>();
  for (const { statement, state } of statements) {
    if (state !== 'current') continue;
    for (const exhibit of findExhibitsOf(statement, statements)) {
      const said = words.get(exhibit) ?? [];
      words.set(exhibit, said);
      said.push(...listWords(statement));
    }
  }
  return words;
}

function listWords({ content, evidence }: CaseStatement['statement']): readonly string[] {
  if (content.kind === 'relation') return content.fields.why === undefined ? [] : [content.fields.why];
  const values = Object.entries(content.fields).flatMap(([name, value]: [string, unknown]) => (NO_WORDS.has(name) ? [] : [value].flat()));
  return [...values, ...evidence.map(({ quote }) => quote)].filter((value) => typeof value === 'string');
}
