import type { UtcTime } from './clock.ts';
import type { TreeHead } from './custody/checkpoint.ts';
import type { Sha256Digest } from './digest/digest.ts';
import type { ExhibitNumber, Uuid } from './ids.ts';

/** A browser profile that a case keeps between captures, with its logins. */
export interface KeptProfile {
  /** Where the browser works with it. */
  readonly folder: string;
  /** It was kept before; otherwise the folder is new, or not there yet. */
  readonly isKept: boolean;
  /**
   * After the browser has ended: keeps it as it is now, or as it was before. In an encrypted vault nothing in plain is left then. Once.
   * Throws `disk-full`, `io-failed`.
   */
  end(as: 'now' | 'before'): Promise<void>;
}

/** A person who works in this vault. The name behind a service number stands nowhere in it. */
export interface Operator {
  readonly serviceNumber: string;
  readonly osAccount?: string;
  readonly addedAt: UtcTime;
  /** Ids of the operator's keys, for evidence and for practice. */
  readonly keyId: Sha256Digest;
  readonly practiceKeyId: Sha256Digest;
}

/** What opening a vault for writing found and did. */
export interface VaultOpening {
  /** Attempts that a crash had left open and that are now ended as `capture.interrupted`. */
  readonly interrupted: readonly { readonly case: Uuid; readonly exhibit: ExhibitNumber }[];
  /** Exports that a crash had left without an end, and the end that they got. */
  readonly exports: readonly { readonly case: Uuid; readonly package: Uuid; readonly end: 'package.sealed' | 'package.failed' }[];
  /** Leftovers in `incoming/` that were removed. */
  readonly strayRemoved: readonly string[];
  /** The vault is an older or another copy than this station knew; its logs go on in new segments. */
  readonly restored: boolean;
  /** The vault stands in another place than last time, or this station did not know it. */
  readonly moved: boolean;
  readonly toolChanged: boolean;
}

/** What an erasure did. */
export interface Erasure {
  readonly exhibits: readonly ExhibitNumber[];
  /** Files that were deleted. */
  readonly objects: number;
  /** False: another program reads an older state, and remains leave the databases at a later start, once none does. */
  readonly purged: boolean;
}

export interface VaultInit {
  readonly folder: string;
  readonly passphrase: string;
  readonly serviceNumber: string;
  readonly agency: string;
  readonly osAccount?: string;
  /** age recipient (`age1...`) that can open a copy of the vault key. */
  readonly recovery?: string;
  /** A printed code (`makeRecoveryCode`) that can open another copy of it. */
  readonly recoveryCode?: string;
  /** Databases and objects are encrypted: without the passphrase nothing of it can be read. */
  readonly encrypt?: boolean;
}

/** What a vault can be recovered by: the printed code, the recovery key of the agency. */
export type RecoveryKind = 'code' | 'key';

/** How the vault key is opened without the passphrase: by the printed code, or by the recovery key of the agency (`AGE-SECRET-KEY-1...`). */
export type VaultRecovery = { readonly code: string } | { readonly identity: string };

export interface BackupReport {
  readonly format: 'vault-backup/v1';
  readonly vault: Uuid;
  readonly destination: string;
  readonly cases: number;
  readonly objects: number;
  readonly bytes: number;
  /** Head of the vault log in the copy. */
  readonly head: TreeHead;
}
