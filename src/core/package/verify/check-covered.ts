import { joinBytes } from '../../digest/encoding.ts';
import { isPugmarkError, PugmarkError } from '../../errors.ts';
import { findPlainPng, readRows } from '../../pictures/plain-png.ts';
import type { BoxMask } from '../../redaction/redaction.ts';
import type { Decompression } from '../package-source.ts';

/** A zlib stream is a raw one with two bytes before it, and the Adler-32 of what it gives after it (RFC 1950). */
const ZLIB_HEAD_BYTES = 2;
const ZLIB_TAIL_BYTES = 4;
const RGBA_BYTES = 4;
const OPAQUE = 255;

/**
 * What is wrong with a redacted copy of a picture, or undefined: it is a PNG in the one form that holds pixels and nothing else, all of them opaque, and
 * black where its record says that something is covered. A copy whose boxes hide nothing, or that carries the original along, shows here.
 */
export async function findCoverProblem(
  decompression: Decompression,
  bytes: Uint8Array,
  boxes: readonly BoxMask[],
): Promise<string | undefined> {
  const png = findPlainPng(bytes, { crc32: (piece) => decompression.crc32(piece, 0) });
  if (png === undefined) return 'It is no PNG of pixels alone, as redacted copies are: something else may lie in it';
  const { widthPx, heightPx } = png;
  if (boxes.some(({ x, y, width, height }) => x + width > widthPx || y + height > heightPx))
    return 'A mask in its record reaches out of it';
  let topPx = 0;
  try {
    for await (const rows of readRows(png, { inflate: (data) => decompression.inflateRaw(rawStream(data)) })) {
      const height = rows.length / (widthPx * RGBA_BYTES);
      for (let alpha = 3; alpha < rows.length; alpha += RGBA_BYTES)
        if (rows[alpha] !== OPAQUE) return 'A part of it is see-through: colours may lie in it that nobody sees';
      if (boxes.some((box) => !isBlack(rows, { widthPx, topPx, height }, box)))
        return 'It is not black where its record says that it is covered';
      topPx += height;
    }
  } catch (error) {
    if (!isPugmarkError(error, 'png-invalid') && !isPugmarkError(error, 'input-unreadable')) throw error;
    return 'It is no readable PNG';
  }
  return undefined;
}

/** Throws `png-invalid`. */
async function* rawStream(data: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  const stream = joinBytes(data);
  if (stream.length < ZLIB_HEAD_BYTES + ZLIB_TAIL_BYTES) throw new PugmarkError('png-invalid', 'A picture ends early');
  yield await Promise.resolve(stream.subarray(ZLIB_HEAD_BYTES, -ZLIB_TAIL_BYTES));
}

function isBlack(
  rows: Uint8Array,
  band: { readonly widthPx: number; readonly topPx: number; readonly height: number },
  { x, y, width, height }: BoxMask,
): boolean {
  const from = Math.max(y, band.topPx) - band.topPx;
  const to = Math.min(y + height, band.topPx + band.height) - band.topPx;
  for (let row = from; row < to; row += 1) {
    const start = (row * band.widthPx + x) * RGBA_BYTES;
    for (let at = start; at < start + width * RGBA_BYTES; at += RGBA_BYTES)
      if (rows[at] !== 0 || rows[at + 1] !== 0 || rows[at + 2] !== 0) return false;
  }
  return true;
}
