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
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}
