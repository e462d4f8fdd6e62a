import type { UtcTime } from './clock.ts';
import type { Checkpoint } from './custody/checkpoint.ts';
import type { CustodyEntry } from './custody/entry.ts';
import type { Sha256Digest } from './digest/digest.ts';
import type { ExhibitNumber, Uuid } from './ids.ts';
import type { PackageEncryption } from './package/encryption/encryption.ts';
import type { ChosenPart, Profile } from './package/profiles.ts';
import type { PackageLanguage } from './package/report-input.ts';

/** What an export says before it begins. */
export interface ExportStart {
  readonly profile: Profile;
  readonly exhibits: readonly ExhibitNumber[];
  /** Absolute path of the file to be. */
  readonly destination: string;
  readonly recipient?: string;
  readonly purpose?: string;
  /** For whom it is encrypted, as text: the log commits to it. Absent: it is not. */
  readonly encryption?: string;
  /** Parts that the profile leaves to choice and that were chosen. */
  readonly parts?: readonly ChosenPart[];
  /** Why values of credentials are handed over: the log commits to it. */
  readonly secretsReason?: string;
  /** Of a reduced set: the package that it was chosen from. */
  readonly reducedFrom?: Uuid;
  /** What comes later for the same receiver speaks it too. */
  readonly language?: PackageLanguage;
}

/** A package under way, whose `package.exported` is committed. */
export interface PackageExport {
  readonly id: Uuid;
  readonly entry: CustodyEntry;
  /** Over everything up to `entry`. */
  readonly checkpoint: Checkpoint;
  /** A folder of this export alone for what is made for it; removed at its end. */
  readonly scratchFolder: string;
}

/** A package that was written. */
export interface SealedPackage {
  /** SHA-256 of `seal/seal.dsse.json`. */
  readonly seal: Sha256Digest;
  readonly sizeBytes: number;
  /** Of the encrypted file. */
  readonly fileSha256?: Sha256Digest;
}

/** One file for the container of a package, its path with the top folder. */
export interface PackageInput {
  readonly path: string;
  readonly sizeBytes: number;
  /** As many bytes as `sizeBytes` says. */
  readonly source: Uint8Array | AsyncIterable<Uint8Array>;
}

/** A package that lies whole and durable under its temporary name. */
export interface WrittenPackage {
  readonly sizeBytes: number;
  /** Of the file as it lies there; of encrypted ones only: of the others the seal says all. */
  readonly fileSha256?: Sha256Digest;
  /** Gives it its name, durably. Throws `usage` when something came up there meanwhile, `io-failed`; then it is where it was. */
  publish(): Promise<void>;
  /** Takes it away, as if it had not been. Not after `publish`. */
  discard(): Promise<void>;
}

/** Where packages are written to. */
export interface PackageFiles {
  /**
   * Makes the folder of `destination` where it is not. Throws `usage` when something stands there or the folder is or lies in `vaultFolder`,
   * also by way of links, or a recipient is none; `io-failed` when nothing can be written.
   */
  prepare(destination: string, vaultFolder: string, encryption?: PackageEncryption): Promise<void>;
  /**
   * Writes a package beside `destination` as `partFileName`, with `encryption` not a byte of it plain. What throws leaves nothing behind:
   * `disk-full`, `io-failed`, `usage` (a recipient is none), whatever `entries` throws, the reason of `signal`.
   */
  write(
    entries: AsyncIterable<PackageInput>,
    options: {
      readonly destination: string;
      readonly package: Uuid;
      readonly createdAt: UtcTime;
      readonly signal: AbortSignal;
      readonly encryption?: PackageEncryption;
      /** A page that goes beside the package right before it gets its name, when it is not there yet. */
      readonly beside?: { readonly name: string; readonly bytes: Uint8Array };
    },
  ): Promise<WrittenPackage>;
}
