import { constants } from 'node:fs';
import { access, link, lstat, mkdir, open, realpath, rename, rm, type FileHandle } from 'node:fs/promises';
import { createHash, type Hash } from 'node:crypto';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { sha256DigestOf } from '../core/digest/digest.ts';
import { PugmarkError, type ErrorCode } from '../core/errors.ts';
import { partFileName } from '../core/package/layout.ts';
import type { PackageFiles, PackageInput, WrittenPackage } from '../core/ports.ts';
import { buildEncrypter, encryptPieces } from './age/encrypt-pieces.ts';
import { putPageBeside, type PageBeside } from './page-beside.ts';

/** The container: turns files into the bytes of one. */
export type WriteContainer = (
  entries: AsyncIterable<PackageInput>,
  options: { readonly createdAt: string; readonly signal: AbortSignal },
) => AsyncIterable<Uint8Array>;

/** A package is for whoever is handed it; until then for this account alone. */
const FILE_MODE = 0o600;
/** Records and pieces leave together in pieces of this size. */
const WRITE_BYTES = 1024 * 1024;

/** Packages as files of this machine. */
export function createPackageFiles(writeContainer: WriteContainer): PackageFiles {
  return {
    async prepare(destination, vaultFolder, encryption) {
      if (encryption !== undefined) buildEncrypter(encryption);
      const folder = dirname(destination);
      await inWords(folder, async () => {
        await assertOutside(folder, vaultFolder);
        await mkdir(folder, { recursive: true });
        await access(folder, constants.W_OK);
        if (await isThere(destination)) throw takenError(destination);
      });
    },
    async write(entries, { destination, package: id, createdAt, signal, encryption, beside }) {
      const part = join(dirname(destination), partFileName(id));
      return await inWords(destination, async () => {
        const file = await open(part, 'wx', FILE_MODE);
        try {
          const plain = writeContainer(entries, { createdAt, signal });
          const hash = encryption === undefined ? undefined : createHash('sha256');
          const sizeBytes = await writeAll(file, encryption === undefined ? plain : encryptPieces(plain, encryption), hash);
          await file.sync();
          await file.close();
          await syncFolder(dirname(part));
          const fileSha256 = hash === undefined ? undefined : sha256DigestOf(hash.digest());
          return writtenPackage({ part, destination, beside }, { sizeBytes, ...(fileSha256 === undefined ? {} : { fileSha256 }) });
        } catch (error) {
          await file.close();
          await rm(part, { force: true });
          throw error;
        }
      });
    },
  };
}

/** What lies in a vault is the vault's: a foreign file there stands in its way, and its next start may take it for a leftover. */
async function assertOutside(folder: string, vaultFolder: string): Promise<void> {
  const way = relative(await realpath(vaultFolder), await findFuturePlace(folder));
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) return;
  throw new PugmarkError('usage', `${folder} is in the vault: choose a folder outside ${vaultFolder}`);
}

/** Where a folder that need not be there yet will really be. */
async function findFuturePlace(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    return join(await findFuturePlace(dirname(path)), basename(path));
  }
}

/** Writes one buffer while the other is filled; a piece may use its memory again when the next one is asked for. */
async function writeAll(file: FileHandle, pieces: AsyncIterable<Uint8Array>, hash: Hash | undefined): Promise<number> {
  let sizeBytes = 0;
  let used = 0;
  let [filling, leaving] = [Buffer.allocUnsafeSlow(WRITE_BYTES), Buffer.allocUnsafeSlow(WRITE_BYTES)];
  let writing: Promise<void> | undefined;
  const leave = async (): Promise<void> => {
    await writing;
    [filling, leaving] = [leaving, filling];
    writing = writePiece(file, leaving.subarray(0, used));
    // Awaited with the next buffer or below; until then a full disk must not count as an unhandled rejection.
    writing.catch(() => undefined);
    used = 0;
  };
  try {
    for await (const piece of pieces) {
      hash?.update(piece);
      for (let offset = 0; offset < piece.length;) {
        const taken = Math.min(piece.length - offset, WRITE_BYTES - used);
        filling.set(piece.subarray(offset, offset + taken), used);
        offset += taken;
        used += taken;
        if (used === WRITE_BYTES) await leave();
      }
      sizeBytes += piece.length;
    }
    if (used > 0) await leave();
  } finally {
    // Nothing may close the file while it is written to.
    await writing;
  }
  return sizeBytes;
}

async function writePiece(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let offset = 0; offset < piece.length;) offset += (await file.write(piece, offset)).bytesWritten;
}

function writtenPackage(
  { part, destination, beside }: { readonly part: string; readonly destination: string; readonly beside: PageBeside | undefined },
  facts: Pick<WrittenPackage, 'sizeBytes' | 'fileSha256'>,
): WrittenPackage {
  return {
    ...facts,
    publish: () =>
      inWords(destination, async () => {
        // First: without it many a receiver could not open the package.
        const page = beside === undefined ? undefined : await putPageBeside(part, destination, beside);
        try {
          await giveName(part, destination);
        } catch (error) {
          await page?.takeBack();
          throw error;
        }
      }),
    discard: () => inWords(part, () => rm(part, { force: true })),
  };
}

/**
 * Renaming would overwrite what came up meanwhile; a second name does not. File systems that know no second names (exFAT on a stick)
 * get an empty file first, which only one can make, and the package is renamed over that.
 */
async function giveName(part: string, destination: string): Promise<void> {
  try {
    await link(part, destination);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw takenError(destination);
    await nameByReservation(part, destination);
    return await syncName(destination);
  }
  try {
    await rm(part);
  } catch (error) {
    await rm(destination, { force: true });
    throw error;
  }
  await syncName(destination);
}

/**
 * The package has its name and may be read from now on: whatever the file system says of its durability, the log must not call it failed.
 */
async function syncName(destination: string): Promise<void> {
  await syncFolder(dirname(destination)).catch((error: unknown) => {
    if (codeOf(error) === undefined) throw error;
  });
}

async function nameByReservation(part: string, destination: string): Promise<void> {
  try {
    await (await open(destination, 'wx', FILE_MODE)).close();
  } catch (error) {
    throw codeOf(error) === 'EEXIST' ? takenError(destination) : error;
  }
  try {
    await rename(part, destination);
  } catch (error) {
    await rm(destination, { force: true });
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Makes names in a folder survive a power cut; where folders cannot be opened for that, the file system sees to it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // File systems of sticks and shares may know no such thing.
    if (codeOf(error) !== 'EINVAL' && codeOf(error) !== 'ENOTSUP') throw error;
  } finally {
    await handle.close();
  }
}

function takenError(destination: string): PugmarkError {
  return new PugmarkError('usage', `${destination} is there already: it was not overwritten`);
}

/** What the file system says as an error of ours; everything else passes. */
async function inWords<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const native = codeOf(error);
    if (error instanceof PugmarkError || native === undefined || !/^E[A-Z0-9]+$/.test(native)) throw error;
    const isFull = native === 'ENOSPC' || native === 'EDQUOT';
    const code: ErrorCode = isFull ? 'disk-full' : 'io-failed';
    const why = isFull ? 'the disk is full' : `it cannot be written (${native})`;
    throw new PugmarkError(code, `${what}: ${why}; no package was made`, { details: { native }, cause: error });
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
