import { existsSync, readdirSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Sha256Digest, Sha512Digest } from '../../core/digest/digest.ts';
import { sha256DigestOf, sha512DigestOf } from '../../core/digest/digest.ts';
import { isPugmarkError } from '../../core/errors.ts';
import type { Cryptography } from '../../core/ports.ts';
import { objectPath } from '../files/vault-paths.ts';
import { readAt, readFileRange } from '../objects/file-ranges.ts';
import { SealedObjectReader } from '../objects/sealed-object.ts';
import type { ContentKey } from '../keys/content-keys.ts';
import { hasNativeCode, withStorageErrors, withStorageErrorsAsync } from '../storage-error.ts';
import { open } from 'node:fs/promises';

/** What a file in `objects/` really holds. */
export interface ObjectFacts {
  readonly sizeBytes: number;
  readonly sha256: Sha256Digest;
  readonly sha512: Sha512Digest;
}

/** Hashes the stored bytes of an object. Undefined when it is not there. */
export async function readObjectFacts(
  cryptography: Cryptography,
  objectsFolder: string,
  object: Sha256Digest,
): Promise<ObjectFacts | undefined> {
  const path = objectPath(objectsFolder, object);
  try {
    await stat(path);
  } catch (error) {
    if (hasNativeCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    return await withStorageErrorsAsync(path, async () => {
      throw error;
    });
  }
  return await hashAll(cryptography, readFileRange(path, 0, Number.MAX_SAFE_INTEGER));
}

/** Hashes the plain bytes of an encrypted object. Undefined when it does not authenticate. */
export async function readPlainFacts(
  cryptography: Cryptography,
  objectsFolder: string,
  object: Sha256Digest,
  key: ContentKey,
): Promise<ObjectFacts | undefined> {
  const path = objectPath(objectsFolder, object);
  const handle = await withStorageErrorsAsync(path, () => open(path, 'r'));
  try {
    const { size } = await handle.stat();
    const read = async (offset: number, length: number): Promise<Uint8Array> => await readAt(handle, offset, length);
    return await hashAll(cryptography, (await SealedObjectReader.open(cryptography, { read, storedBytes: size }, key)).readAll());
  } catch (error) {
    if (isPugmarkError(error, 'sealed-object-invalid')) return undefined;
    throw error;
  } finally {
    await handle.close();
  }
}

async function hashAll(cryptography: Cryptography, bytes: AsyncIterable<Uint8Array>): Promise<ObjectFacts> {
  const sha256 = cryptography.hashing.startSha256();
  const sha512 = cryptography.hashing.startSha512();
  let sizeBytes = 0;
  for await (const piece of bytes) {
    sha256.update(piece);
    sha512.update(piece);
    sizeBytes += piece.length;
  }
  return { sizeBytes, sha256: sha256DigestOf(sha256.digest()), sha512: sha512DigestOf(sha512.digest()) };
}

/** Files below `objects/` that no artifact accounts for, relative to the case's folder. */
export function findUnknownFiles(objectsFolder: string, referenced: Iterable<Sha256Digest>): readonly string[] {
  const expected = new Set([...referenced].map((object) => objectPath(objectsFolder, object)));
  return withStorageErrors(objectsFolder, () => {
    if (!existsSync(objectsFolder)) return [];
    return readdirSync(objectsFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !expected.has(path))
      .map((path) => join('objects', relative(objectsFolder, path)).split(sep).join('/'))
      .sort();
  });
}
