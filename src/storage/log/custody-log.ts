import type { UtcTime } from '../../core/clock.ts';
import { buildCheckpointNote, type Checkpoint, type TreeHead } from '../../core/custody/checkpoint.ts';
import { buildEntryLine, parseEntryLine, type CustodyEntry } from '../../core/custody/entry.ts';
import type { CaseEventType, VaultEventType } from '../../core/custody/event-types.ts';
import type { LogKeyLink } from '../../core/custody/key-eras.ts';
import { hashLeaf, MerkleFrontier } from '../../core/custody/merkle.ts';
import { buildTextCommitment } from '../../core/custody/text-commitment.ts';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import { sha256DigestOf } from '../../core/digest/digest.ts';
import { toBase64, toUtf8 } from '../../core/digest/encoding.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { ExhibitNumber, Uuid } from '../../core/ids.ts';
import type { JsonValue } from '../../core/model/primitives.ts';
import type { Signer } from '../../core/ports.ts';
import { fingerprintOf } from '../../core/signing/public-key.ts';
import type { Database } from '../database.ts';
import { withStorageErrors } from '../storage-error.ts';
import { toolNameOf, type VaultEnvironment } from '../vault-environment.ts';
import { findBehind, findKeyPath, type KeysInForce } from './key-path.ts';
import { isContinued, readLatestCheckpoint, readLeafHashes, readSegments, type SegmentRow } from './log-rows.ts';

export interface LogEvent {
  readonly type: CaseEventType | VaultEventType;
  readonly actor: string;
  readonly exhibit?: ExhibitNumber;
  readonly digest?: Sha256Digest;
  readonly details: Readonly<Record<string, JsonValue>>;
  readonly texts?: Readonly<Record<string, string>>;
  /** Time of an act of which a row says the same; otherwise the clock is looked at. */
  readonly time?: UtcTime;
  /** The new identity, in the entry with which a log begins to go on under it. */
  readonly station?: Sha256Digest;
}

/** Appends an event within a transaction. */
export type Append = (event: LogEvent) => { readonly entry: CustodyEntry; readonly leafDigest: Sha256Digest };

interface LogContext {
  readonly environment: VaultEnvironment;
  /** The case's UUID, or the vault's. */
  readonly subject: Uuid;
  /** Whether the log is one of practice. */
  readonly practice: boolean;
  /** Fingerprint of the identity behind the log key. */
  readonly station: Sha256Digest;
  /** The log key. */
  readonly signer: Signer;
  /** Called after each commit, for what follows the evidence; it must not throw and not take time. */
  readonly onCommitted?: () => void;
}

/**
 * A custody log open for writing: segments, entries and checkpoints of one database.
 * The tree is rebuilt from the lines when it is opened, and only committed lines ever count in it.
 */
export class CustodyLog {
  private readonly db: Database;
  private context: LogContext;
  /** Keys under which the log was last written, where these are not those of the vault any more. */
  private behind: KeysInForce | undefined;
  private segment: SegmentRow;
  private frontier: MerkleFrontier;
  private closedHeads: readonly TreeHead[];

  private constructor(db: Database, context: LogContext, loaded: LoadedLog) {
    this.db = db;
    this.context = context;
    this.behind = loaded.behind;
    this.segment = loaded.segment;
    this.frontier = loaded.frontier;
    this.closedHeads = loaded.closedHeads;
  }

  /** Starts a log in a database that has none yet. Call within a transaction. */
  static start(db: Database, context: LogContext): CustodyLog {
    const segment = insertSegment(db, context, 0);
    return new CustodyLog(db, context, {
      segment,
      frontier: MerkleFrontier.empty(context.environment.cryptography.hashing),
      closedHeads: [],
      behind: undefined,
    });
  }

  /**
   * Rebuilds the tree of every segment from its lines.
   * Throws `log-inconsistent` when the newest checkpoint does not fit them: signing on would contradict it.
   */
  static open(db: Database, context: LogContext): CustodyLog {
    return new CustodyLog(db, context, load(db, context));
  }

  get origin(): string {
    return this.segment.origin;
  }

  /** When the running segment began. */
  get startedAt(): UtcTime {
    return this.segment.startedAt;
  }

  /** Head of the running segment, checkpointed or not. */
  head(): TreeHead {
    return { origin: this.segment.origin, size: this.frontier.size, root: sha256DigestOf(this.frontier.root()) };
  }

  /** Heads of all segments, the running one last. */
  heads(): readonly TreeHead[] {
    return [...this.closedHeads, this.head()];
  }

  /** Leaf hashes of a segment from this entry on. */
  readLeaves(origin: string, from: number): readonly Uint8Array[] {
    return readLeafHashes(this.db, this.context.environment.cryptography.hashing, origin, Number.MAX_SAFE_INTEGER, from);
  }

  /** True when this log holds all that `known` says, in every segment. */
  continues(known: readonly TreeHead[]): boolean {
    return known.every((head) => isContinued(this.db, this.context.environment.cryptography.hashing, head));
  }

  /**
   * Goes on under the keys that the vault has now: one `key.rotated` for each that took the place of another since this log was last
   * written. To be called once, after the log was opened and before anything is signed.
   * Throws `log-inconsistent` when no link leads from those keys to these: then the vault is an older copy than the log.
   */
  followKeys(links: readonly LogKeyLink[]): void {
    const { behind } = this;
    if (behind === undefined) return;
    this.behind = undefined;
    const { cryptography } = this.context.environment;
    const steps = [
      ...findKeyPath(links, 'log', behind.logKey, fingerprintOf(cryptography.hashing, this.context.signer.publicKey)),
      ...findKeyPath(links, 'identity', behind.station, this.context.station),
    ];
    let { station } = behind;
    this.transact((append) => {
      for (const { purpose, from: key, to: next, digest } of steps) {
        if (purpose === 'identity') station = next;
        append({ type: 'key.rotated', actor: 'system', digest, details: { key, next, purpose, practice: this.context.practice }, station });
      }
    });
  }

  /** Entries from now on name this identity, checkpoints are signed by this key. The entry that says so is committed. */
  goOnUnder(keys: Pick<LogContext, 'station' | 'signer'>): void {
    this.context = { ...this.context, ...keys };
  }

  /** One transaction: what `work` writes and the entries it appends are committed together or not at all. */
  transact<T>(work: (append: Append) => T): T {
    let frontier = this.frontier;
    const { origin } = this.segment;
    const result = withStorageErrors('custody log', () =>
      this.db
        .transaction(() => {
          const value = work((event) => {
            const appended = this.insert(event, origin, frontier);
            frontier = appended.frontier;
            return appended;
          });
          this.context.environment.onStep?.('rows-written');
          return value;
        })
        .immediate(),
    );
    this.frontier = frontier;
    this.context.environment.onStep?.('committed');
    this.context.onCommitted?.();
    return result;
  }

  /**
   * Goes on in a new segment: after a restore, the old origin must never be signed again, for the copy that was lost may
   * have been signed further. `first` becomes its first entry and carries the old segment's head and checkpoint.
   */
  startSegment(first: LogEvent, alsoWrite: () => void): void {
    const before = this.head();
    const checkpoint = readLatestCheckpoint(this.db, before.origin);
    const joined: Record<string, JsonValue> = {
      origin: before.origin,
      size: before.size,
      root: before.root,
      ...(checkpoint === undefined ? {} : { checkpoint: toBase64(toUtf8(checkpoint.note)) }),
    };
    const station = this.behind?.station ?? this.context.station;
    const { segment, frontier } = withStorageErrors('custody log', () =>
      this.db
        .transaction(() => {
          const next = insertSegment(this.db, { ...this.context, station }, this.segment.ordinal + 1);
          const empty = MerkleFrontier.empty(this.context.environment.cryptography.hashing);
          const appended = this.insert(
            { ...first, station, time: next.startedAt, details: { ...first.details, ...joined } },
            next.origin,
            empty,
          );
          alsoWrite();
          this.context.environment.onStep?.('rows-written');
          return { segment: next, frontier: appended.frontier };
        })
        .immediate(),
    );
    this.closedHeads = [...this.closedHeads, before];
    this.segment = segment;
    this.frontier = frontier;
    this.context.environment.onStep?.('committed');
  }

  /**
   * Signs and keeps a checkpoint of the committed state; the same again when nothing was added since.
   * Undefined for an empty log.
   */
  signCheckpoint(): Checkpoint | undefined {
    const head = this.head();
    const latest = readLatestCheckpoint(this.db, head.origin);
    if (latest?.size === head.size) return latest;
    if (head.size === 0) return undefined;
    const { environment, signer } = this.context;
    const note = buildCheckpointNote(environment.cryptography.hashing, head, signer);
    environment.onStep?.('checkpoint-signed');
    // A clock that was set back meanwhile must not make it older than what it covers.
    const time = [environment.clock.now(), readNewestTime(this.db, head.origin)].toSorted().at(-1) ?? '';
    const checkpoint: Checkpoint = { ...head, note, time };
    const keyId = fingerprintOf(environment.cryptography.hashing, signer.publicKey);
    withStorageErrors('custody log', () =>
      this.db
        .prepare('INSERT INTO checkpoints (origin, size, root, note, key_id, time) VALUES (?, ?, ?, ?, ?, ?)')
        .run(checkpoint.origin, checkpoint.size, checkpoint.root, checkpoint.note, keyId, checkpoint.time),
    );
    environment.onStep?.('checkpoint-stored');
    return checkpoint;
  }

  private insert(
    event: LogEvent,
    origin: string,
    frontier: MerkleFrontier,
  ): { readonly entry: CustodyEntry; readonly leafDigest: Sha256Digest; readonly frontier: MerkleFrontier } {
    const { environment, subject } = this.context;
    const station = event.station ?? this.context.station;
    const { hashing, random } = environment.cryptography;
    const texts = Object.entries(event.texts ?? {}).map(([name, text]) => {
      const nonce = random.bytes(16);
      return { name, text, nonce, commitment: buildTextCommitment(hashing, nonce, text) };
    });
    const entry: CustodyEntry = {
      format: 'custody-entry/v1',
      seq: frontier.size,
      nonce: toBase64(random.bytes(16)),
      time: event.time ?? environment.clock.now(),
      type: event.type,
      actor: event.actor,
      station,
      tool: toolNameOf(environment.tool),
      case: subject,
      ...(event.exhibit === undefined ? {} : { exhibit: event.exhibit }),
      ...(event.digest === undefined ? {} : { digest: event.digest }),
      details: { ...event.details, ...Object.fromEntries(texts.map(({ name, commitment }) => [`${name}Commitment`, commitment])) },
    };
    const line = buildEntryLine(entry);
    this.db.prepare('INSERT INTO entries (origin, seq, line) VALUES (?, ?, ?)').run(origin, entry.seq, line);
    const insertText = this.db.prepare('INSERT INTO texts (origin, seq, name, commitment, nonce, text) VALUES (?, ?, ?, ?, ?, ?)');
    for (const { name, commitment, nonce, text } of texts) insertText.run(origin, entry.seq, name, commitment, nonce, text);
    const leafBytes = toUtf8(line);
    return { entry, leafDigest: sha256DigestOf(hashing.sha256(leafBytes)), frontier: frontier.append(hashLeaf(hashing, leafBytes)) };
  }
}

interface LoadedLog {
  readonly segment: SegmentRow;
  readonly frontier: MerkleFrontier;
  readonly closedHeads: readonly TreeHead[];
  readonly behind: KeysInForce | undefined;
}

function load(db: Database, context: LogContext): LoadedLog {
  const { hashing } = context.environment.cryptography;
  const heads: TreeHead[] = [];
  let last: { readonly segment: SegmentRow; readonly frontier: MerkleFrontier } | undefined;
  for (const segment of readSegments(db).filter(({ kind }) => kind === 'own')) {
    if (last !== undefined)
      heads.push({ origin: last.segment.origin, size: last.frontier.size, root: sha256DigestOf(last.frontier.root()) });
    const latest = readLatestCheckpoint(db, segment.origin);
    let frontier = MerkleFrontier.empty(hashing);
    let isConfirmed = latest === undefined;
    const lines = db.prepare<[string], { seq: number; line: string }>('SELECT seq, line FROM entries WHERE origin = ? ORDER BY seq');
    for (const { seq, line } of lines.iterate(segment.origin)) {
      if (seq !== frontier.size) throw inconsistent(segment.origin, `entry ${frontier.size} is missing`);
      frontier = frontier.append(hashLeaf(hashing, toUtf8(line)));
      if (frontier.size === latest?.size) isConfirmed = sha256DigestOf(frontier.root()) === latest.root;
    }
    if (!isConfirmed) throw inconsistent(segment.origin, `its entries do not give the checkpoint of size ${latest?.size}`);
    last = { segment, frontier };
  }
  if (last === undefined) throw new PugmarkError('vault-corrupt', 'A custody log has no segment of this station; restore a backup');
  return { ...last, closedHeads: heads, behind: findBehind(db, context) };
}

function insertSegment(db: Database, context: LogContext, ordinal: number): SegmentRow {
  const { clock, cryptography } = context.environment;
  const startedAt: UtcTime = clock.now();
  const segment: SegmentRow = {
    ordinal,
    origin: `pugmark.${cryptography.random.uuid()}`,
    station: context.station,
    kind: 'own',
    startedAt,
  };
  db.prepare('INSERT INTO segments (ordinal, origin, station, kind, started_at) VALUES (?, ?, ?, ?, ?)').run(
    segment.ordinal,
    segment.origin,
    segment.station,
    segment.kind,
    startedAt,
  );
  return segment;
}

function readNewestTime(db: Database, origin: string): UtcTime {
  const row = db.prepare<[string], { line: string }>('SELECT line FROM entries WHERE origin = ? ORDER BY seq DESC LIMIT 1').get(origin);
  return row === undefined ? '' : parseEntryLine(row.line).time;
}

function inconsistent(origin: string, why: string): PugmarkError {
  return new PugmarkError('log-inconsistent', `Custody log ${origin} contradicts itself (${why}); run a check, restore a backup`, {
    details: { origin },
  });
}
