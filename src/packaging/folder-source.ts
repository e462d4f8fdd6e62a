import { constants, type BigIntStats } from 'node:fs';
import { lstat, open, opendir, type FileHandle } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { PieceBuffers, streamRange } from '../core/package/byte-window.ts';
import { MAX_ENTRIES } from '../core/package/check-entries.ts';
import { compareByBytes } from '../core/package/entry-names.ts';
import type { ByteReader, PackageEntry, PackageSource } from '../core/package/package-source.ts';
import { readExactly, readInto, refuse } from './file-source.ts';

/** Folders inside each other; a package has five. */
const MAX_DEPTH = 32;

/** Links are not followed, and a pipe put in the place of a file does not hold us up. Both are absent on Windows. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * An unpacked package. Lists it once; symbolic links are listed as such and never followed. What lies deeper than 32 folders is listed as
 * one entry of kind `other`. Throws `input-unreadable` when the folder cannot be read, or holds more than 200,000 entries.
 */
export async function openFolderSource(folder: string): Promise<PackageSource> {
  const root = resolve(folder);
  const name = basename(root);
  const entries = (await listEntries(root, name)).toSorted((a, b) => compareByBytes(a.path, b.path));
  const sizes = new Map(entries.filter(({ kind }) => kind === 'file').map(({ path, sizeBytes }) => [path, sizeBytes]));
  const find = (path: string): number => sizes.get(path) ?? refuse(path, `is no file of ${name}`);
  const buffers = new PieceBuffers();
  return {
    container: 'folder',
    name,
    entries,
    async *stream(path) {
      const sizeBytes = find(path);
      const handle = await openFile(root, path, sizeBytes);
      try {
        const reader: ByteReader = {
          sizeBytes,
          read: (offset, length) => readExactly(handle, path, offset, length),
          readInto: (offset, target) => readInto(handle, path, offset, target),
        };
        yield* streamRange(reader, 0, sizeBytes, buffers);
      } finally {
        await handle.close();
      }
    },
    open: (path) => buildReader(root, path, find(path)),
  };
}

async function listEntries(root: string, name: string): Promise<readonly PackageEntry[]> {
  const entries: PackageEntry[] = [];
  const waiting: { readonly path: string; readonly depth: number }[] = [{ path: '', depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, depth } = next;
    const folder = await opendir(join(root, path)).catch((cause: unknown) => refuse(path || name, 'cannot be listed', cause));
    for await (const { name: part } of folder) {
      const child = path === '' ? part : `${path}/${part}`;
      const stat = await lstat(join(root, child), { bigint: true }).catch((cause: unknown): undefined => {
        // Bytes that are no UTF-8: the name that we were given for them leads to nothing.
        return part.includes('\ufffd') ? undefined : refuse(child, 'cannot be looked at', cause);
      });
      if (stat === undefined) {
        entries.push({ path: child, kind: 'other', sizeBytes: 0 });
        continue;
      }
      const kind = kindOf(stat);
      if (kind === 'folder' && depth < MAX_DEPTH) waiting.push({ path: child, depth: depth + 1 });
      else entries.push({ path: child, kind: kind === 'folder' ? 'other' : kind, sizeBytes: kind === 'file' ? Number(stat.size) : 0 });
      if (entries.length + waiting.length > MAX_ENTRIES) refuse(name, `holds more than ${MAX_ENTRIES} entries`);
    }
  }
  return entries;
}

function kindOf(stat: BigIntStats): PackageEntry['kind'] {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'folder';
  return stat.isSymbolicLink() ? 'symlink' : 'other';
}

/** Opens what was listed as a file and sees that it still is that file. */
async function openFile(root: string, path: string, sizeBytes: number): Promise<FileHandle> {
  const handle = await open(join(root, path), OPEN_FLAGS).catch((cause: unknown) => refuse(path, 'cannot be opened', cause));
  const stat = await handle.stat();
  if (!stat.isFile() || stat.size !== sizeBytes) {
    await handle.close();
    refuse(path, 'changed while it was read');
  }
  return handle;
}

/** Opened for each read: nobody has to close it. */
function buildReader(root: string, path: string, sizeBytes: number): ByteReader {
  return {
    sizeBytes,
    async read(offset, length) {
      const handle = await openFile(root, path, sizeBytes);
      try {
        return await readExactly(handle, path, offset, length);
      } finally {
        await handle.close();
      }
    },
  };
}
