import { isSameBytes, joinBytes } from '../../digest/encoding.ts';
import { isPugmarkError, PugmarkError } from '../../errors.ts';
import { findPlainPng, readRows, type PlainPng } from '../../pictures/plain-png.ts';
import { coverRows } from '../../redaction/redact-picture.ts';
import type { BoxMask, SpanMask } from '../../redaction/redaction.ts';
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
  const png = findPicture(decompression, bytes);
  if (png === undefined) return 'It is no PNG of pixels alone, as redacted copies are: something else may lie in it';
  const { widthPx, heightPx } = png;
  if (boxes.some(({ x, y, width, height }) => x + width > widthPx || y + height > heightPx))
    return 'A mask in its record reaches out of it';
  let topPx = 0;
  try {
    for await (const rows of rowsOf(decompression, png)) {
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

/**
 * What a redacted copy shows otherwise than its original outside of its boxes, or undefined: the boxes are burned into the original once more, and both are
 * compared pixel by pixel. Whoever hands over a copy of another picture, or covers more than the record says, shows here. An original that is no picture of
 * our own making is not decoded. `copy` is one in which `findCoverProblem` found nothing.
 */
export async function findPictureDifference(
  decompression: Decompression,
  { original, copy }: { readonly original: Uint8Array; readonly copy: Uint8Array },
  boxes: readonly BoxMask[],
): Promise<string | undefined> {
  const [before, after] = [findPicture(decompression, original), findPicture(decompression, copy)];
  if (before === undefined || after === undefined) return undefined;
  const { widthPx, heightPx } = before;
  if (after.widthPx !== widthPx || after.heightPx !== heightPx) return 'It is not as large as its original';
  const covered = rowsOf(decompression, before);
  let topPx = 0;
  try {
    // Of the same size both come in the same pieces.
    for await (const rows of rowsOf(decompression, after)) {
      const { value } = await covered.next();
      if (value === undefined) return 'Its original is no readable PNG';
      coverRows(value, { widthPx, topPx }, boxes);
      if (!isSameBytes(value, rows)) return 'It shows something else than its original where its record says nothing of a cover';
      topPx += rows.length / (widthPx * RGBA_BYTES);
    }
  } catch (error) {
    if (!isPugmarkError(error, 'png-invalid') && !isPugmarkError(error, 'input-unreadable')) throw error;
    return 'Its original is no readable PNG';
  } finally {
    await covered.return(undefined);
  }
  return undefined;
}

/** The same of a text: what stands between its markers stands in the original, in that order, and something was taken out at each marker. */
export function findTextDifference(original: string, copy: string, markers: readonly SpanMask[]): string | undefined {
  const differs = 'It says something else than its original outside of its markers';
  let [taken, at] = [0, 0];
  for (const [index, { start, end }] of markers.toSorted((a, b) => a.start - b.start).entries()) {
    if (start < taken) return 'Its markers lie over one another';
    const piece = copy.slice(taken, start);
    const found = index === 0 ? (original.startsWith(piece) ? 0 : -1) : original.indexOf(piece, at + 1);
    if (found < 0) return differs;
    at = found + piece.length;
    taken = end;
  }
  const rest = copy.slice(taken);
  return original.endsWith(rest) && original.length - rest.length > at ? undefined : differs;
}

function findPicture(decompression: Decompression, bytes: Uint8Array): PlainPng | undefined {
  return findPlainPng(bytes, { crc32: (piece) => decompression.crc32(piece, 0) });
}

/** Throws `png-invalid`, `input-unreadable`. */
function rowsOf(decompression: Decompression, png: PlainPng): AsyncGenerator<Uint8Array> {
  return readRows(png, { inflate: (data) => decompression.inflateRaw(rawStream(data)) });
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
