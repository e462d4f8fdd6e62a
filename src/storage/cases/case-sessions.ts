import { PugmarkError } from '../../core/errors.ts';
import type { Random } from '../../core/ids.ts';
import type { JsonValue } from '../../core/model/primitives.ts';
import type { CaseSession } from '../../core/ports.ts';
import type { Database } from '../database.ts';
import type { CustodyLog } from '../log/custody-log.ts';

interface SessionGround {
  readonly db: Database;
  readonly log: CustodyLog;
  readonly random: Pick<Random, 'uuid'>;
  /** Service number. */
  readonly actor: string;
}

type Details = Readonly<Record<string, JsonValue>>;

/** Row and entry of a session's start. */
export function beginSession(
  { db, log, random, actor }: SessionGround,
  details: Details,
  texts: Readonly<Record<string, string>> | undefined,
): CaseSession {
  const id = random.uuid();
  const { leafDigest } = log.transact((append) => {
    const event = { type: 'session.started', actor, details: { ...details, session: id } } as const;
    const appended = append(texts === undefined ? event : { ...event, texts });
    db.prepare('INSERT INTO sessions (id, actor, started_entry, started_at) VALUES (?, ?, ?, ?)').run(
      id,
      actor,
      appended.leafDigest,
      appended.entry.time,
    );
    return appended;
  });
  return { id, startedEntry: leafDigest };
}

/** Row and entry of its end. Throws `usage` when it has ended already. */
export function finishSession({ db, log, actor }: Omit<SessionGround, 'random'>, session: CaseSession, details: Details): void {
  log.transact((append) => {
    const { entry } = append({ type: 'session.ended', actor, details: { ...details, session: session.id } });
    const { changes } = db.prepare('UPDATE sessions SET ended_at = ? WHERE id = ? AND ended_at IS NULL').run(entry.time, session.id);
    if (changes !== 1) throw new PugmarkError('usage', 'The session has ended already');
  });
}
