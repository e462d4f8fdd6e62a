import { link, lstat, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PugmarkError, type ErrorCode } from '../core/errors.ts';

// What is handed over gets its name last, whole and durable, and overwrites nothing.

/** For whoever is handed it; until then for this account alone. */
export const FILE_MODE = 0o600;

/**
 * Gives a whole file its name, durably, and takes its temporary one away. Renaming would overwrite what came up meanwhile; a second name does
 * not. File systems that know no second names (exFAT on a stick) get an empty file first, which only one can make, and the file is renamed
 * over that. Throws `usage` when the name is taken, otherwise as the file system does; then nothing has the name.
 */
export async function giveNewName(part: string, destination: string): Promise<void> {
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
 * The file has its name and may be read from now on: whatever the file system says of its durability, nobody must call it failed.
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

/** True for anything of that name, also a link that leads nowhere. Throws as the file system does. */
export async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Makes names in a folder survive a power cut; where folders cannot be opened for that, the file system sees to it. Throws as that does. */
export async function syncFolder(folder: string): Promise<void> {
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

/** Nothing that is there is overwritten. */
export function takenError(destination: string): PugmarkError {
  return new PugmarkError('usage', `${destination} is there already: it was not overwritten`);
}

/**
 * What the file system says as an error of ours, `disk-full` or `io-failed`; everything else passes. `what` could not be written, and
 * `consequence` says what was not made for that.
 */
export async function inWords<T>(what: string, consequence: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const native = codeOf(error);
    if (error instanceof PugmarkError || native === undefined || !/^E[A-Z0-9]+$/.test(native)) throw error;
    const isFull = native === 'ENOSPC' || native === 'EDQUOT';
    const code: ErrorCode = isFull ? 'disk-full' : 'io-failed';
    const why = isFull ? 'the disk is full' : `it cannot be written (${native})`;
    throw new PugmarkError(code, `${what}: ${why}; ${consequence}`, { details: { native }, cause: error });
  }
}

/** The code of the file system (`EEXIST`); undefined for what is no error of it. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
