import { constants } from 'node:fs';
import { access, mkdir, open, realpath, rm, type FileHandle } from 'node:fs/promises';
import { createHash, type Hash } from 'node:crypto';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { sha256DigestOf } from '../core/digest/digest.ts';
import { PugmarkError } from '../core/errors.ts';
import { partFileName } from '../core/package/layout.ts';
import type { PackageFiles, PackageInput, WrittenPackage } from '../core/ports.ts';
import { buildEncrypter, encryptPieces } from './age/encrypt-pieces.ts';
import { codeOf, FILE_MODE, giveNewName, inWords, isThere, syncFolder, takenError } from './new-file.ts';
import { putPageBeside, type PageBeside } from './page-beside.ts';

/** The container: turns files into the bytes of one. */
export type WriteContainer = (
  entries: AsyncIterable<PackageInput>,
  options: { readonly createdAt: string; readonly signal: AbortSignal },
) => AsyncIterable<Uint8Array>;

const NOTHING_MADE = 'no package was made';
/** Records and pieces leave together in pieces of this size. */
const WRITE_BYTES = 1024 * 1024;

/** Packages as files of this machine. */
export function createPackageFiles(writeContainer: WriteContainer): PackageFiles {
  return {
    async prepare(destination, vaultFolder, encryption) {
      if (encryption !== undefined) buildEncrypter(encryption);
      const folder = dirname(destination);
      await inWords(folder, NOTHING_MADE, async () => {
        await assertOutside(folder, vaultFolder);
        await mkdir(folder, { recursive: true });
        await access(folder, constants.W_OK);
        if (await isThere(destination)) throw takenError(destination);
      });
    },
    async write(entries, { destination, package: id, createdAt, signal, encryption, beside }) {
      const part = join(dirname(destination), partFileName(id));
      return await inWords(destination, NOTHING_MADE, async () => {
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
      inWords(destination, NOTHING_MADE, async () => {
        // First: without it many a receiver could not open the package.
        const page = beside === undefined ? undefined : await putPageBeside(part, destination, beside);
        try {
          await giveNewName(part, destination);
        } catch (error) {
          await page?.takeBack();
          throw error;
        }
      }),
    discard: () => inWords(part, NOTHING_MADE, () => rm(part, { force: true })),
  };
}
