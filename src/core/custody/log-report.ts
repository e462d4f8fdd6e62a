import type { Sha256Digest } from '../digest/digest.ts';
import type { ExhibitNumber, Uuid } from '../ids.ts';
import type { TreeHead } from './checkpoint.ts';
import type { CustodyEntry } from './entry.ts';

/** What may be wrong with a custody log. Closed. */
export const LOG_FINDING_CODES = [
  'line-not-canonical',
  'line-invalid',
  'line-foreign',
  'sequence-gap',
  'nonce-repeated',
  'log-empty',
  'checkpoint-invalid',
  'checkpoint-signature',
  'checkpoint-beyond-log',
  'checkpoint-root',
  'checkpoint-inconsistent',
  'checkpoint-missing',
  'key-link-missing',
  'segment-not-joined',
  'segment-differs',
  'start-repeated',
  'end-repeated',
  'end-without-start',
  'number-gap',
] as const;
export type LogFindingCode = (typeof LOG_FINDING_CODES)[number];

export interface LogFinding {
  readonly code: LogFindingCode;
  /** `<origin>`, `<origin> entry 4`, `<origin> checkpoint 5`, an exhibit number, or `package <uuid>`. */
  readonly subject: string;
  readonly message: string;
}

/** One leaf: its entry, or only its hash where the log was handed over with this leaf withheld. */
export interface LogLeaf {
  readonly origin: string;
  readonly seq: number;
  readonly leafHash: Uint8Array;
  /** Absent when withheld or unreadable. */
  readonly entry?: CustodyEntry;
}

/** What a log says, and where it contradicts itself. */
export interface LogReport {
  readonly findings: readonly LogFinding[];
  readonly leaves: readonly LogLeaf[];
  /** Head of each segment as recomputed from its leaves. */
  readonly heads: readonly TreeHead[];
  /** Root after each size from 0, per origin. */
  readonly roots: ReadonlyMap<string, readonly Sha256Digest[]>;
  readonly checkpoints: number;
  /** Checkpoints signed by a key that was revoked, without a token from before: they count for nothing. */
  readonly uncounted: readonly string[];
  /** Largest size that a valid checkpoint of the newest segment covers; 0 without any. */
  readonly covered: number;
  /** Starts without an end, a fact and no finding: under way, or cut off and not yet accounted for. */
  readonly open: readonly { readonly exhibit: ExhibitNumber; readonly attempt: Uuid }[];
  /** Packages whose export has no end: under way, or cut off and not yet accounted for. */
  readonly openExports: readonly Uuid[];
  /** Numbers that a lost copy of the case had given out; told by `segment.joined`. */
  readonly skipped: readonly { readonly first: ExhibitNumber; readonly last: ExhibitNumber }[];
}
