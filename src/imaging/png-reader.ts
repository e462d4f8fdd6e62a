import { crc32, createInflate } from 'node:zlib';
import { PugmarkError } from '../core/errors.ts';
import { createRowDecoder } from './png-filters.ts';
import { release } from './released-memory.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const CHUNK_OVERHEAD_BYTES = 12;
const RGBA_BYTES = 4;
/** No browser draws wider pages; a row is held. */
const MAX_WIDTH_PX = 65_535;
/** Rows leave in pieces of about this size. */
const BAND_BYTES = 512 * 1024;
/** zlib has no smaller ones. */
const MIN_CHUNK_BYTES = 64;
/** Fewer, larger pieces are faster than everything at once, which is new memory for each picture. */
const INFLATED_BYTES = 1024 * 1024;
const IS_LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** A PNG in the plain form in which browsers and {@link startPng} write pictures: nothing in it changes what its rows say. */
export interface PlainPng {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: 3 | 4;
  readonly data: readonly Buffer[];
}

/**
 * The parts of a PNG when it is 8 bit RGB or RGBA, not interlaced, with no other chunks than header, data and end, all of them whole.
 * Undefined for every other file: what it holds, and whether it holds anything, is for a general decoder to say.
 */
export function findPlainPng(bytes: Uint8Array): PlainPng | undefined {
  const png = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!IS_LITTLE_ENDIAN || !png.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return undefined;
  const data: Buffer[] = [];
  let header: Buffer | undefined;
  for (let at = SIGNATURE.length; at + CHUNK_OVERHEAD_BYTES <= png.length;) {
    const length = png.readUInt32BE(at);
    const end = at + CHUNK_OVERHEAD_BYTES + length;
    if (end > png.length || crc32(png.subarray(at + 4, end - 4)) !== png.readUInt32BE(end - 4)) return undefined;
    const type = png.toString('latin1', at + 4, at + 8);
    const content = png.subarray(at + 8, end - 4);
    if (type === 'IHDR' && header === undefined) header = content;
    else if (type === 'IDAT' && header !== undefined) data.push(content);
    else if (type === 'IEND' && length === 0 && end === png.length && header !== undefined) return parseHeader(header, data);
    else return undefined;
    at = end;
  }
  return undefined;
}

function parseHeader(header: Buffer, data: readonly Buffer[]): PlainPng | undefined {
  if (header.length !== 13 || data.length === 0) return undefined;
  const [depth, colour, ...methods] = header.subarray(8);
  const widthPx = header.readUInt32BE(0);
  const heightPx = header.readUInt32BE(4);
  if (depth !== 8 || (colour !== 2 && colour !== 6) || methods.some((method) => method !== 0)) return undefined;
  return widthPx === 0 || heightPx === 0 || widthPx > MAX_WIDTH_PX
    ? undefined
    : { widthPx, heightPx, channels: colour === 6 ? 4 : 3, data };
}

/**
 * The rows of a picture as 8 bit RGBA, from top to bottom, some whole rows at a time: it is never held decoded. A piece is valid until the
 * next one is asked for. Throws `png-invalid`.
 */
export async function* readRows({ widthPx, heightPx, channels, data }: PlainPng): AsyncGenerator<Buffer> {
  const filteredBytes = widthPx * channels + 1;
  const bandRows = Math.max(1, Math.min(heightPx, Math.floor(BAND_BYTES / (widthPx * RGBA_BYTES))));
  const decoder = createRowDecoder(widthPx, channels, bandRows);
  let filled = 0;
  let rows = 0;
  try {
    for await (const piece of unpack(data, heightPx * filteredBytes)) {
      for (let at = 0; at < piece.length;) {
        const taken = Math.min(piece.length - at, filteredBytes - filled);
        piece.copy(decoder.filtered, filled, at, at + taken);
        at += taken;
        filled += taken;
        if (filled < filteredBytes) break;
        filled = 0;
        rows += 1;
        if (rows > heightPx || !decoder.decode()) throw invalid();
        if (rows % bandRows === 0) yield decoder.finishBand();
      }
    }
    if (filled > 0 || rows !== heightPx) throw invalid();
    if (rows % bandRows > 0) yield decoder.finishBand();
  } finally {
    decoder.close();
  }
}

/** Filtered rows, which should have `sizeBytes` together. */
async function* unpack(data: readonly Buffer[], sizeBytes: number): AsyncGenerator<Buffer> {
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
  } catch (cause) {
    throw cause instanceof PugmarkError ? cause : invalid(cause);
  } finally {
    engine.destroy();
  }
  // The engine stops at the end of its data and says nothing of what follows.
  if (engine.bytesWritten !== packed.length) throw invalid();
}

function invalid(cause?: unknown): PugmarkError {
  return new PugmarkError('png-invalid', 'A picture is not a readable PNG', cause === undefined ? {} : { cause });
}
