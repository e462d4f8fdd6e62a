import type { Sha256Digest } from '../core/digest/digest.ts';
import type { Verdict } from '../core/package/verdict.ts';
import type { VerifyProgress } from '../core/package/verify-package.ts';
import type { ExhibitContent, PackageContent } from './content/package-content.ts';

/** What the page and its worker say to each other. */

/** A folder as a browser shows it. */
export interface GivenFolder {
  readonly name: string;
  /** With their paths in the folder. */
  readonly files: readonly { readonly path: string; readonly file: File }[];
  /** What lies too deep to be looked at. */
  readonly empty: readonly string[];
}

export type GivenPackage = { readonly kind: 'file'; readonly file: File } | { readonly kind: 'folder'; readonly folder: GivenFolder };

/** What a person gives to the check. */
export interface CheckOrder {
  readonly given: GivenPackage;
  /** Key files of stations that the checker trusts. */
  readonly keys: readonly File[];
  /** Their fingerprints, typed in. */
  readonly fingerprints: readonly Sha256Digest[];
  /** PEM files with roots of time-stamping authorities, beside those known here. */
  readonly roots: readonly File[];
  /** Revocations of keys. */
  readonly revocations: readonly File[];
  /** Supplements: time stamps over the seal that came after the package. */
  readonly tokens: readonly File[];
  readonly earlier?: GivenPackage;
  /** SHA-256 of the page that asks. */
  readonly page: Sha256Digest;
}

export type WorkerOrder =
  | ({ readonly kind: 'check'; readonly script: string } & CheckOrder)
  /** After a verdict: the bytes of a file of the package. */
  | { readonly kind: 'read'; readonly id: number; readonly path: string }
  /** The same for a report: as text, and only when its bytes are those that were sealed. */
  | { readonly kind: 'report'; readonly id: number; readonly path: string }
  /** The same for what is known of an exhibit. */
  | { readonly kind: 'exhibit'; readonly id: number; readonly exhibit: string };

export type WorkerAnswer =
  | ({ readonly kind: 'progress' } & VerifyProgress)
  | { readonly kind: 'verdict'; readonly verdict: Verdict; readonly tookMs: number }
  | { readonly kind: 'content'; readonly content: PackageContent }
  | { readonly kind: 'file'; readonly id: number; readonly blob: Blob }
  | { readonly kind: 'report'; readonly id: number; readonly text: string }
  | { readonly kind: 'exhibit'; readonly id: number; readonly exhibit: ExhibitContent }
  | { readonly kind: 'refused'; readonly id: number; readonly message: string }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };
