import { existsSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { buildCanonicalJson, parseCanonicalJson } from '../../core/canonical/canonical-json.ts';
import { sha256DigestOf, sha256DigestSchema, type Sha256Digest } from '../../core/digest/digest.ts';
import { isSameBytes } from '../../core/digest/encoding.ts';
import { isPugmarkError, PugmarkError } from '../../core/errors.ts';
import type { Uuid } from '../../core/ids.ts';
import type { StoredArtifact } from '../../core/model/case.ts';
import { PieceBuffers, streamRange } from '../../core/package/byte-window.ts';
import type { Cryptography, PassingBytes } from '../../core/ports.ts';
import type { OnStep } from '../commit-steps.ts';
import { makeFolders, syncFolder, syncFolders, writeNewFile } from '../files/durable-files.ts';
import { objectPath } from '../files/vault-paths.ts';
import { isWithin } from '../files/within.ts';
import type { ContentKey } from '../keys/content-keys.ts';
import { hasNativeCode, withStorageErrors, withStorageErrorsAsync } from '../storage-error.ts';
import { readAt, readIntoAt } from './file-ranges.ts';
import { SealedObjectReader } from './sealed-object.ts';
import type { StagedArtifact } from './staging.ts';

const JOURNAL = 'placing.json';
/** Of whatever passes: a few files at a time. */
const passingBuffers = new PieceBuffers();

const journalSchema = z.strictObject({
  format: z.literal('placing/v1'),
  case: z.uuid(),
  objects: z.array(sha256DigestSchema),
});

/** What a crashed seal may have left in `objects/`. Undefined when it had not come so far. */
export function readPlacingJournal(stagingFolder: string): { readonly case: Uuid; readonly objects: readonly Sha256Digest[] } | undefined {
  const path = join(stagingFolder, JOURNAL);
  return withStorageErrors(path, () => {
    try {
      return parseCanonicalJson(readFileSync(path), journalSchema, path);
    } catch (error) {
      // Torn by the crash itself: then nothing was placed, for placing starts after it is on the disk.
      if (hasNativeCode(error, 'ENOENT') || isPugmarkError(error)) return undefined;
      throw error;
    }
  });
}

/** Keeps, durably, which objects a recovery may take away if no exhibit names them. */
export function writePlacingJournal(stagingFolder: string, caseId: Uuid, objects: readonly Sha256Digest[]): void {
  writeNewFile(join(stagingFolder, JOURNAL), buildCanonicalJson({ format: 'placing/v1', case: caseId, objects: [...objects] }));
}

/** `cases/<uuid>/objects/` for writing. */
export class ObjectStore {
  private readonly folder: string;
  private readonly caseId: Uuid;
  private readonly onStep: OnStep | undefined;

  constructor(folder: string, caseId: Uuid, onStep: OnStep | undefined) {
    this.folder = folder;
    this.caseId = caseId;
    this.onStep = onStep;
  }

  /**
   * Renames staged files to their objects, after a durable list of what is about to be placed, and makes the new names
   * durable. Returns how to take them back when the transaction fails. `isReferenced`: the object belongs to an exhibit
   * already. One at a time per case. Throws `disk-full`, `io-failed`; nothing is placed then.
   */
  async place(
    stagingFolder: string,
    staged: readonly StagedArtifact[],
    isReferenced: (object: Sha256Digest) => boolean,
  ): Promise<{ takeBack(): void }> {
    const journal = join(stagingFolder, JOURNAL);
    const moved: { readonly from: string; readonly to: string }[] = [];
    const takeBack = (): void => {
      withStorageErrors('objects', () => {
        for (const { from, to } of moved.toReversed()) renameSync(to, from);
        rmSync(journal, { force: true });
      });
    };
    withStorageErrors(journal, () => {
      rmSync(journal, { force: true });
      writePlacingJournal(
        stagingFolder,
        this.caseId,
        staged.map(({ objectSha256 }) => objectSha256),
      );
    });
    this.onStep?.('journal-written');
    try {
      await withStorageErrorsAsync('objects', async () => {
        const folders = new Set<string>();
        for (const { path, objectSha256 } of staged) {
          const target = objectPath(this.folder, objectSha256);
          // A try that failed before may have left a file that an exhibit shares where it belongs.
          if (!existsSync(path) && existsSync(target)) continue;
          for (const made of makeFolders(dirname(target))) folders.add(dirname(made));
          const isShared = existsSync(target) || isReferenced(objectSha256);
          renameSync(path, target);
          if (!isShared) moved.push({ from: path, to: target });
          folders.add(dirname(target));
          this.onStep?.('object-placed');
        }
        await syncFolders(folders);
      });
    } catch (error) {
      takeBack();
      throw error;
    }
    this.onStep?.('folders-synced');
    return { takeBack };
  }

  /** Removes objects that no exhibit names: of a crashed seal, or of erased exhibits. */
  removeUnreferenced(objects: readonly Sha256Digest[], isReferenced: (object: Sha256Digest) => boolean): void {
    withStorageErrors('objects', () => {
      for (const object of objects) {
        if (isReferenced(object)) continue;
        const path = objectPath(this.folder, object);
        if (!existsSync(path)) continue;
        rmSync(path);
        syncFolder(dirname(path));
        removeEmptyFolders(dirname(path), this.folder);
      }
    });
  }
}

/** Folders are named after the objects in them: with the last one they go. */
function removeEmptyFolders(folder: string, top: string): void {
  for (let path = folder; path !== top && isWithin(top, path); path = dirname(path)) {
    try {
      rmdirSync(path);
    } catch (error) {
      if (hasNativeCode(error, 'ENOTEMPTY', 'EEXIST', 'EPERM', 'EBUSY')) return;
      throw error;
    }
  }
}

/**
 * Plain bytes of an artifact, hashed on the way. Throws `object-missing`; at the end `object-changed` when stored or plain
 * bytes are not those that were sealed, so that nobody may use what came before.
 */
export async function* readObject(
  cryptography: Cryptography,
  objectsFolder: string,
  artifact: StoredArtifact,
  openKey: () => Promise<ContentKey>,
  passing?: PassingBytes,
  onProven?: (header: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  const path = objectPath(objectsFolder, artifact.objectSha256);
  const handle = await openObjectFile(path, artifact);
  try {
    const { size } = await withStorageErrorsAsync(path, () => handle.stat());
    const plainHash = cryptography.hashing.startSha256();
    let plainBytes = 0;
    const sealed = artifact.encrypted ? await openSealedObject(cryptography, handle, size, await openKey()) : undefined;
    const pieces =
      sealed !== undefined ? sealed.readAll() : readStored(handle, artifact, size, passing === undefined ? undefined : passingBuffers);
    for await (const piece of pieces) {
      plainHash.update(piece);
      plainBytes += piece.length;
      yield piece;
    }
    const plainDigest = sha256DigestOf(plainHash.digest());
    if (plainBytes !== artifact.sizeBytes || plainDigest !== artifact.sha256) throw changedObject(artifact);
    passing?.onSha256(plainDigest);
    if (sealed !== undefined) onProven?.(sealed.header);
  } catch (error) {
    if (isPugmarkError(error, 'sealed-object-invalid')) throw changedObject(artifact, error);
    throw error;
  } finally {
    await handle.close();
  }
}

/** The next piece is on its way while one is worked on. Throws `object-changed` for a file that was cut meanwhile. */
export function readStored(
  handle: FileHandle,
  artifact: StoredArtifact,
  sizeBytes: number,
  buffers?: PieceBuffers,
): AsyncGenerator<Uint8Array> {
  const readInto = async (offset: number, target: Uint8Array): Promise<void> => {
    const doneBytes = await withStorageErrorsAsync(artifact.name, () => readIntoAt(handle, offset, target));
    if (doneBytes !== target.length) throw changedObject(artifact);
  };
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    const bytes = Buffer.allocUnsafeSlow(length);
    await readInto(offset, bytes);
    return bytes;
  };
  return streamRange({ sizeBytes, read, readInto }, 0, sizeBytes, buffers);
}

/**
 * Part of an encrypted object that was read whole and found right before, with this header. Each chunk authenticates under the key of that
 * header, so that nothing but bytes of this very object in their place comes out. Throws `object-missing`, `object-changed`.
 */
export async function* readObjectPart(
  cryptography: Cryptography,
  objectsFolder: string,
  artifact: StoredArtifact,
  proven: { readonly header: Uint8Array; readonly openKey: () => Promise<ContentKey> },
  range: { readonly start: number; readonly end: number },
): AsyncGenerator<Uint8Array> {
  const path = objectPath(objectsFolder, artifact.objectSha256);
  const handle = await openObjectFile(path, artifact);
  try {
    const { size } = await withStorageErrorsAsync(path, () => handle.stat());
    const sealed = await openSealedObject(cryptography, handle, size, await proven.openKey());
    if (!isSameBytes(sealed.header, proven.header) || sealed.plainBytes !== artifact.sizeBytes) throw changedObject(artifact);
    yield* sealed.readRange(range.start, range.end);
  } catch (error) {
    if (isPugmarkError(error, 'sealed-object-invalid')) throw changedObject(artifact, error);
    throw error;
  } finally {
    await handle.close();
  }
}

/** Throws `sealed-object-invalid`. */
export async function openSealedObject(
  cryptography: Cryptography,
  handle: FileHandle,
  storedBytes: number,
  key: ContentKey,
): Promise<SealedObjectReader> {
  const read = async (offset: number, length: number): Promise<Uint8Array> => await readAt(handle, offset, length);
  return await SealedObjectReader.open(cryptography, { read, storedBytes }, key);
}

/** Throws `object-missing`, `io-failed`. */
export async function openObjectFile(path: string, artifact: StoredArtifact): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (hasNativeCode(error, 'ENOENT', 'ENOTDIR')) {
      throw new PugmarkError('object-missing', `The bytes of ${artifact.name} are not in the vault; run a check, restore a backup`, {
        details: { object: artifact.objectSha256 },
        cause: error,
      });
    }
    return await withStorageErrorsAsync(path, async () => {
      throw error;
    });
  }
}

/** What is told of bytes that are not those that were sealed. */
export function changedObject(artifact: StoredArtifact, cause?: unknown): PugmarkError {
  return new PugmarkError('object-changed', `The bytes of ${artifact.name} are not those that were sealed; run a check, restore a backup`, {
    details: { object: artifact.objectSha256 },
    ...(cause === undefined ? {} : { cause }),
  });
}
