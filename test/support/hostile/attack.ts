import type { Sha256Digest } from '../../../src/core/digest/digest.ts';
import type { PackageFindingCode } from '../../../src/core/package/verdict.ts';

/** By whom, and with what in hand. `time`: by somebody who tampers with time stamps. */
export const ATTACK_GROUPS = ['container', 'reader', 'hand', 'forger', 'key-holder', 'earlier', 'time', 'limit'] as const;
export type AttackGroup = (typeof ATTACK_GROUPS)[number];

/** What a checker is given, and what they bring along. */
export interface AttackedPackage {
  /** The one file of a package. */
  readonly zip: Uint8Array;
  /** Fingerprints of identity keys that the checker has from elsewhere. */
  readonly trusted: readonly Sha256Digest[];
  /** A package of the same case that the checker got before: one file too. */
  readonly earlier?: Uint8Array;
  /** DER of roots of time-stamping authorities that the checker has from elsewhere. */
  readonly timestampRoots?: readonly Uint8Array[];
}

/** A package that somebody broke on purpose, in one way. Made again it is the same, to the byte. */
export interface Attack {
  /** Kebab-case, and never given to another. */
  readonly id: string;
  readonly group: AttackGroup;
  /** One sentence: what was done. */
  readonly title: string;
  make(): Promise<AttackedPackage>;
  /** The same before it was done: nothing speaks against it. */
  control(): Promise<AttackedPackage>;
  readonly expected: {
    /** Of `pugmark verify`. */
    readonly exitCode: 0 | 1 | 2;
    /** What has to be found, whatever else is; all of it is in the manifest. */
    readonly codes: readonly PackageFindingCode[];
  };
}

/** A title out of a phrase, and an id out of a title. */
export function titleOf(what: string): string {
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}.`;
}

export function idOf(group: AttackGroup, what: string): string {
  const slug = what
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return `${group}-${slug}`;
}
