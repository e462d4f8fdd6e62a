import type { UtcTime } from './clock.ts';
import type { CaseEventType } from './custody/event-types.ts';
import type { Sha256Digest } from './digest/digest.ts';
import type { ExhibitNumber, Uuid } from './ids.ts';
import type { Artifact, ArtifactSpec } from './model/artifact.ts';
import type { JsonValue } from './model/primitives.ts';

/** Bytes in one piece or as a stream. */
export type ByteSource = Uint8Array | AsyncIterable<Uint8Array>;

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

export interface CaseEvent {
  readonly type: CaseEventType;
  readonly exhibit?: ExhibitNumber;
  readonly digest?: Sha256Digest;
  /** Codes, counts, digests and times only; anything else is refused. */
  readonly details: Readonly<Record<string, JsonValue>>;
  /** Texts of the event (a reason, a note): kept in the case, and in the log as `details.<name>Commitment`. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** An attempt whose `capture.started` is committed. */
export interface Attempt {
  readonly id: Uuid;
  readonly exhibit: ExhibitNumber;
  readonly requestedUrl: string;
  readonly startedAt: UtcTime;
  readonly staging: Staging;
}

/** A received file on its way into the case; nothing of it stands in the log yet. */
export interface Receipt {
  readonly id: Uuid;
  readonly staging: Staging;
}

/** A working session of one operator in one case. */
export interface CaseSession {
  readonly id: Uuid;
  /** SHA-256 of the leaf bytes of `session.started`. */
  readonly startedEntry: Sha256Digest;
}
