import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { PugmarkError } from '../core/errors.ts';
import type { ByteReader } from '../core/package/package-source.ts';
import { describeFileProblem } from './file-problem.ts';

/** A file that stays open for reading until it is closed. */
export interface FileReader extends ByteReader {
  close(): Promise<void>;
}

/** A pipe in the place of a file does not hold us up until somebody writes into it. Absent on Windows. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Opens a file for reading, also on a read-only medium. Throws `input-unreadable`. */
export async function openFileReader(path: string): Promise<FileReader> {
  const name = basename(path);
  const handle = await open(path, OPEN_FLAGS).catch((cause: unknown) => refuse(name, 'cannot be opened', cause));
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) refuse(name, 'is not a file');
    return {
      sizeBytes: stat.size,
      read: (offset, length) => readExactly(handle, name, offset, length),
      readInto: (offset, target) => readInto(handle, name, offset, target),
      close: () => handle.close(),
    };
  } catch (fault) {
    await handle.close();
    throw fault;
  }
}

/** Exactly `length` bytes at `offset`. Throws `input-unreadable`. */
export async function readExactly(handle: FileHandle, name: string, offset: number, length: number): Promise<Uint8Array> {
  // Not cleared first: every byte is written below or the buffer is thrown away.
  const bytes = Buffer.allocUnsafeSlow(length);
  await readInto(handle, name, offset, bytes);
  return bytes;
}

/** Fills `target` from `offset`. Throws `input-unreadable`. */
export async function readInto(handle: FileHandle, name: string, offset: number, target: Uint8Array): Promise<void> {
  const { length } = target;
  for (let done = 0; done < length;) {
    const { bytesRead } = await handle
      .read(target, done, length - done, offset + done)
      .catch((cause: unknown) => refuse(name, 'cannot be read', cause));
    if (bytesRead === 0) refuse(name, `ends at ${offset + done}: there are no ${length} bytes at ${offset}`);
    done += bytesRead;
  }
}

/** Throws `input-unreadable`, with the system's own code where there is one. */
export function refuse(name: string, what: string, cause?: unknown): never {
  const why = cause instanceof Error && 'code' in cause ? `: ${describeFileProblem(cause)}` : '';
  throw new PugmarkError('input-unreadable', `${name} ${what}${why}`, cause === undefined ? {} : { cause });
}
