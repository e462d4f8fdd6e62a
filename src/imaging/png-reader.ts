import { promisify } from 'node:util';
import { crc32, createInflate, inflate, type ZlibOptions } from 'node:zlib';
import { release } from './released-memory.ts';
import { PugmarkError } from '../core/errors.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const CHUNK_OVERHEAD_BYTES = 12;
const RGBA_BYTES = 4;
/** No browser draws wider pages; a row is held. */
const MAX_WIDTH_PX = 65_535;
/** Rows leave in pieces of about this size. */
const BAND_BYTES = 512 * 1024;
/** Filtered rows of a picture that are held at once. */
const MAX_HELD_BYTES = 24 * 1024 * 1024;
/** zlib has no smaller ones. */
const MIN_CHUNK_BYTES = 64;
const INFLATED_BYTES = 256 * 1024;
const HIGH_BITS = 0x80808080 | 0;
const LOW_BITS = 0x7f7f7f7f;
const OPAQUE = 0xff000000 | 0;
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
  const rowBytes = widthPx * channels;
  const bandRows = Math.max(1, Math.min(heightPx, Math.floor(BAND_BYTES / (widthPx * RGBA_BYTES))));
  const band = new Int32Array(bandRows * widthPx);
  const bandAsBytes = Buffer.from(band.buffer);
  const unfilter = createUnfilter(rowBytes, channels);
  const filtered = Buffer.alloc(rowBytes + 1);
  let filled = 0;
  let rows = 0;
  let waiting = 0;
  for await (const piece of unpack(data, heightPx * (rowBytes + 1))) {
    for (let at = 0; at < piece.length;) {
      const taken = Math.min(piece.length - at, filtered.length - filled);
      piece.copy(filtered, filled, at, at + taken);
      at += taken;
      filled += taken;
      if (filled < filtered.length) break;
      filled = 0;
      rows += 1;
      if (rows > heightPx) throw invalid();
      putPixels(unfilter(filtered), channels, band, waiting * widthPx, widthPx);
      waiting += 1;
      if (waiting === bandRows) {
        yield bandAsBytes;
        waiting = 0;
      }
    }
  }
  if (filled > 0 || rows !== heightPx) throw invalid();
  if (waiting > 0) yield bandAsBytes.subarray(0, waiting * widthPx * RGBA_BYTES);
}

/** Filtered rows, which have `sizeBytes` together. At once where memory allows it, which saves a third of the time. */
function unpack(data: readonly Buffer[], sizeBytes: number): AsyncGenerator<Buffer> {
  return sizeBytes <= MAX_HELD_BYTES ? unpackAtOnce(data, sizeBytes) : unpackInPieces(data);
}

async function* unpackAtOnce(data: readonly Buffer[], sizeBytes: number): AsyncGenerator<Buffer> {
  const packed = Buffer.concat(data);
  let unpacked: Buffer;
  try {
    // One more byte, so that it fits into one buffer and a longer one is noticed.
    const { buffer, engine } = asUnpacked(
      await inflateAtOnce(packed, { chunkSize: Math.max(MIN_CHUNK_BYTES, sizeBytes + 1), maxOutputLength: sizeBytes + 1, info: true }),
    );
    if (engine.bytesWritten !== packed.length) throw invalid();
    unpacked = buffer;
  } catch (cause) {
    throw cause instanceof PugmarkError ? cause : invalid(cause);
  }
  try {
    yield unpacked;
  } finally {
    release(unpacked);
  }
}

const inflateAtOnce = promisify<Buffer, ZlibOptions, unknown>(inflate);

/** With the option `info` zlib gives its engine too, which its type does not say. */
function asUnpacked(result: unknown): { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- documented in node:zlib, missing in its types
  return result as { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } };
}

async function* unpackInPieces(data: readonly Buffer[]): AsyncGenerator<Buffer> {
  const engine = createInflate({ chunkSize: INFLATED_BYTES });
  try {
    for (const part of data) engine.write(part);
    engine.end();
    for await (const piece of engine as AsyncIterable<Buffer>) yield piece;
  } catch (cause) {
    throw cause instanceof PugmarkError ? cause : invalid(cause);
  } finally {
    engine.destroy();
  }
  // The engine stops at the end of its data and says nothing of what follows.
  if (engine.bytesWritten !== data.reduce((sum, { length }) => sum + length, 0)) throw invalid();
}

/** Undoes the filter of one row after the other (PNG section 9); returns the row in a buffer that is used again. */
function createUnfilter(rowBytes: number, pixelBytes: number): (filtered: Buffer) => Int32Array {
  const words = Math.ceil(rowBytes / 4);
  let [row, above]: [Int32Array, Int32Array] = [new Int32Array(words), new Int32Array(words)];
  let [bytes, bytesAbove]: [Buffer, Buffer] = [Buffer.from(row.buffer), Buffer.from(above.buffer)];
  return (filtered) => {
    [row, above, bytes, bytesAbove] = [above, row, bytesAbove, bytes];
    filtered.copy(bytes, 0, 1);
    switch (byteAt(filtered, 0)) {
      case 0:
        break;
      case 1:
        for (let i = pixelBytes; i < rowBytes; i += 1) bytes[i] = byteAt(bytes, i) + byteAt(bytes, i - pixelBytes);
        break;
      case 2:
        addWords(row, above);
        break;
      case 3:
        for (let i = 0; i < rowBytes; i += 1) bytes[i] = byteAt(bytes, i) + ((byteAt(bytes, i - pixelBytes) + byteAt(bytesAbove, i)) >> 1);
        break;
      case 4:
        for (let i = 0; i < rowBytes; i += 1)
          bytes[i] = byteAt(bytes, i) + predict(byteAt(bytes, i - pixelBytes), byteAt(bytesAbove, i), byteAt(bytesAbove, i - pixelBytes));
        break;
      default:
        throw invalid();
    }
    return row;
  };
}

/** Bytes to the left of the first pixel count as zero. */
function byteAt(bytes: Buffer, index: number): number {
  return bytes[index] ?? 0;
}

/** PNG section 9.4, type 4: Paeth. */
function predict(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const [toLeft, toUp, toUpLeft] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - upLeft)];
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}

/** Byte-wise `row + above` modulo 256, four bytes at a time. */
function addWords(row: Int32Array, above: Int32Array): void {
  for (let i = 0; i < row.length; i += 1) {
    const x = row[i] ?? 0;
    const y = above[i] ?? 0;
    row[i] = ((x & LOW_BITS) + (y & LOW_BITS)) ^ ((x ^ y) & HIGH_BITS);
  }
}

/** Appends a row to a band of RGBA words; RGB is opaque. */
function putPixels(row: Int32Array, channels: 3 | 4, band: Int32Array, at: number, widthPx: number): void {
  if (channels === 4) {
    band.set(row, at);
    return;
  }
  // Four pixels of three bytes are three words.
  const whole = widthPx >> 2;
  for (let i = 0; i < whole; i += 1) {
    const a = row[3 * i] ?? 0;
    const b = row[3 * i + 1] ?? 0;
    const c = row[3 * i + 2] ?? 0;
    const to = at + 4 * i;
    band[to] = a | OPAQUE;
    band[to + 1] = (a >>> 24) | (b << 8) | OPAQUE;
    band[to + 2] = (b >>> 16) | (c << 16) | OPAQUE;
    band[to + 3] = (c >>> 8) | OPAQUE;
  }
  const bytes = new Uint8Array(row.buffer);
  for (let x = 4 * whole; x < widthPx; x += 1)
    band[at + x] = (bytes[3 * x] ?? 0) | ((bytes[3 * x + 1] ?? 0) << 8) | ((bytes[3 * x + 2] ?? 0) << 16) | OPAQUE;
}

function invalid(cause?: unknown): PugmarkError {
  return new PugmarkError('png-invalid', 'A picture is not a readable PNG', cause === undefined ? {} : { cause });
}
