import { z } from 'zod';
import type { CustodyEntry } from '../custody/entry.ts';
import type { ExhibitNumber } from '../ids.ts';
import type { JsonValue } from '../model/primitives.ts';
import type { CaseStatement } from './case-statement.ts';
import type { Statement } from './statement.ts';

/**
 * Exhibits that a statement goes with: with them it is handed over, withheld and erased. Those that its evidence is in; one without evidence that
 * judges another, or takes its place, goes with the exhibits of that one, whose words it may repeat. None: it is about the case alone.
 */
export function findExhibitsOf(statement: Statement, known: readonly CaseStatement[], depth = 0): readonly ExhibitNumber[] {
  const own = findOwnExhibits(statement);
  const { content, replaces } = statement;
  const about = content.kind === 'truth' ? content.fields.of : replaces;
  if (own.length > 0 || about === undefined || depth > known.length) return own;
  const other = known.find(({ statement: one }) => one.id === about);
  return other === undefined ? [] : findExhibitsOf(other.statement, known, depth + 1);
}

/** Exhibits that it points to itself, sorted. */
export function findOwnExhibits({ content, evidence }: Statement): readonly ExhibitNumber[] {
  const named = content.kind === 'corroboration' ? [content.fields.exhibit, content.fields.by] : [];
  return [...new Set([...evidence.map(({ exhibit }) => exhibit), ...named])].toSorted();
}

/** How the entry of a statement names them: `exhibit` for one, `details.exhibits` for several. */
export function nameExhibits(exhibits: readonly ExhibitNumber[]): {
  readonly exhibit?: ExhibitNumber;
  readonly details: Readonly<Record<string, JsonValue>>;
} {
  const [only] = exhibits;
  if (exhibits.length === 1 && only !== undefined) return { exhibit: only, details: {} };
  return { details: exhibits.length === 0 ? {} : { exhibits: [...exhibits] } };
}

const severalSchema = z.array(z.string().regex(/^E-\d{4,9}$/)).min(1);

/** Exhibits that an entry of a log goes with: the one it names, or those of a statement that rests on several. */
export function readExhibitsOf(entry: Pick<CustodyEntry, 'type' | 'exhibit' | 'details'>): readonly ExhibitNumber[] {
  if (entry.exhibit !== undefined) return [entry.exhibit];
  if (entry.type !== 'statement.made' && entry.type !== 'statement.withdrawn') return [];
  return severalSchema.safeParse(entry.details['exhibits']).data ?? [];
}
