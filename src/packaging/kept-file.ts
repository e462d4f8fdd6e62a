import { randomUUID } from 'node:crypto';
import { link, lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PugmarkError } from '../core/errors.ts';

/**
 * Writes a small file beside its place, durably, under a name that nobody looks for; `publish` gives it its own. Throws `usage` when something
 * stands there already, `disk-full`, `io-failed`; nothing is left then.
 */
export async function keepFile(path: string, bytes: Uint8Array): Promise<{ publish(): Promise<void>; discard(): Promise<void> }> {
  const part = join(dirname(path), `.${randomUUID()}.part`);
  return await inWords(path, async () => {
    if (await isThere(path)) throw taken(path);
    try {
      const file = await open(part, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    return {
      publish: () => inWords(path, () => giveName(part, path)),
      discard: () => inWords(part, () => rm(part, { force: true })),
    };
  });
}

async function giveName(part: string, path: string): Promise<void> {
  try {
    await link(part, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw taken(path);
    // Where a file cannot have two names: nothing stood there a moment ago.
    await rename(part, path);
    return;
  }
  await rm(part, { force: true });
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

function taken(path: string): PugmarkError {
  return new PugmarkError('usage', `${basename(path)} is there already: it was not overwritten`);
}

async function inWords<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const native = codeOf(cause);
    if (cause instanceof PugmarkError || native === undefined) throw cause;
    const isFull = native === 'ENOSPC' || native === 'EDQUOT';
    throw new PugmarkError(isFull ? 'disk-full' : 'io-failed', `${path} cannot be written (${native})`, { details: { native }, cause });
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
