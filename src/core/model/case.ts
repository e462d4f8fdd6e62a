import type { UtcTime } from '../clock.ts';
import type { Sha256Digest } from '../digest/digest.ts';
import type { ExhibitNumber, Uuid } from '../ids.ts';
import type { Artifact } from './artifact.ts';

/** A case as the registry knows it. `practice` is decided at creation and never changes. */
export interface CaseSummary {
  readonly id: Uuid;
  /** The agency's own reference, verbatim; unique in the vault. */
  readonly reference: string;
  readonly title: string;
  /** Legal basis, as the operator wrote it. */
  readonly basis?: string;
  readonly practice: boolean;
  readonly state: 'open' | 'closed' | 'erased';
  readonly openedAt: UtcTime;
}

/**
 * Controls, line ends, invisible and direction-changing characters, lone surrogates: with them two references can look the
 * same, and one can look like another line.
 */
const UNFIT_FOR_REFERENCE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** True for what can be a case's reference: one visible line. */
export function isCaseReference(text: string): boolean {
  return text.trim() !== '' && !UNFIT_FOR_REFERENCE.test(text);
}

/** How an attempt ended; `open` while it is under way or after a crash that was not yet accounted for. */
export type AttemptState = 'open' | 'sealed' | 'partial' | 'failed' | 'cancelled' | 'interrupted';

/** One numbered capture attempt and what it sealed. */
export interface ExhibitSummary {
  readonly exhibit: ExhibitNumber;
  readonly attempt: Uuid;
  readonly kind: 'capture' | 'received';
  readonly state: AttemptState;
  /** Empty for a received file: nothing was asked for. */
  readonly requestedUrl: string;
  readonly startedAt: UtcTime;
  readonly endedAt?: UtcTime;
  /** SHA-256 of `capture.json` (`received.json`); absent while open and when nothing was sealed. */
  readonly digest?: Sha256Digest;
  /** Of a received file its name as it was given. */
  readonly title?: string;
  readonly documentUrl?: string;
  readonly shownUrl?: string;
  readonly httpStatus?: number;
  /** Erased by law: number, times and digest are all that is left of it. Addresses are empty then. */
  readonly erased?: true;
}

/** An artifact of a sealed exhibit as the vault keeps it. */
export interface StoredArtifact extends Artifact {
  /** SHA-256 of the stored bytes, which is the object's name; differs from `sha256` when the object is encrypted. */
  readonly objectSha256: Sha256Digest;
  readonly encrypted: boolean;
}
