import type { UtcTime } from './clock.ts';
import type { Checkpoint } from './custody/checkpoint.ts';
import type { CustodyEntry } from './custody/entry.ts';
import type { ExhibitNumber, Uuid } from './ids.ts';
import type { Profile } from './package/profiles.ts';

/** What an export says before it begins. */
export interface ExportStart {
  readonly profile: Profile;
  readonly exhibits: readonly ExhibitNumber[];
  /** Absolute path of the file to be. */
  readonly destination: string;
  readonly recipient?: string;
  readonly purpose?: string;
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
  /** Gives it its name, durably. Throws `usage` when something came up there meanwhile, `io-failed`; then it is where it was. */
  publish(): Promise<void>;
  /** Takes it away, as if it had not been. Not after `publish`. */
  discard(): Promise<void>;
}

/** Where packages are written to. */
export interface PackageFiles {
  /**
   * Makes the folder of `destination` where it is not. Throws `usage` when something stands there or the folder is or lies in `vaultFolder`,
   * also by way of links; `io-failed` when nothing can be written.
   */
  prepare(destination: string, vaultFolder: string): Promise<void>;
  /**
   * Writes a package beside `destination` as `partFileName`. What throws leaves nothing behind: `disk-full`, `io-failed`, whatever
   * `entries` throws, the reason of `signal`.
   */
  write(
    entries: AsyncIterable<PackageInput>,
    options: { readonly destination: string; readonly package: Uuid; readonly createdAt: UtcTime; readonly signal: AbortSignal },
  ): Promise<WrittenPackage>;
}
