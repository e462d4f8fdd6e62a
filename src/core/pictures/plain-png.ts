import { isSameBytes } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';
import { createRowDecoder } from './png-filters.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const CHUNK_OVERHEAD_BYTES = 12;
const RGBA_BYTES = 4;
/** No browser draws wider pages; a row is held. */
const MAX_WIDTH_PX = 65_535;
/** Rows leave in pieces of about this size. */
const BAND_BYTES = 512 * 1024;
const IS_LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** A PNG in the plain form in which browsers and the writer of stitched pictures write them: nothing in it changes what its rows say. */
export interface PlainPng {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: 3 | 4;
  readonly data: readonly Uint8Array[];
}

/** What reading a PNG takes. */
export interface PngUnpacking {
  /** CRC-32 (ISO 3309) of `bytes`. */
  crc32(bytes: Uint8Array): number;
  /**
   * One zlib stream (RFC 1950) that lies in several parts, and should give `sizeBytes`. A piece is valid until the next one is asked for.
   * Throws on damage, an early end, and bytes after the end.
   */
  inflate(data: readonly Uint8Array[], sizeBytes: number): AsyncIterable<Uint8Array>;
}

/**
 * The parts of a PNG when it is 8 bit RGB or RGBA, not interlaced, with no other chunks than header, data and end, all of them whole.
 * Undefined for every other file: what it holds, and whether it holds anything, is for a general decoder to say.
 */
export function findPlainPng(png: Uint8Array, { crc32 }: Pick<PngUnpacking, 'crc32'>): PlainPng | undefined {
  if (!IS_LITTLE_ENDIAN || !isSameBytes(png.subarray(0, SIGNATURE.length), SIGNATURE)) return undefined;
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const data: Uint8Array[] = [];
  let header: Uint8Array | undefined;
  for (let at = SIGNATURE.length; at + CHUNK_OVERHEAD_BYTES <= png.length;) {
    const length = view.getUint32(at);
    const end = at + CHUNK_OVERHEAD_BYTES + length;
    if (end > png.length || crc32(png.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) return undefined;
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    const content = png.subarray(at + 8, end - 4);
    if (type === 'IHDR' && header === undefined) header = content;
    else if (type === 'IDAT' && header !== undefined) data.push(content);
    else if (type === 'IEND' && length === 0 && end === png.length && header !== undefined) return parseHeader(header, data);
    else return undefined;
    at = end;
  }
  return undefined;
}

function parseHeader(header: Uint8Array, data: readonly Uint8Array[]): PlainPng | undefined {
  if (header.length !== 13 || data.length === 0) return undefined;
  const [depth, colour, ...methods] = header.subarray(8);
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const widthPx = view.getUint32(0);
  const heightPx = view.getUint32(4);
  if (depth !== 8 || (colour !== 2 && colour !== 6) || methods.some((method) => method !== 0)) return undefined;
  return widthPx === 0 || heightPx === 0 || widthPx > MAX_WIDTH_PX
    ? undefined
    : { widthPx, heightPx, channels: colour === 6 ? 4 : 3, data };
}

/**
 * The rows of a picture as 8 bit RGBA, from top to bottom, some whole rows at a time: it is never held decoded. A piece is valid until the
 * next one is asked for. Throws `png-invalid`.
 */
export async function* readRows(png: PlainPng, { inflate }: Pick<PngUnpacking, 'inflate'>): AsyncGenerator<Uint8Array> {
  const { widthPx, heightPx, channels, data } = png;
  const filteredBytes = widthPx * channels + 1;
  const bandRows = Math.max(1, Math.min(heightPx, Math.floor(BAND_BYTES / (widthPx * RGBA_BYTES))));
  const decoder = createRowDecoder(widthPx, channels, bandRows);
  let filled = 0;
  let rows = 0;
  try {
    for await (const piece of unpack(inflate(data, heightPx * filteredBytes))) {
      for (let at = 0; at < piece.length;) {
        const taken = Math.min(piece.length - at, filteredBytes - filled);
        decoder.filtered.set(piece.subarray(at, at + taken), filled);
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

async function* unpack(inflated: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* inflated;
  } catch (cause) {
    throw cause instanceof PugmarkError ? cause : invalid(cause);
  }
}

function invalid(cause?: unknown): PugmarkError {
  return new PugmarkError('png-invalid', 'A picture is not a readable PNG', cause === undefined ? {} : { cause });
}
