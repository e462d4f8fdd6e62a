import { open, type FileHandle } from 'node:fs/promises';
import { withStorageErrorsAsync } from '../storage-error.ts';

const BUFFER_BYTES = 256 * 1024;

/** Bytes of a file from `offset`, at most `length`. Throws `io-failed`. */
export async function* readFileRange(path: string, offset: number, length: number): AsyncGenerator<Uint8Array> {
  const handle = await withStorageErrorsAsync(path, () => open(path, 'r'));
  try {
    for (let position = offset; position < offset + length;) {
      const piece = await withStorageErrorsAsync(path, () => readAt(handle, position, Math.min(BUFFER_BYTES, offset + length - position)));
      if (piece.length === 0) return;
      position += piece.length;
      yield piece;
    }
  } finally {
    await handle.close();
  }
}

/** `length` bytes at `offset`; fewer only at the end of the file. */
export async function readAt(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  // Not cleared first: only what is read below is handed on.
  const bytes = Buffer.allocUnsafeSlow(length);
  return bytes.subarray(0, await readIntoAt(handle, offset, bytes));
}

/** Fills `target` from `offset` and says how far; less only at the end of the file. */
export async function readIntoAt(handle: FileHandle, offset: number, target: Uint8Array): Promise<number> {
  let done = 0;
  while (done < target.length) {
    const { bytesRead } = await handle.read(target, done, target.length - done, offset + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}
