import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Only this account reads a vault. */
export const FOLDER_MODE = 0o700;
export const FILE_MODE = 0o600;

/**
 * Makes names in a folder survive a power cut. Windows cannot open a folder for that; NTFS journals its names.
 */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The same for many at once, off the main thread: one journal commit of the file system serves them all. */
export async function syncFolders(folders: Iterable<string>): Promise<void> {
  if (process.platform === 'win32') return;
  await Promise.all(
    [...folders].map(async (folder) => {
      const handle = await open(folder, 'r');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    }),
  );
}

/** Makes a folder with its parents. Returns the folders that were not there before: their parents hold new names. */
export function makeFolders(folder: string): readonly string[] {
  const first = mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  if (first === undefined) return [];
  const made: string[] = [];
  for (let path = folder; ; path = dirname(path)) {
    made.push(path);
    // `first` is the topmost folder that was made.
    if (path === first || dirname(path) === path) return made;
  }
}

/** The same, with the new names durable. */
export function makeFolderDurably(folder: string): void {
  for (const made of makeFolders(folder)) syncFolder(dirname(made));
}

/** Writes a new file whole and durable, its name included. Throws `EEXIST` when it is there. */
export function writeNewFile(path: string, bytes: Uint8Array): void {
  writeSynced(path, bytes);
  syncFolder(dirname(path));
}

/** Replaces a file whole or not at all: a crash leaves the old or the new one. */
export function replaceFile(path: string, bytes: Uint8Array, uniqueName: string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${uniqueName}`);
  try {
    writeSynced(temporary, bytes);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}

function writeSynced(path: string, bytes: Uint8Array): void {
  const descriptor = openSync(path, 'wx', FILE_MODE);
  try {
    for (let offset = 0; offset < bytes.length;) offset += writeSync(descriptor, bytes, offset);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
