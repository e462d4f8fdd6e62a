import type { CaptureEndType } from '../../core/custody/event-types.ts';
import { formatExhibitNumber, type ExhibitNumber, type Uuid } from '../../core/ids.ts';
import type { JsonValue } from '../../core/model/primitives.ts';
import type { Database } from '../database.ts';
import type { Append, CustodyLog } from '../log/custody-log.ts';

/** Log entry and row of an end without an exhibit. Within a transaction. */
export function endAttempt(
  append: Append,
  db: Database,
  end: {
    readonly type: Exclude<CaptureEndType, 'capture.sealed'>;
    readonly actor: string;
    readonly number: number;
    readonly attempt: Uuid;
    readonly details: Readonly<Record<string, JsonValue>>;
  },
): void {
  const { entry } = append({
    type: end.type,
    actor: end.actor,
    exhibit: formatExhibitNumber(end.number),
    details: { ...end.details, attempt: end.attempt },
  });
  const state = { 'capture.failed': 'failed', 'capture.cancelled': 'cancelled', 'capture.interrupted': 'interrupted' }[end.type];
  db.prepare('UPDATE attempts SET state = ?, ended_at = ? WHERE number = ?').run(state, entry.time, end.number);
}

/** Ends every open attempt of a case as `capture.interrupted`: no process works on it any more. */
export function endOpenAttempts(db: Database, log: CustodyLog): readonly ExhibitNumber[] {
  const open = db.prepare<[], { number: number; id: Uuid }>("SELECT number, id FROM attempts WHERE state = 'open' ORDER BY number").all();
  if (open.length === 0) return [];
  log.transact((append) => {
    for (const { number, id } of open) {
      endAttempt(append, db, { type: 'capture.interrupted', actor: 'system', number, attempt: id, details: { reason: 'process-ended' } });
    }
  });
  return open.map(({ number }) => formatExhibitNumber(number));
}
