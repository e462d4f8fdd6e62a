import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { z } from 'zod';
import { PugmarkError } from '../../core/errors.ts';
import { FILE_MODE, FOLDER_MODE } from '../files/durable-files.ts';
import { isWithin } from '../files/within.ts';

/** Of each file a line of JSON with its path and length, then its bytes. Written and read by this tool alone. */
const entrySchema = z.strictObject({ path: z.string().min(1), sizeBytes: z.int().min(0) });

const LINE_FEED = 0x0a;
const MAX_LINE_BYTES = 65_536;

/** Chromium makes these anew; they are most of a profile. */
const isCache = (name: string): boolean => /cache$/i.test(name);

/** All plain files of a folder but caches, as one stream. A file that grows or shrinks meanwhile is an error: the browser has ended before. */
export async function* packFolder(folder: string): AsyncGenerator<Uint8Array> {
  for (const path of await listFiles(folder)) {
    const { size: sizeBytes } = await stat(join(folder, path));
    yield Buffer.from(`${JSON.stringify({ path: path.split(sep).join('/'), sizeBytes })}\n`);
    let done = 0;
    for await (const piece of createReadStream(join(folder, path)) as AsyncIterable<Buffer>) {
      done += piece.length;
      yield piece;
    }
    if (done !== sizeBytes) throw new PugmarkError('io-failed', `${path} changed while the profile was kept`);
  }
}

async function listFiles(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  const walk = async (at: string): Promise<void> => {
    for (const entry of await readdir(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory() && !isCache(entry.name)) await walk(path);
      // Locks and sockets of the browser are neither.
      else if (entry.isFile()) files.push(relative(folder, path));
    }
  };
  await walk(folder);
  return files.toSorted();
}

/** Writes such a stream out into a folder. Throws `vault-corrupt` for what is none. */
export async function unpackFolder(bytes: AsyncIterable<Uint8Array>, folder: string): Promise<void> {
  let line: number[] = [];
  let file: { readonly handle: FileHandle; left: number } | undefined;
  try {
    for await (const piece of bytes) {
      for (let at = 0; at < piece.length;) {
        if (file === undefined) {
          const byte = piece[at] ?? 0;
          at += 1;
          if (byte !== LINE_FEED) line.push(byte);
          else {
            file = await startFile(folder, Buffer.from(line).toString('utf8'));
            line = [];
          }
          if (line.length > MAX_LINE_BYTES) throw damaged();
        } else {
          const part = piece.subarray(at, at + file.left);
          await file.handle.write(part);
          at += part.length;
          file.left -= part.length;
        }
        if (file?.left === 0) {
          await file.handle.close();
          file = undefined;
        }
      }
    }
    if (file !== undefined || line.length > 0) throw damaged();
  } finally {
    await file?.handle.close().catch(() => undefined);
  }
}

async function startFile(folder: string, line: string): Promise<{ readonly handle: FileHandle; left: number }> {
  const { path, sizeBytes } = parseEntry(line);
  const target = join(folder, ...path.split('/'));
  if (!isWithin(folder, target) || target === folder) throw damaged();
  await mkdir(dirname(target), { recursive: true, mode: FOLDER_MODE });
  return { handle: await open(target, 'wx', FILE_MODE), left: sizeBytes };
}

function parseEntry(line: string): z.infer<typeof entrySchema> {
  try {
    return entrySchema.parse(JSON.parse(line));
  } catch (cause) {
    throw damaged(cause);
  }
}

function damaged(cause?: unknown): PugmarkError {
  return new PugmarkError('vault-corrupt', 'A kept session is damaged: log in again, or restore a backup', { cause });
}
