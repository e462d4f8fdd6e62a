import { giveBackArithmetic, SPARE_BYTES, takeArithmetic } from './row-arithmetic.ts';

const RGBA_BYTES = 4;
const FILTER_NONE = 0;
const FILTER_UP = 2;

/** Rows as the filters left them, turned into rows of RGBA in memory that is used again. */
export interface RowDecoder {
  /** Where the filter byte and the bytes of the next row are to be put. */
  readonly filtered: Uint8Array;
  /** Decodes that row as the next one of the band; the first one comes again after {@link finishBand}. False when there is no such filter. */
  decode(): boolean;
  /** The rows that were decoded since the last band, until the next row is decoded. */
  finishBand(): Uint8Array;
  /** No row is decoded after that, and no band is valid. */
  close(): void;
}

/** Undoes the filters of one row after the other (PNG section 9), for at most `bandRows` in a band. RGB becomes opaque RGBA. */
export function createRowDecoder(widthPx: number, channels: 3 | 4, bandRows: number): RowDecoder {
  const stride = widthPx * RGBA_BYTES;
  const rowBytes = widthPx * channels;
  const plainRow = rowBytes + SPARE_BYTES;
  // The filtered row, two rows of RGB that take turns, the last row of the band before, the band.
  const plainAt = 1 + plainRow;
  const bandAt = plainAt + 2 * plainRow;
  const endAt = bandAt + (bandRows + 1) * stride;
  const arithmetic = takeArithmetic(endAt + SPARE_BYTES);
  const memory = new Uint8Array(arithmetic.memory.buffer);
  // Above the first row all is zero, whatever was decoded here before.
  memory.fill(0, 0, bandAt + stride);
  const isOpaque = channels === 3;
  let rows = 0;
  let turn = 0;
  return {
    filtered: memory.subarray(0, 1 + rowBytes),
    decode() {
      const to = bandAt + (rows + 1) * stride;
      const plain = isOpaque ? plainAt + turn * plainRow : to;
      const above = isOpaque ? plainAt + (1 - turn) * plainRow : to - stride;
      const filter = memory[0] ?? FILTER_NONE;
      if (filter === FILTER_UP) arithmetic.add(plain, 1, above, rowBytes);
      else {
        memory.copyWithin(plain, 1, 1 + rowBytes);
        const [row, before] = [memory.subarray(plain, plain + rowBytes), memory.subarray(above, above + rowBytes)];
        if (filter !== FILTER_NONE && !unfilterBytes(filter, row, before, channels)) return false;
      }
      if (isOpaque) arithmetic.makeOpaque(to, plain, widthPx);
      rows += 1;
      turn = 1 - turn;
      return true;
    },
    finishBand() {
      const band = memory.subarray(bandAt + stride, bandAt + (rows + 1) * stride);
      memory.copyWithin(bandAt, bandAt + rows * stride, bandAt + (rows + 1) * stride);
      rows = 0;
      return band;
    },
    close: () => giveBackArithmetic(arithmetic),
  };
}

/** Filters 1, 3 and 4, in which each pixel builds on the one before it. False for any other number. */
function unfilterBytes(filter: number, bytes: Uint8Array, above: Uint8Array, pixelBytes: number): boolean {
  const rowBytes = bytes.length;
  switch (filter) {
    case 1:
      for (let i = pixelBytes; i < rowBytes; i += 1) bytes[i] = byteAt(bytes, i) + byteAt(bytes, i - pixelBytes);
      return true;
    case 3:
      for (let i = 0; i < rowBytes; i += 1) bytes[i] = byteAt(bytes, i) + ((leftOf(bytes, i, pixelBytes) + byteAt(above, i)) >> 1);
      return true;
    case 4:
      for (let i = 0; i < rowBytes; i += 1)
        bytes[i] = byteAt(bytes, i) + predict(leftOf(bytes, i, pixelBytes), byteAt(above, i), leftOf(above, i, pixelBytes));
      return true;
    default:
      return false;
  }
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

/** Bytes to the left of the first pixel count as zero. */
function leftOf(bytes: Uint8Array, index: number, pixelBytes: number): number {
  return index < pixelBytes ? 0 : byteAt(bytes, index - pixelBytes);
}

/** PNG section 9.4, type 4: Paeth. */
function predict(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const [toLeft, toUp, toUpLeft] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - upLeft)];
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}
