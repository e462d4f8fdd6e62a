import { isExhibitEnd } from '../../core/custody/event-types.ts';
import type { CustodyEntry } from '../../core/custody/entry.ts';
import type { LogReport } from '../../core/custody/log-report.ts';
import { sha256DigestOf, type Sha256Digest } from '../../core/digest/digest.ts';
import { toUtf8 } from '../../core/digest/encoding.ts';
import { formatExhibitNumber, type ExhibitNumber, type Uuid } from '../../core/ids.ts';
import type { Cryptography } from '../../core/ports.ts';
import type { Database } from '../database.ts';
import type { CheckCollector } from './check-collector.ts';

export interface AttemptRow {
  readonly number: number;
  readonly id: Uuid;
  readonly kind: string;
  readonly session: Uuid;
  readonly requested_url: string;
  readonly clicked_at: string;
  readonly started_at: string;
  readonly state: string;
  readonly ended_at: string | null;
}

/** What the log says of one capture; of a received file one entry is start and end. */
interface LoggedCapture {
  start?: CustodyEntry;
  startTexts?: { readonly address: string | undefined };
  end?: CustodyEntry;
}

/** Rows of sessions and attempts against the log: each follows from its entries, and each entry has its row. */
export function checkRowsAgainstLog(
  collector: CheckCollector,
  db: Database,
  cryptography: Cryptography,
  report: LogReport,
  subject: string,
): ReadonlyMap<ExhibitNumber, CustodyEntry> {
  checkSessions(collector, db, cryptography, report, subject);
  const logged = readLoggedCaptures(db, report);
  const attempts = db
    .prepare<[], AttemptRow>('SELECT number, id, kind, session, requested_url, clicked_at, started_at, state, ended_at FROM attempts')
    .all();
  for (const attempt of attempts) {
    const exhibit = formatExhibitNumber(attempt.number);
    const capture = logged.get(exhibit);
    logged.delete(exhibit);
    const place = `${subject} ${exhibit}`;
    if (capture?.start === undefined) collector.finding('attempt-unlogged', place, 'The log has no start of it');
    else if (!isSameAttempt(attempt, capture)) collector.finding('attempt-row-differs', place, 'Its row says otherwise than the log');
    if (attempt.state === 'open')
      collector.note('attempt-open', place, 'It has no end: under way, or cut off; the next start accounts for it');
    if (attempt.state === 'interrupted') collector.note('attempt-interrupted', place, 'It was cut off; nothing of it was kept');
  }
  for (const exhibit of logged.keys())
    collector.finding('exhibit-missing', `${subject} ${exhibit}`, 'The log has it, and the case does not');
  for (const { first, last } of report.skipped) {
    collector.note('numbers-skipped', subject, `${first} to ${last} were given out in a copy that was lost`);
  }
  const ends = new Map<ExhibitNumber, CustodyEntry>();
  for (const { entry } of report.leaves) if (entry?.exhibit !== undefined && isEnd(entry)) ends.set(entry.exhibit, entry);
  return ends;
}

function isSameAttempt(attempt: AttemptRow, capture: LoggedCapture): boolean {
  const { start, end } = capture;
  const isReceived = start?.type === 'file.added';
  const started =
    start?.details['attempt'] === attempt.id &&
    start.details['session'] === attempt.session &&
    start.details[isReceived ? 'addedAt' : 'clickedAt'] === attempt.clicked_at &&
    start.time === attempt.started_at &&
    attempt.kind === (isReceived ? 'received' : 'capture') &&
    (isReceived ? '' : (capture.startTexts?.address ?? attempt.requested_url)) === attempt.requested_url;
  return started && (end?.time ?? null) === attempt.ended_at && (end === undefined ? 'open' : stateOf(end)) === attempt.state;
}

/** `capture.sealed` and a sealed failure say the state themselves. */
function stateOf(end: CustodyEntry): unknown {
  if (end.type === 'file.added') return 'sealed';
  if (end.type === 'capture.sealed') return end.details['state'];
  return end.type.slice('capture.'.length);
}

function readLoggedCaptures(db: Database, report: LogReport): Map<ExhibitNumber, LoggedCapture> {
  const texts = db.prepare<[string, number], { text: string | null }>(
    "SELECT text FROM texts WHERE origin = ? AND seq = ? AND name = 'address'",
  );
  const logged = new Map<ExhibitNumber, LoggedCapture>();
  for (const { entry, origin, seq } of report.leaves) {
    if (entry?.exhibit === undefined) continue;
    if (entry.type !== 'capture.started' && !isEnd(entry)) continue;
    const capture = logged.get(entry.exhibit) ?? {};
    if (entry.type === 'file.added') capture.end = entry;
    if (entry.type === 'capture.started' || entry.type === 'file.added') {
      capture.start = entry;
      capture.startTexts = { address: texts.get(origin, seq)?.text ?? undefined };
    } else capture.end = entry;
    logged.set(entry.exhibit, capture);
  }
  return logged;
}

function isEnd(entry: CustodyEntry): boolean {
  return isExhibitEnd(entry.type);
}

interface SessionRow {
  readonly id: Uuid;
  readonly actor: string;
  readonly started_entry: Sha256Digest;
  readonly started_at: string;
  readonly ended_at: string | null;
}

function checkSessions(collector: CheckCollector, db: Database, cryptography: Cryptography, report: LogReport, subject: string): void {
  const lines = db.prepare<[string, number], { line: string }>('SELECT line FROM entries WHERE origin = ? AND seq = ?');
  const started = new Map<unknown, { readonly entry: CustodyEntry; readonly digest: Sha256Digest }>();
  const ended = new Map<unknown, string>();
  for (const { entry, origin, seq } of report.leaves) {
    if (entry?.type === 'session.started') {
      const digest = sha256DigestOf(cryptography.hashing.sha256(toUtf8(lines.get(origin, seq)?.line ?? '')));
      started.set(entry.details['session'], { entry, digest });
    } else if (entry?.type === 'session.ended') ended.set(entry.details['session'], entry.time);
  }
  const rows = db.prepare<[], SessionRow>('SELECT id, actor, started_entry, started_at, ended_at FROM sessions').all();
  for (const row of rows) {
    const known = started.get(row.id);
    const same =
      known !== undefined &&
      known.digest === row.started_entry &&
      known.entry.actor === row.actor &&
      known.entry.time === row.started_at &&
      (ended.get(row.id) ?? null) === row.ended_at;
    if (!same) collector.finding('session-row-differs', `${subject} session ${row.id}`, 'Its row says otherwise than the log');
    started.delete(row.id);
  }
  for (const id of started.keys())
    collector.finding('session-row-differs', `${subject} session ${String(id)}`, 'The log has it, and the case does not');
}
