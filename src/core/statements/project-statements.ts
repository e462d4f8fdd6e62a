import { parseCanonicalJson } from '../canonical/canonical-json.ts';
import type { CustodyEntry } from '../custody/entry.ts';
import { toUtf8 } from '../digest/encoding.ts';
import type { Uuid } from '../ids.ts';
import type { CaseStatement } from './case-statement.ts';
import { statementSchema } from './statement.ts';

/** An entry of a log with the texts that it commits to, as far as they are there. */
export interface StatementEvent {
  readonly origin: string;
  readonly entry: CustodyEntry;
  readonly texts: Readonly<Record<string, string>>;
}

/**
 * What the statements of a log amount to, in the order in which they were made: a text that was erased or is withheld is no statement any more.
 * Throws `record-invalid`, `json-invalid`, `json-not-canonical` for a text that is none.
 */
export function projectStatements(events: readonly StatementEvent[]): readonly CaseStatement[] {
  const found = new Map<Uuid, CaseStatement>();
  for (const { origin, entry, texts } of events) {
    if (entry.type === 'statement.made') {
      const text = texts['statement'];
      if (text === undefined) continue;
      const statement = parseCanonicalJson(toUtf8(text), statementSchema, 'statement');
      const before = statement.replaces === undefined ? undefined : found.get(statement.replaces);
      if (before?.state === 'current') found.set(before.statement.id, { ...before, state: 'replaced', replacedBy: statement.id });
      found.set(statement.id, { statement, author: entry.actor, madeAt: entry.time, entry: `${origin}/${entry.seq}`, state: 'current' });
    } else if (entry.type === 'statement.withdrawn') {
      const id = entry.details['statement'];
      const made = typeof id === 'string' ? found.get(id) : undefined;
      if (made?.state !== 'current') continue;
      const reason = texts['reason'];
      const withdrawn = { time: entry.time, by: entry.actor, ...(reason === undefined ? {} : { reason }) };
      found.set(made.statement.id, { ...made, state: 'withdrawn', withdrawn });
    }
  }
  return [...found.values()];
}
