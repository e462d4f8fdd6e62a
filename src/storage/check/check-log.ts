import { openCheckpointNote, parseCheckpointNote } from '../../core/custody/checkpoint.ts';
import type { CustodyEntry } from '../../core/custody/entry.ts';
import type { LogLeaf, LogReport } from '../../core/custody/log-report.ts';
import { buildTextCommitment } from '../../core/custody/text-commitment.ts';
import { verifyCustodyLog, type LogExpectations } from '../../core/custody/verify-log.ts';
import { sha256DigestSchema, type Sha256Digest } from '../../core/digest/digest.ts';
import { isPugmarkError } from '../../core/errors.ts';
import type { Cryptography } from '../../core/ports.ts';
import { fingerprintOf } from '../../core/signing/public-key.ts';
import type { KnownLog } from '../anchor.ts';
import type { Database } from '../database.ts';
import { compareWithCopy } from '../known-copies.ts';
import { readSegments, type SegmentRow } from '../log/log-rows.ts';
import { withStorageErrors } from '../storage-error.ts';
import type { CheckCollector } from './check-collector.ts';

interface CheckpointRow {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  readonly note: string;
  readonly key_id: string;
  readonly time: string;
}

/** Events whose act signs no checkpoint of its own, or that share a transaction with another one. */
const UNSIGNED_EVENTS: ReadonlySet<string> = new Set([
  'session.started',
  'capture.started',
  'capture.interrupted',
  'segment.joined',
  'vault.restored',
  'key.created',
  'key.rotated',
]);

/** Verifies a log of this station and what the database keeps beside it. Returns what the log says. */
export function checkLog(
  collector: CheckCollector,
  parts: {
    readonly db: Database;
    readonly cryptography: Cryptography;
    readonly expected: LogExpectations;
    readonly known: KnownLog;
    /** When its first segment began, as another entry says it. */
    readonly startedAt: string | undefined;
    /** Name of the log in findings. */
    readonly subject: string;
  },
): LogReport {
  const { db, cryptography, expected, subject } = parts;
  return withStorageErrors(subject, () => {
    const lines = db.prepare<[string], { line: string }>('SELECT line FROM entries WHERE origin = ? ORDER BY seq');
    const checkpoints = db.prepare<[string], CheckpointRow>(
      'SELECT origin, size, root, note, key_id, time FROM checkpoints WHERE origin = ? ORDER BY size',
    );
    const rows = readSegments(db);
    const segments = rows
      .filter(({ kind }) => kind === 'own')
      .map(({ origin }) => ({
        origin,
        lines: lines.all(origin).map(({ line }) => line),
        rows: checkpoints.all(origin),
      }));
    const report = verifyCustodyLog(
      cryptography,
      segments.map(({ origin, lines: ofSegment, rows }) => ({ origin, lines: ofSegment, notes: rows.map(({ note }) => note) })),
      expected,
    );
    collector.checked.logEntries += report.leaves.length;
    collector.checked.checkpoints += report.checkpoints;
    for (const finding of report.findings) {
      if (finding.code === 'checkpoint-missing') reportUncovered(collector, report, subject, finding.message);
      else collector.finding(finding.code, `${subject}: ${finding.subject}`, finding.message);
    }
    checkSegmentRows(collector, rows, { report, expected, startedAt: parts.startedAt, subject });
    for (const { rows: ofSegment } of segments) {
      for (const row of ofSegment) checkCheckpointRow(collector, row, { cryptography, report, logKeys: expected.logKeys, subject });
    }
    checkNothingWithheld(collector, report, subject);
    checkNumbersOfRows(collector, db, subject);
    checkTexts(collector, cryptography, db, report.leaves, subject);
    checkAnchor(collector, parts.known, report.roots, subject);
    checkOtherCopies(collector, cryptography, parts.known, report.roots, subject);
    return report;
  });
}

/** A crash leaves at most the checkpoint of one act owing; more than that was taken away. */
function reportUncovered(collector: CheckCollector, report: LogReport, subject: string, message: string): void {
  const newest = report.heads.at(-1)?.origin;
  const owing = report.leaves.filter(
    ({ origin, seq, entry }) => origin === newest && seq >= report.covered && !(entry !== undefined && UNSIGNED_EVENTS.has(entry.type)),
  );
  if (owing.length > 1) collector.finding('checkpoint-missing', subject, message);
  else collector.note('checkpoint-pending', subject, 'The newest entries have no checkpoint yet; the next act or the next start signs it');
}

/** A disclosure may withhold lines; a vault that lacks one was robbed of it: roots and signatures hold all the same. */
function checkNothingWithheld(collector: CheckCollector, report: LogReport, subject: string): void {
  const reported = new Set(report.findings.map((finding) => finding.subject));
  for (const { origin, seq, entry } of report.leaves) {
    const place = `${origin} entry ${seq}`;
    if (entry !== undefined || reported.has(place)) continue;
    collector.finding('line-withheld', `${subject}: ${place}`, 'Only its leaf hash is here; a vault keeps its own entries whole');
  }
}

function checkCheckpointRow(
  collector: CheckCollector,
  row: CheckpointRow,
  known: {
    readonly cryptography: Cryptography;
    readonly report: LogReport;
    readonly logKeys: readonly Uint8Array[];
    readonly subject: string;
  },
): void {
  const { cryptography, report, logKeys, subject } = known;
  try {
    const head = parseCheckpointNote(row.note);
    const signers = logKeys.filter((key) => isSignedBy(cryptography, row.note, key));
    const isSameKey = signers.length === 0 || signers.some((key) => fingerprintOf(cryptography.hashing, key) === row.key_id);
    const covered = report.leaves.find(({ origin, seq }) => origin === row.origin && seq === row.size - 1)?.entry;
    const isLater = covered === undefined || row.time >= covered.time;
    if (head.origin === row.origin && head.size === row.size && head.root === row.root && isSameKey && isLater) return;
    collector.finding(
      'checkpoint-invalid',
      `${subject}: ${row.origin} checkpoint ${row.size}`,
      'Its row says otherwise than its note or the log',
    );
  } catch (error) {
    if (!isPugmarkError(error)) throw error; // A note that is none is reported by the log's own verification.
  }
}

function isSignedBy(cryptography: Cryptography, note: string, publicKey: Uint8Array): boolean {
  try {
    openCheckpointNote(cryptography, note, publicKey);
    return true;
  } catch (error) {
    if (!isPugmarkError(error)) throw error;
    return false;
  }
}

/**
 * Segments as rows: who hides one as somebody else's, or takes the first away, takes its entries out of the verification.
 */
function checkSegmentRows(
  collector: CheckCollector,
  rows: readonly SegmentRow[],
  known: {
    readonly report: LogReport;
    readonly expected: LogExpectations;
    readonly startedAt: string | undefined;
    readonly subject: string;
  },
): void {
  const { report, expected, subject } = known;
  for (const [index, row] of rows.entries()) {
    const first = report.leaves.find(({ origin, seq }) => origin === row.origin && seq === 0)?.entry;
    const startedAt = (index === 0 ? known.startedAt : undefined) ?? first?.time;
    const isFurther = index > 0;
    const isJoined = first?.type === 'segment.joined' || first?.type === 'vault.restored';
    const same =
      row.ordinal === index &&
      row.kind === 'own' && // No entry takes in somebody else's yet.
      isStation(row.station, expected) &&
      (startedAt ?? row.startedAt) === row.startedAt &&
      (first === undefined || isJoined === isFurther || isContinued(first));
    if (!same) collector.finding('segment-row-differs', `${subject}: ${row.origin}`, 'Its row says otherwise than the log');
  }
}

/** A case that goes on from a package of another station begins with the state of that one's log. */
function isContinued({ type, details }: CustodyEntry): boolean {
  return type === 'segment.joined' && details['reason'] === 'received';
}

/** The identity, or one before it. */
function isStation(station: Sha256Digest, expected: LogExpectations): boolean {
  const isLinked = (expected.links ?? []).some(({ purpose, from }) => purpose === 'identity' && from === station);
  return station === expected.station || isLinked;
}

/** The verification counts lines; the database numbers them. */
function checkNumbersOfRows(collector: CheckCollector, db: Database, subject: string): void {
  const gaps = db
    .prepare<[], { origin: string }>('SELECT origin FROM entries GROUP BY origin HAVING count(*) <> max(seq) + 1 OR min(seq) <> 0')
    .all();
  for (const { origin } of gaps) collector.finding('sequence-gap', `${subject}: ${origin}`, 'Rows of entries are missing');
}

interface TextRow {
  readonly origin: string;
  readonly seq: number;
  readonly name: string;
  readonly commitment: string;
  readonly nonce: Uint8Array | null;
  readonly text: string | null;
}

function checkTexts(
  collector: CheckCollector,
  cryptography: Cryptography,
  db: Database,
  leaves: readonly LogLeaf[],
  subject: string,
): void {
  const rows = db.prepare<[], TextRow>('SELECT origin, seq, name, commitment, nonce, text FROM texts').all();
  const byPlace = new Map(rows.map((row) => [`${row.origin} ${row.seq} ${row.name}`, row]));
  for (const { origin, seq, entry } of leaves) {
    for (const [detail, commitment] of Object.entries(entry?.details ?? {})) {
      if (!detail.endsWith('Commitment') || !sha256DigestSchema.safeParse(commitment).success) continue;
      const name = detail.slice(0, -'Commitment'.length);
      const place = `${subject}: ${origin} entry ${seq} ${name}`;
      const row = byPlace.get(`${origin} ${seq} ${name}`);
      if (row === undefined) collector.finding('text-differs', place, 'The text that the entry commits to is missing');
      else if (row.nonce === null || row.text === null)
        collector.note('text-erased', place, 'The text was erased; the log keeps its commitment');
      else if (row.commitment !== commitment || buildTextCommitment(cryptography.hashing, row.nonce, row.text) !== commitment) {
        collector.finding('text-differs', place, 'The text is not the one that the entry commits to');
      }
    }
  }
  const entries = new Map(leaves.map(({ origin, seq, entry }) => [`${origin} ${seq}`, entry]));
  for (const { origin, seq, name } of rows) {
    const entry = entries.get(`${origin} ${seq}`); // What cannot be read, or names no entry, is reported elsewhere.
    if (entry === undefined || entry.details[`${name}Commitment`] !== undefined) continue;
    collector.finding('text-differs', `${subject}: ${origin} entry ${seq} ${name}`, 'The entry commits to no such text');
  }
}

/** Every state that this station knew in this place must be a beginning of what is here now. */
function checkAnchor(collector: CheckCollector, { own }: KnownLog, roots: LogReport['roots'], subject: string): void {
  if (own.state === 'damaged')
    collector.finding('anchor-damaged', subject, 'What this station kept outside the vault about it cannot be read');
  if (own.state !== 'known') return;
  for (const { origin, size, root } of own.anchor.heads) {
    if (roots.get(origin)?.[size] === root) continue;
    const here = (roots.get(origin)?.length ?? 0) > size ? 'its beginning is another one' : 'not all of them are here';
    collector.finding(
      'anchor-differs',
      `${subject}: ${origin}`,
      `This station knew ${size} entries in this place, and ${here}; if this is a restored copy, opening it for writing records that`,
    );
  }
}

/** A copy in another place may be older, or have gone its own way since; what both hold is the same, or one is forged. */
function checkOtherCopies(
  collector: CheckCollector,
  { hashing }: Cryptography,
  { others, damagedOthers }: KnownLog,
  roots: LogReport['roots'],
  subject: string,
): void {
  for (const place of damagedOthers)
    collector.note('copy-not-compared', subject, `What this station kept about the copy in ${place} cannot be read`);
  for (const other of others) {
    const standing = compareWithCopy(hashing, roots, other);
    if (standing.kind === 'forked') {
      collector.finding(
        'anchor-differs',
        `${subject}: ${standing.origin}`,
        `It is no beginning of the log that this station knew in ${other.place}: the two differ within the first ${standing.size} entries`,
      );
    } else if (standing.kind === 'older') {
      collector.note(
        'older-copy',
        subject,
        `It is older than the copy in ${other.place}: it holds ${standing.here} of ${standing.known} entries known on this station`,
      );
    } else if (standing.kind === 'other') {
      collector.note(
        'other-copy',
        subject,
        `It and the copy in ${other.place} went on apart: ${standing.known - standing.here} entries of that one are not here`,
      );
    }
  }
}
