import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { isBagLike } from '../core/package/bag/open-bag.ts';
import { PugmarkError } from '../core/errors.ts';
import { isAgeFile, MAX_FIRST_LINE, refuseArmored, type PackageKeys } from '../core/package/encryption/encryption.ts';
import { openEncryptedReader } from '../core/package/encryption/encrypted-reader.ts';
import type { ByteReader, PackageSource } from '../core/package/package-source.ts';
import { readZip } from '../core/package/read-zip.ts';
import type { PackageFinding } from '../core/package/verdict.ts';
import { nodeDecompression } from './decompression.ts';
import { openFileReader, refuse } from './file-source.ts';
import { openFolderSource } from './folder-source.ts';

/** A package at rest, and what its container alone shows. */
export interface OpenedPackage {
  readonly source: PackageSource;
  readonly findings: readonly PackageFinding[];
  readonly isEncrypted: boolean;
  close(): Promise<void>;
}

/**
 * Opens a package, packed or unpacked, for reading only; `name` is what findings call it. An encrypted one is decrypted where it is read, with
 * `keys`: no plain byte of it is written anywhere.
 * Throws `input-unreadable` when nothing can be read there, `package-unreadable` when what is there is no package: no ZIP file, or nothing
 * of a bag in it; `package-locked` when no key opens it.
 */
export async function openPackage(path: string, name = basename(path), keys?: PackageKeys): Promise<OpenedPackage> {
  const found = await stat(path).catch((cause: unknown) => refuse(name, 'cannot be opened', cause));
  if (found.isDirectory()) {
    const source = await openFolderSource(path);
    assertBagLike(source, []);
    return { source, findings: [], isEncrypted: false, close: async () => undefined };
  }
  const reader = await openFileReader(path);
  try {
    const plain = await openPlain(reader, name, keys);
    const { source, findings } = await readZip(plain, name, nodeDecompression);
    assertBagLike(source, findings);
    return { source, findings, isEncrypted: plain !== reader, close: () => reader.close() };
  } catch (fault) {
    await reader.close();
    throw fault;
  }
}

/** The reader itself, or what is behind its encryption. */
async function openPlain(reader: ByteReader, name: string, keys: PackageKeys | undefined): Promise<ByteReader> {
  const start = await reader.read(0, Math.min(reader.sizeBytes, MAX_FIRST_LINE));
  refuseArmored(start, name);
  if (!isAgeFile(start)) return reader;
  if (keys === undefined || (keys.identities.length === 0 && keys.passphrase === undefined))
    throw new PugmarkError('package-locked', `${name} is encrypted: give the file of your key, or the passphrase`);
  return await openEncryptedReader(reader, name, keys);
}

/** A container that is too damaged to list anything has findings that say so. */
function assertBagLike(source: PackageSource, findings: readonly PackageFinding[]): void {
  if (isBagLike(source) || (source.entries.length === 0 && findings.length > 0)) return;
  throw new PugmarkError('package-unreadable', `${source.name} is not a case package: there is no bag in it`);
}
