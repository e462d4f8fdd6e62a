import type { Checkpoint, TreeHead } from '../../core/custody/checkpoint.ts';
import { parseEntryLine, type CustodyEntry } from '../../core/custody/entry.ts';
import { hashLeaf, MerkleFrontier } from '../../core/custody/merkle.ts';
import type { UtcTime } from '../../core/clock.ts';
import type { Hashing, Sha256Digest } from '../../core/digest/digest.ts';
import { sha256DigestOf } from '../../core/digest/digest.ts';
import { toUtf8 } from '../../core/digest/encoding.ts';
import type { LoggedEvent, LogLine, LogText } from '../../core/ports.ts';
import type { Database } from '../database.ts';

export interface SegmentRow {
  readonly ordinal: number;
  readonly origin: string;
  readonly station: Sha256Digest;
  readonly kind: 'own' | 'received';
  readonly startedAt: UtcTime;
}

/** In order. */
export function readSegments(db: Database): readonly SegmentRow[] {
  return db.prepare<[], SegmentRow>('SELECT ordinal, origin, station, kind, started_at AS startedAt FROM segments ORDER BY ordinal').all();
}

/** Every line of every segment, in order. */
export function readLogLines(db: Database): readonly LogLine[] {
  return db
    .prepare<[], LogLine>('SELECT s.origin, e.seq, e.line FROM segments s JOIN entries e ON e.origin = s.origin ORDER BY s.ordinal, e.seq')
    .all();
}

/** Every checkpoint of every segment, in order. */
export function readCheckpoints(db: Database): readonly Checkpoint[] {
  return db
    .prepare<[], Checkpoint>(
      `SELECT c.origin, c.size, c.root, c.note, c.time FROM segments s JOIN checkpoints c ON c.origin = s.origin
       ORDER BY s.ordinal, c.size`,
    )
    .all();
}

/** Entries of one type, with what is kept of their texts. */
export function readEventsOf(db: Database, type: CustodyEntry['type']): readonly LoggedEvent[] {
  const textsOf = db.prepare<[string, number], { readonly name: string; readonly text: string }>(
    'SELECT name, text FROM texts WHERE origin = ? AND seq = ? AND text IS NOT NULL ORDER BY name',
  );
  return db
    .prepare<[string], LogLine>(
      `SELECT s.origin, e.seq, e.line FROM segments s JOIN entries e ON e.origin = s.origin
       WHERE instr(e.line, ?) > 0 ORDER BY s.ordinal, e.seq`,
    )
    .all(`"type":"${type}"`)
    .flatMap(({ origin, seq, line }) => {
      const entry = parseEntryLine(line);
      if (entry.type !== type) return [];
      return [{ entry, texts: Object.fromEntries(textsOf.all(origin, seq).map(({ name, text }) => [name, text])) }];
    });
}

/** Texts that were not erased, in the order of the log. */
export function readTexts(db: Database): readonly LogText[] {
  return db
    .prepare<[], LogText>(
      `SELECT t.origin, t.seq, t.name, t.nonce, t.text FROM segments s JOIN texts t ON t.origin = s.origin
       WHERE t.text IS NOT NULL ORDER BY s.ordinal, t.seq, t.name`,
    )
    .all()
    .map((row) => ({ ...row, nonce: new Uint8Array(row.nonce) }));
}

/** The newest checkpoint of one segment. */
export function readLatestCheckpoint(db: Database, origin: string): Checkpoint | undefined {
  return db
    .prepare<[string], Checkpoint>('SELECT origin, size, root, note, time FROM checkpoints WHERE origin = ? ORDER BY size DESC LIMIT 1')
    .get(origin);
}

/** The newest checkpoint of the newest own segment that has one. */
export function readNewestCheckpoint(db: Database): Checkpoint | undefined {
  return db
    .prepare<[], Checkpoint>(
      `SELECT c.origin, c.size, c.root, c.note, c.time FROM checkpoints c JOIN segments s ON s.origin = c.origin
       WHERE s.kind = 'own' ORDER BY s.ordinal DESC, c.size DESC LIMIT 1`,
    )
    .get();
}

/** Leaf hashes of the first `size` entries of a segment, recomputed from its lines; without those before `from`. */
export function readLeafHashes(db: Database, hashing: Pick<Hashing, 'sha256'>, origin: string, size: number, from = 0): Uint8Array[] {
  return db
    .prepare<[string, number, number], { line: string }>('SELECT line FROM entries WHERE origin = ? AND seq < ? AND seq >= ? ORDER BY seq')
    .all(origin, size, from)
    .map(({ line }) => hashLeaf(hashing, toUtf8(line)));
}

/** True when the segment is here, has at least `head.size` entries, and these give `head.root`. */
export function isContinued(db: Database, hashing: Pick<Hashing, 'sha256'>, head: TreeHead): boolean {
  const leaves = readLeafHashes(db, hashing, head.origin, head.size);
  if (leaves.length !== head.size) return false;
  const known = db.prepare<[string], { origin: string }>('SELECT origin FROM segments WHERE origin = ?').get(head.origin);
  if (known === undefined) return false;
  let frontier = MerkleFrontier.empty(hashing);
  for (const leaf of leaves) frontier = frontier.append(leaf);
  return sha256DigestOf(frontier.root()) === head.root;
}
