import { PugmarkError } from '../../core/errors.ts';
import type { ByteReader } from '../../core/package/package-source.ts';
import { BLOCK_BYTES, BlobBlocks } from './blob-blocks.ts';

/**
 * A file that was given to the page, read where it lies, in blocks that are kept for a while. Throws `input-unreadable` when it is gone or was changed
 * since.
 */
export function readBlob(blob: Blob, name: string): ByteReader {
  const blocks = new BlobBlocks(blob, name);
  const assertInside = (offset: number, length: number): void => {
    if (offset < 0 || length < 0 || offset + length > blob.size)
      throw new PugmarkError('input-unreadable', `${name} ends at ${blob.size}: there are no ${length} bytes at ${offset}`);
  };
  const readInto = async (offset: number, target: Uint8Array): Promise<void> => {
    assertInside(offset, target.length);
    for (let filled = 0; filled < target.length;) {
      const index = Math.floor((offset + filled) / BLOCK_BYTES);
      // Copied at once: its memory is used again.
      const block = await blocks.take(index);
      const at = offset + filled - index * BLOCK_BYTES;
      const part = block.subarray(at, at + target.length - filled);
      target.set(part, filled);
      filled += part.length;
    }
  };
  return {
    sizeBytes: blob.size,
    readInto,
    async read(offset, length) {
      assertInside(offset, length);
      if (length > BLOCK_BYTES) return await blocks.readDirectly(offset, offset + length);
      const bytes = new Uint8Array(length);
      await readInto(offset, bytes);
      return bytes;
    },
  };
}
