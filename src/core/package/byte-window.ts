import type { ByteReader } from './package-source.ts';

const SMALLEST_BYTES = 4 * 1024;
const LARGEST_BYTES = 256 * 1024;
const STREAM_BYTES = 1024 * 1024;

/** Small reads in rising order out of larger ones: a container with 100,000 small entries is not read in 100,000 pieces. */
export interface ByteWindow {
  /** `length` bytes at `offset`, fewer only at the end. Valid until the next call. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

export function buildByteWindow(reader: ByteReader): ByteWindow {
  let start = 0;
  let bytes: Uint8Array = new Uint8Array(0);
  let windowBytes = SMALLEST_BYTES;
  return {
    async read(offset, length) {
      const available = Math.max(0, Math.min(length, reader.sizeBytes - offset));
      if (offset < start || offset + available > start + bytes.length) {
        // Reads that follow each other closely want more at once, reads from one large file to the next want little.
        const isNear = offset >= start && offset <= start + bytes.length + SMALLEST_BYTES;
        windowBytes = isNear ? Math.min(windowBytes * 2, LARGEST_BYTES) : SMALLEST_BYTES;
        bytes = await reader.read(offset, Math.min(Math.max(available, windowBytes), reader.sizeBytes - offset));
        start = offset;
      }
      return bytes.subarray(offset - start, offset - start + available);
    },
  };
}

/** `length` bytes from `offset` in large pieces; the next piece is on its way while one is worked on. */
export async function* streamRange(reader: ByteReader, offset: number, length: number): AsyncGenerator<Uint8Array> {
  const end = offset + length;
  const request = (at: number): Promise<Uint8Array> | undefined =>
    at < end ? reader.read(at, Math.min(STREAM_BYTES, end - at)) : undefined;
  let position = offset;
  let coming = request(position);
  while (coming !== undefined) {
    const piece = await coming;
    position += piece.length;
    coming = request(position);
    // A consumer that stops here never asks for the piece under way: its failure is then nobody's.
    coming?.catch(() => undefined);
    yield piece;
  }
}

/** A part of a reader as a reader. */
export function sliceReader(reader: ByteReader, offset: number, sizeBytes: number, refuse: (message: string) => never): ByteReader {
  return {
    sizeBytes,
    read: async (at, length) =>
      at < 0 || length < 0 || at + length > sizeBytes ? refuse(`There are no ${length} bytes at ${at}`) : reader.read(offset + at, length),
  };
}
