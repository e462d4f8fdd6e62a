import type { FileHandle } from 'node:fs/promises';
import { sha256DigestOf } from '../../core/digest/digest.ts';
import { concatBytes } from '../../core/digest/encoding.ts';
import { isPugmarkError } from '../../core/errors.ts';
import type { StoredArtifact } from '../../core/model/case.ts';
import type { Cryptography, OpenedArtifact } from '../../core/ports.ts';
import type { ContentKey } from '../keys/content-keys.ts';
import { withStorageErrorsAsync } from '../storage-error.ts';
import { readAt } from './file-ranges.ts';
import { changedObject, openObjectFile, openSealedObject, readStored } from './object-store.ts';
import { objectPath } from '../files/vault-paths.ts';

/**
 * An object for random access, after all of it was read from the very file that stays open, and found right. Throws `object-missing`, `object-changed`, as
 * does the reading: where the object is encrypted each piece authenticates under its key, where it is not, its file may have been written into since.
 */
export async function openObject(
  cryptography: Cryptography,
  objectsFolder: string,
  artifact: StoredArtifact,
  openKey: () => Promise<ContentKey>,
): Promise<OpenedArtifact> {
  const path = objectPath(objectsFolder, artifact.objectSha256);
  const handle = await openObjectFile(path, artifact);
  try {
    const { size } = await withStorageErrorsAsync(path, () => handle.stat());
    const sealed = artifact.encrypted ? await openSealedObject(cryptography, handle, size, await openKey()) : undefined;
    const hash = cryptography.hashing.startSha256();
    let sizeBytes = 0;
    for await (const piece of sealed?.readAll() ?? readStored(handle, artifact, size)) {
      hash.update(piece);
      sizeBytes += piece.length;
    }
    if (sizeBytes !== artifact.sizeBytes || sha256DigestOf(hash.digest()) !== artifact.sha256) throw changedObject(artifact);
    const readRange = async (offset: number, length: number): Promise<Uint8Array> => {
      if (sealed === undefined) return await readPlainRange(handle, artifact, offset, length);
      const pieces: Uint8Array[] = [];
      for await (const piece of sealed.readRange(offset, offset + length)) pieces.push(piece);
      return concatBytes(...pieces);
    };
    return {
      sizeBytes,
      read: async (offset, length) => {
        try {
          return await readRange(offset, length);
        } catch (error) {
          if (isPugmarkError(error, 'sealed-object-invalid')) throw changedObject(artifact, error);
          throw error;
        }
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    if (isPugmarkError(error, 'sealed-object-invalid')) throw changedObject(artifact, error);
    throw error;
  }
}

async function readPlainRange(handle: FileHandle, artifact: StoredArtifact, offset: number, length: number): Promise<Uint8Array> {
  const bytes = await withStorageErrorsAsync(artifact.name, () => readAt(handle, offset, length));
  if (bytes.length !== length) throw changedObject(artifact);
  return bytes;
}
