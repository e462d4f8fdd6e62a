import type { Random } from '../../ids.ts';
import { isSameBytes, toHex, toUtf8 } from '../../digest/encoding.ts';
import { PugmarkError } from '../../errors.ts';

/** For whom a package is encrypted, in the age format (https://age-encryption.org/v1). That format allows no mixture of the two. */
export type PackageEncryption =
  | { readonly kind: 'recipients'; /** `age1...`, one at least. */ readonly recipients: readonly string[] }
  | {
      readonly kind: 'passphrase';
      readonly passphrase: string;
      /** Binary logarithm of what one guess costs (scrypt); default that of age, 18: about a second. */
      readonly workFactor?: number;
    };

/** What somebody has who opens an encrypted package: private keys (`AGE-SECRET-KEY-...`), a passphrase, or both. */
export interface PackageKeys {
  readonly identities: readonly string[];
  readonly passphrase?: string;
}

/** The first line of every age file in its binary form. */
export const AGE_FIRST_LINE = 'age-encryption.org/v1\n';

/** The first line of one in its text form, which travels in mails. */
const ARMOR_FIRST_LINE = '-----BEGIN AGE ENCRYPTED FILE-----';

/** Bytes from which {@link isAgeFile} and {@link refuseArmored} know a file. */
export const MAX_FIRST_LINE = 64;

/** The page beside an encrypted package that decrypts it in a browser. */
export const OPEN_PAGE_NAME = 'OPEN.html';

/** Longer than any file of keys that a person keeps. */
export const MAX_IDENTITY_BYTES = 64 * 1024;

/** An encrypted package travels, and whoever copies it may guess for years. */
export const MIN_PASSPHRASE = 12;

/** Name of an encrypted package: it tells nothing of the case, the profile or the day. */
export function buildNeutralName(random: Pick<Random, 'bytes'>): string {
  return `package-${toHex(random.bytes(6))}.age`;
}

/** True when these first bytes of a file are those of an age file. */
export function isAgeFile(start: Uint8Array): boolean {
  return isSameBytes(start.subarray(0, AGE_FIRST_LINE.length), toUtf8(AGE_FIRST_LINE));
}

/** Throws `input-unreadable` when these first bytes are those of an age file in its text form, which cannot be read in its place. */
export function refuseArmored(start: Uint8Array, name: string): void {
  if (!isSameBytes(start.subarray(0, ARMOR_FIRST_LINE.length), toUtf8(ARMOR_FIRST_LINE))) return;
  throw new PugmarkError(
    'input-unreadable',
    `${name} is an age file in its text form: decrypt it with age -d, or ask for the package as it was made`,
  );
}

/**
 * The private keys in a file as `age-keygen` writes it: one in a line, empty lines and comments (`#`) between. Throws `key-invalid`, and
 * never says what stood there.
 */
export function parseIdentities(text: string): readonly string[] {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (text.startsWith(AGE_FIRST_LINE.trim()) || text.startsWith(ARMOR_FIRST_LINE))
    throw new PugmarkError('key-invalid', 'The file of keys is itself encrypted: decrypt it first, with age -d');
  if (lines.length === 0) throw new PugmarkError('key-invalid', 'There is no key in it');
  if (lines.length > 100 || lines.some((line) => !/^AGE-SECRET-KEY-(?:PQ-)?1[A-Z0-9]+$/.test(line)))
    throw new PugmarkError('key-invalid', 'It is no file of age keys: lines AGE-SECRET-KEY-1..., as age-keygen writes them');
  return lines;
}

/** Throws `usage` when a passphrase is too short to travel with what it locks. */
export function assertPackagePassphrase(passphrase: string): void {
  if (Array.from(passphrase).length >= MIN_PASSPHRASE) return;
  throw new PugmarkError('usage', `The passphrase of a package needs ${MIN_PASSPHRASE} characters at least: take five words or more`);
}
