import type { UtcTime } from '../clock.ts';
import type { Sha256Digest } from '../digest/digest.ts';
import type { ExhibitNumber } from '../ids.ts';
import type { Mask, Redaction } from '../redaction/redaction.ts';
import type { StoredArtifact } from './case.ts';

/** A redacted copy of an artifact, as the vault keeps it. */
export interface StoredDerivative {
  readonly redaction: Redaction;
  /** SHA-256 of the RFC 8785 form of `redaction`; `derivative.made` carries it. */
  readonly digest: Sha256Digest;
  /** Service number of who made it. */
  readonly author: string;
  readonly madeAt: UtcTime;
  /** Its bytes, to be read like those of an artifact; its role is that of the original. */
  readonly file: StoredArtifact;
}

/** A derivative that is to be kept. */
export interface NewDerivative {
  readonly exhibit: ExhibitNumber;
  /** Name of the artifact that it was made of. */
  readonly original: string;
  /** As they stand in its record: boxes of a picture, markers of a text. */
  readonly masks: readonly Mask[];
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}
