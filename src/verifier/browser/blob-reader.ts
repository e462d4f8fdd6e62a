import { PugmarkError } from '../../core/errors.ts';
import type { ByteReader } from '../../core/package/package-source.ts';

/** Read at a time: bytes of a file come from another process of the browser, and asking for a megabyte costs as much as getting four. */
const BLOCK_BYTES = 4 * 1024 * 1024;
/** Some files of a package are read side by side. */
const MAX_BLOCKS = 8;
/** What is shorter is copied: whoever keeps a name of it must not keep a block. */
const MAX_COPIED_BYTES = 64 * 1024;

/**
 * A file that was given to the page, read where it lies, in blocks that are kept for a while. What `read` gives is not to be written to. Throws
 * `input-unreadable` when it is gone or was changed since.
 */
export function readBlob(blob: Blob, name: string): ByteReader {
  const blocks = new Map<number, Promise<Uint8Array>>();
  const readDirectly = async (offset: number, end: number): Promise<Uint8Array> => {
    try {
      return new Uint8Array(await blob.slice(offset, end).arrayBuffer());
    } catch (cause) {
      throw new PugmarkError('input-unreadable', `${name} cannot be read: it was moved or changed since it was chosen`, { cause });
    }
  };
  const startBlock = (index: number): Promise<Uint8Array> => {
    const block = readDirectly(index * BLOCK_BYTES, Math.min(blob.size, (index + 1) * BLOCK_BYTES));
    // Told to whoever asks for its bytes; until then it must not count as an unhandled rejection.
    block.catch(() => undefined);
    return block;
  };
  const takeBlock = (index: number): Promise<Uint8Array> => {
    const known = blocks.get(index);
    const block = known ?? startBlock(index);
    // The last that were used come last.
    blocks.delete(index);
    blocks.set(index, block);
    // Whoever reads on will want the next one too.
    const isReadOn = known === undefined && blocks.has(index - 1) && (index + 1) * BLOCK_BYTES < blob.size;
    if (isReadOn && !blocks.has(index + 1)) blocks.set(index + 1, startBlock(index + 1));
    for (const oldest of blocks.keys()) {
      if (blocks.size <= MAX_BLOCKS) break;
      blocks.delete(oldest);
    }
    return block;
  };
  return {
    sizeBytes: blob.size,
    async read(offset, length) {
      const end = offset + length;
      if (offset < 0 || length < 0 || end > blob.size)
        throw new PugmarkError('input-unreadable', `${name} ends at ${blob.size}: there are no ${length} bytes at ${offset}`);
      if (length > BLOCK_BYTES) return await readDirectly(offset, end);
      const first = Math.floor(offset / BLOCK_BYTES);
      const at = offset - first * BLOCK_BYTES;
      const head = (await takeBlock(first)).subarray(at, at + length);
      if (head.length < length) {
        const both = new Uint8Array(length);
        both.set(head);
        both.set((await takeBlock(first + 1)).subarray(0, length - head.length), head.length);
        return both;
      }
      return length <= MAX_COPIED_BYTES ? head.slice() : head;
    },
  };
}
