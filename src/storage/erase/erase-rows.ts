import { parseEntryLine } from '../../core/custody/entry.ts';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import { PugmarkError } from '../../core/errors.ts';
import { formatExhibitNumber, type Random, type Uuid } from '../../core/ids.ts';
import { readExhibitsOf } from '../../core/statements/statement-exhibits.ts';
import type { Database } from '../database.ts';
import type { Append } from '../log/custody-log.ts';
import { destroyExhibitKeys } from './tombstones.ts';

/** What a person said of an erasure; it stays where everything else goes. */
export interface ErasureTexts {
  readonly reason: string;
  /** By which law, order or rule. */
  readonly ground?: string;
}

/** As its entry commits to them. */
export function textsOfErasure({ reason, ground }: ErasureTexts): Readonly<Record<string, string>> {
  return { reason, ...(ground === undefined ? {} : { ground }) };
}

/** Entry and rows of one erasure. Within a transaction. */
export function eraseExhibitRows(
  db: Database,
  append: Append,
  erased: ErasureTexts & { readonly number: number; readonly actor: string; readonly random: Pick<Random, 'uuid'> },
): void {
  const { number, actor, random } = erased;
  const exhibit = formatExhibitNumber(number);
  const attempt = db
    .prepare<[number], { readonly id: Uuid; readonly state: string }>('SELECT id, state FROM attempts WHERE number = ?')
    .get(number);
  if (attempt === undefined) throw new PugmarkError('exhibit-unknown', `There is no exhibit ${exhibit}`);
  const digest = db.prepare<[number], Sha256Digest>('SELECT digest FROM exhibits WHERE number = ?').pluck().get(number);
  const { changes: artifacts } = db.prepare('DELETE FROM artifacts WHERE number = ?').run(number);
  db.prepare('DELETE FROM derivatives WHERE number = ?').run(number);
  append({
    type: 'exhibit.erased',
    actor,
    exhibit,
    ...(digest === undefined ? {} : { digest }),
    details: { attempt: attempt.id, artifacts },
    texts: textsOfErasure(erased),
  });
  destroyExhibitKeys(db, random, number);
  db.prepare('UPDATE exhibits SET title = NULL, document_url = NULL, shown_url = NULL, http_status = NULL WHERE number = ?').run(number);
  withoutTrigger(db, 'attempts_ended', () => db.prepare("UPDATE attempts SET requested_url = '' WHERE number = ?").run(number));
  const entries = db
    .prepare<[string], { readonly origin: string; readonly seq: number; readonly line: string }>(
      'SELECT origin, seq, line FROM entries WHERE instr(line, ?) > 0',
    )
    .all(`"${exhibit}"`);
  const eraseTexts = db.prepare('UPDATE texts SET nonce = NULL, text = NULL WHERE origin = ? AND seq = ?');
  for (const { origin, seq, line } of entries) {
    const entry = parseEntryLine(line);
    // Why it was erased is what has to stay. A statement that rests on other exhibits too repeats what this one showed.
    if (readExhibitsOf(entry).includes(exhibit) && entry.type !== 'exhibit.erased') eraseTexts.run(origin, seq);
  }
}

/** Every text of the case but the reasons and grounds of erasures. Within a transaction. */
export function eraseCaseTexts(db: Database): void {
  db.prepare(
    `UPDATE texts SET nonce = NULL, text = NULL WHERE NOT (name IN ('reason', 'ground') AND EXISTS (
       SELECT 1 FROM entries e WHERE e.origin = texts.origin AND e.seq = texts.seq AND instr(e.line, '"type":"exhibit.erased"') > 0))`,
  ).run();
}

/** Does what a trigger keeps our mistakes from doing. The layout is the same before and after. */
function withoutTrigger(db: Database, name: string, work: () => void): void {
  const sql = db.prepare<[string], string>("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?").pluck().get(name);
  if (sql === undefined) throw new PugmarkError('vault-corrupt', `The trigger ${name} is missing; run a check`);
  db.exec(`DROP TRIGGER ${name}`);
  work();
  db.exec(sql);
}
