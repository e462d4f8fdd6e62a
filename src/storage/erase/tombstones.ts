import type { Random } from '../../core/ids.ts';
import type { AttemptState } from '../../core/model/case.ts';
import type { Database } from '../database.ts';

/**
 * What stays of a destroyed key: its row with zeros instead of nonce and wrapped bytes. Of every erased exhibit there is one of kind
 * `exhibit`, in a vault in plain too: it says in the rows what `exhibit.erased` says in the log.
 */
const IS_TOMBSTONE = "kind = 'exhibit' AND sealed = zeroblob(48)";

/** SQL that is 1 for an attempt `a` whose exhibit was erased. */
export const ERASED_COLUMN = `EXISTS (SELECT 1 FROM content_keys k WHERE k.number = a.number AND k.${IS_TOMBSTONE}) AS erased`;

/** Destroys the keys of an exhibit. Call within the transaction that tells of it. */
export function destroyExhibitKeys(db: Database, random: Pick<Random, 'uuid'>, number: number): void {
  db.prepare('UPDATE content_keys SET nonce = zeroblob(12), sealed = zeroblob(48) WHERE number = ?').run(number);
  if (db.prepare(`SELECT 1 FROM content_keys WHERE number = ? AND ${IS_TOMBSTONE}`).get(number) !== undefined) return;
  db.prepare(
    `INSERT INTO content_keys (id, kind, number, wrapped_by, nonce, sealed)
     SELECT ?, 'exhibit', ?, id, zeroblob(12), zeroblob(48) FROM content_keys WHERE kind = 'case'`,
  ).run(random.uuid(), number);
}

/** Destroys the key of the case, and with it all that it wraps. */
export function destroyCaseKey(db: Database): void {
  db.prepare("UPDATE content_keys SET nonce = zeroblob(12), sealed = zeroblob(48) WHERE kind = 'case'").run();
}

/** True of a case that was erased as a whole. */
export function isCaseKeyDestroyed(db: Database): boolean {
  return db.prepare("SELECT 1 FROM content_keys WHERE kind = 'case' AND sealed = zeroblob(48)").get() !== undefined;
}

/** How many attempts were erased, by the state in which they had ended. */
export function countErasedByState(db: Database): Readonly<Partial<Record<AttemptState, number>>> {
  const rows = db
    .prepare<[], { readonly state: AttemptState; readonly count: number }>(
      `SELECT a.state, count(*) AS count FROM content_keys k JOIN attempts a ON a.number = k.number WHERE k.${IS_TOMBSTONE} GROUP BY a.state`,
    )
    .all();
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Numbers of erased exhibits, in order. */
export function readErasedNumbers(db: Database): readonly number[] {
  return db.prepare<[], number>(`SELECT number FROM content_keys WHERE ${IS_TOMBSTONE} ORDER BY number`).pluck().all();
}
