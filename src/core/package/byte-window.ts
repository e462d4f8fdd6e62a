import type { ByteReader } from './package-source.ts';

const SMALLEST_BYTES = 4 * 1024;
const LARGEST_BYTES = 256 * 1024;
const STREAM_BYTES = 1024 * 1024;
/** Two for each of a few files that are read at a time. */
const MAX_FREE_BUFFERS = 8;

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

/** Buffers for pieces, used again and again: memory that is new for each piece costs more than hashing it. */
export class PieceBuffers {
  readonly #free: Uint8Array[] = [];

  take(): Uint8Array {
    return this.#free.pop() ?? new Uint8Array(STREAM_BYTES);
  }

  giveBack(buffer: Uint8Array): void {
    if (this.#free.length < MAX_FREE_BUFFERS) this.#free.push(buffer);
  }
}

interface Requested {
  readonly piece: Promise<Uint8Array>;
  readonly release: () => void;
}

/**
 * `length` bytes from `offset` in large pieces; the next piece is on its way while one is worked on. With `buffers` a piece is valid until
 * the next one is asked for.
 */
export async function* streamRange(reader: ByteReader, offset: number, length: number, buffers?: PieceBuffers): AsyncGenerator<Uint8Array> {
  const end = offset + length;
  const request = (at: number): Requested | undefined =>
    at < end ? requestPiece(reader, at, Math.min(STREAM_BYTES, end - at), buffers) : undefined;
  let position = offset;
  let coming = request(position);
  try {
    while (coming !== undefined) {
      const current = coming;
      const piece = await current.piece;
      position += piece.length;
      coming = request(position);
      try {
        yield piece;
      } finally {
        current.release();
      }
    }
  } finally {
    coming?.release();
  }
}

function requestPiece(reader: ByteReader, at: number, length: number, buffers: PieceBuffers | undefined): Requested {
  if (buffers === undefined || reader.readInto === undefined) {
    const piece = reader.read(at, length);
    // A consumer that stops never asks for the piece under way: its failure is then nobody's.
    piece.catch(() => undefined);
    return { piece, release: () => undefined };
  }
  const buffer = buffers.take();
  const target = buffer.subarray(0, length);
  const piece = reader.readInto(at, target).then(() => target);
  // Written into until the read has ended, whatever became of its consumer.
  const giveBack = (): void => buffers.giveBack(buffer);
  return { piece, release: () => void piece.then(giveBack, giveBack) };
}

/** A part of a reader as a reader. */
export function sliceReader(reader: ByteReader, offset: number, sizeBytes: number, refuse: (message: string) => never): ByteReader {
  const place = (at: number, length: number): number =>
    at < 0 || length < 0 || at + length > sizeBytes ? refuse(`There are no ${length} bytes at ${at}`) : offset + at;
  return {
    sizeBytes,
    read: async (at, length) => reader.read(place(at, length), length),
    ...(reader.readInto === undefined ? {} : { readInto: async (at, target) => reader.readInto?.(place(at, target.length), target) }),
  };
}
