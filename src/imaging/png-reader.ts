import { crc32, createInflate } from 'node:zlib';
import { findPlainPng as findPlain, readRows as readPlainRows, type PlainPng, type PngUnpacking } from '../core/pictures/plain-png.ts';
import { release } from './released-memory.ts';

/** zlib has no smaller ones. */
const MIN_CHUNK_BYTES = 64;
/** Fewer, larger pieces are faster than everything at once, which is new memory for each picture. */
const INFLATED_BYTES = 1024 * 1024;

const unpacking: PngUnpacking = { crc32: (bytes) => crc32(bytes), inflate };

/** The parts of a PNG in plain form; undefined for every other file. */
export function findPlainPng(bytes: Uint8Array): PlainPng | undefined {
  return findPlain(bytes, unpacking);
}

/** Its rows as 8 bit RGBA, some at a time, each valid until the next are asked for. Throws `png-invalid`. */
export async function* readRows(png: PlainPng): AsyncGenerator<Buffer> {
  for await (const { buffer, byteOffset, byteLength } of readPlainRows(png, unpacking)) yield Buffer.from(buffer, byteOffset, byteLength);
}

/** Filtered rows, which should have `sizeBytes` together. */
async function* inflate(data: readonly Uint8Array[], sizeBytes: number): AsyncGenerator<Uint8Array> {
  const packed = data.length === 1 && data[0] !== undefined ? data[0] : Buffer.concat(data);
  // One more byte, so that a longer one is noticed in the same piece.
  const engine = createInflate({ chunkSize: Math.max(MIN_CHUNK_BYTES, Math.min(INFLATED_BYTES, sizeBytes + 1)) });
  try {
    // Each part that is written by itself makes a way to another thread and back; browsers write hundreds.
    engine.end(packed);
    for await (const piece of engine as AsyncIterable<Buffer>) {
      yield piece;
      release(piece);
    }
  } finally {
    engine.destroy();
  }
  // The engine stops at the end of its data and says nothing of what follows.
  if (engine.bytesWritten !== packed.length) throw new Error('There are bytes after the end of the data');
}
