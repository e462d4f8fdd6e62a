import type { CaseEventType, CaptureEndType } from './custody/event-types.ts';
import type { CustodyEntry } from './custody/entry.ts';
import type { Sha256Digest } from './digest/digest.ts';
import type { ExhibitNumber, Uuid } from './ids.ts';
import type { UtcTime } from './clock.ts';
import type { Artifact, ArtifactSpec } from './model/artifact.ts';
import type { AttemptState, CaseSummary, ExhibitSummary, StoredArtifact } from './model/case.ts';
import type { CaptureRecord } from './model/capture-record.ts';
import type { JsonValue } from './model/primitives.ts';

/** Bytes in one piece or as a stream. */
export type ByteSource = Uint8Array | AsyncIterable<Uint8Array>;

/** Ed25519 keys as a port. Signatures are 64 bytes (RFC 8032). */
export interface Signer {
  /** Raw 32-byte public key. */
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

/** Ed25519 verification. Never throws on a wrong signature or key: false. */
export interface SignatureVerifier {
  verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

/** Pictures. Sizes in device pixels. */
export interface ImageCodec {
  /** Size of a picture without decoding it whole. Throws `png-invalid`. */
  readSize(png: Uint8Array): Promise<{ readonly widthPx: number; readonly heightPx: number }>;
  /**
   * Stacks PNG tiles from top to bottom into one PNG and says what a verifier will find in it.
   * Memory is bounded by the picture's pixels. Throws `png-invalid`.
   */
  stitch(
    tiles: readonly StitchInput[],
  ): Promise<{ readonly png: Uint8Array; readonly widthPx: number; readonly heightPx: number; readonly pixelsSha256: Sha256Digest }>;
  /** SHA-256 over the decoded rows (8 bit RGBA). Throws `png-invalid`. */
  hashPixels(png: Uint8Array): Promise<{ readonly widthPx: number; readonly heightPx: number; readonly pixelsSha256: Sha256Digest }>;
}

export interface StitchInput {
  readonly png: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly skipTopPx: number;
}

/** Where the bytes of a capture under way go: `incoming/<attempt>/`. Hashed while written. */
export interface Staging {
  /** A folder of this attempt alone for the engine's own temporary files; removed with the attempt. */
  readonly scratchFolder: string;
  /** Writes one artifact. Throws `disk-full`, `io-failed`; `record-invalid` when the name is taken. */
  write(spec: ArtifactSpec, source: ByteSource): Promise<Artifact>;
  /** What has been written so far, in order. */
  readonly artifacts: readonly Artifact[];
  /** Reads a staged artifact again. */
  read(name: string): AsyncIterable<Uint8Array>;
}

/** Size and root of a log, and the signed note that says so. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  /** SHA-256 root. */
  readonly root: Sha256Digest;
  /** The C2SP signed note, verbatim. */
  readonly note: string;
  readonly time: UtcTime;
}

export interface CaseEvent {
  readonly type: CaseEventType;
  readonly exhibit?: ExhibitNumber;
  readonly digest?: Sha256Digest;
  readonly details: Readonly<Record<string, JsonValue>>;
}

/** An attempt whose `capture.started` is committed. */
export interface Attempt {
  readonly id: Uuid;
  readonly exhibit: ExhibitNumber;
  readonly requestedUrl: string;
  readonly startedAt: UtcTime;
  readonly staging: Staging;
}

/** A working session of one operator in one case. */
export interface CaseSession {
  readonly id: Uuid;
  /** SHA-256 of the leaf bytes of `session.started`. */
  readonly startedEntry: Sha256Digest;
}

/** What is searched and listed of a sealed capture without opening its record. */
export type SealedFacts = Pick<ExhibitSummary, 'title' | 'documentUrl' | 'shownUrl' | 'httpStatus'>;

/** One case: attempts, exhibits, artifacts, custody log. Opened for writing by one process at a time. */
export interface CaseStore {
  readonly summary: CaseSummary;
  /** Appends `session.started`. */
  startSession(details: Readonly<Record<string, JsonValue>>): CaseSession;
  /** Appends `session.ended` with counts, then signs a checkpoint. */
  endSession(session: CaseSession, details: Readonly<Record<string, JsonValue>>): Checkpoint;
  /** Commits `capture.started` with the next number before anything is fetched. */
  startAttempt(session: CaseSession, input: { readonly requestedUrl: string; readonly clickedAt: UtcTime }): Attempt;
  /**
   * The commit protocol: objects in place and durable, then one transaction for exhibit, artifacts and log entry
   * (`capture.sealed`, or `capture.failed` when the record says so), then the checkpoint.
   * `recordBytes` is written as the artifact `capture.json` [record]. Throws `disk-full`, `io-failed`.
   */
  sealAttempt(
    attempt: Attempt,
    sealed: { readonly record: CaptureRecord; readonly recordBytes: Uint8Array; readonly facts: SealedFacts },
  ): Promise<{
    readonly digest: Sha256Digest;
    readonly entry: CustodyEntry;
    readonly checkpoint: Checkpoint;
    readonly artifacts: readonly StoredArtifact[];
  }>;
  /** Ends an attempt of which nothing is kept. */
  abandonAttempt(
    attempt: Attempt,
    end: Exclude<CaptureEndType, 'capture.sealed'>,
    details: Readonly<Record<string, JsonValue>>,
  ): Checkpoint;
  /** Appends any other case event and signs a checkpoint. */
  record(event: CaseEvent): { readonly entry: CustodyEntry; readonly checkpoint: Checkpoint };
  listExhibits(): readonly ExhibitSummary[];
  /** Undefined when there is no such attempt. */
  findExhibit(
    exhibit: ExhibitNumber,
  ): { readonly summary: ExhibitSummary; readonly artifacts: readonly StoredArtifact[]; readonly sealedAt?: UtcTime } | undefined;
  countByState(): Readonly<Partial<Record<AttemptState, number>>>;
  /** Plain bytes of a stored artifact. Throws `object-missing`, `object-changed` (digest differs at the end of the stream). */
  readArtifact(artifact: StoredArtifact): AsyncIterable<Uint8Array>;
  latestCheckpoint(): Checkpoint | undefined;
  readLog(): readonly { readonly origin: string; readonly seq: number; readonly line: string }[];
  close(): void;
}

/** One result of `check`: what was looked at and what is wrong with it. */
export interface CheckFinding {
  readonly code: string;
  /** File, exhibit or log position. */
  readonly subject: string;
  readonly message: string;
}

export interface CheckReport {
  readonly format: 'vault-check/v1';
  readonly vault: Uuid;
  readonly checked: {
    readonly cases: number;
    readonly exhibits: number;
    readonly artifacts: number;
    readonly objects: number;
    readonly bytes: number;
    readonly logEntries: number;
    readonly checkpoints: number;
    readonly keys: number;
    readonly recipes: number;
  };
  /** Empty: everything adds up. */
  readonly findings: readonly CheckFinding[];
  /** True facts worth knowing that are no fault: interrupted attempts, stray files removed at the next start. */
  readonly notes: readonly CheckFinding[];
}
