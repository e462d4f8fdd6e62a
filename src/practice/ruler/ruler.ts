import { PugmarkError } from '../../core/errors.ts';

/**
 * A ruler that code reads back from a picture of the page. Every row has at its left edge a line of equal blocks: two guard
 * blocks, twelve bits of the row's number (most significant first, black is 1), one parity block, two guard blocks. Blocks
 * are `blockPx` wide and stand in the middle of the row, so that neighbouring rows cannot be taken for each other.
 * All sizes are CSS pixels.
 */
export const RULER = {
  rowHeightPx: 100,
  /** Left edge of the first block. */
  leftPx: 20,
  blockPx: 16,
  /** Blocks reach from here to here within their row. */
  topPx: 30,
  bottomPx: 70,
  bits: 12,
  /** Black, white before the bits; white, black after the parity block. */
  guards: 4,
  /** Height of the sticky header, which stands above row 0 when the page is not scrolled. */
  headerPx: 60,
  /** Where row 0 begins. */
  firstRowPx: 100,
  defaultHeightPx: 40_000,
} as const;

/** Number of blocks in a row. */
export const RULER_BLOCKS = RULER.guards + RULER.bits + 1;

/** Blocks of row `index`, true for black. Throws `usage` when the number does not fit. */
export function buildRulerBlocks(index: number): readonly boolean[] {
  if (!Number.isInteger(index) || index < 0 || index >= 2 ** RULER.bits) {
    throw new PugmarkError('usage', `Ruler rows are numbered 0 to ${2 ** RULER.bits - 1}, not ${index}`);
  }
  const bits = Array.from({ length: RULER.bits }, (_, i) => ((index >> (RULER.bits - 1 - i)) & 1) === 1);
  const parity = bits.filter(Boolean).length % 2 === 1;
  return [true, false, ...bits, parity, false, true];
}

/** How many rows a page of this height has. */
export function rulerRowsOf(heightPx: number): number {
  return Math.max(0, Math.floor((heightPx - RULER.firstRowPx) / RULER.rowHeightPx));
}

/** A picture as decoded: 8 bit red, green, blue, opacity, rows without gaps. */
export interface RgbaPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/**
 * Reads the number of the ruler row whose top is at `rowTopPx` (CSS pixels, from the top of the picture).
 * Undefined when there is no whole row there: every block must be wholly black or white at its middle and near its upper and
 * lower ends, guards and parity must be right.
 * @param scale device pixels per CSS pixel
 * @param leftPx where the page begins in the picture, CSS pixels
 */
export function decodeRulerRow(
  picture: RgbaPicture,
  rowTopPx: number,
  options: { readonly scale?: number; readonly leftPx?: number } = {},
): number | undefined {
  const { scale = 1, leftPx = 0 } = options;
  const isBlack = (xPx: number, yPx: number): boolean | undefined => {
    const x = Math.floor(xPx * scale);
    const y = Math.floor(yPx * scale);
    if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) return undefined;
    const at = (y * picture.width + x) * 4;
    const [red = 128, green = 128, blue = 128] = picture.data.subarray(at, at + 3);
    if (red < 64 && green < 64 && blue < 64) return true;
    return red > 192 && green > 192 && blue > 192 ? false : undefined;
  };
  const blocks: boolean[] = [];
  for (let i = 0; i < RULER_BLOCKS; i++) {
    const x = leftPx + RULER.leftPx + (i + 0.5) * RULER.blockPx;
    const samples = [RULER.topPx + 4, (RULER.topPx + RULER.bottomPx) / 2, RULER.bottomPx - 4].map((y) => isBlack(x, rowTopPx + y));
    const [first] = samples;
    if (first === undefined || samples.some((sample) => sample !== first)) return undefined;
    blocks.push(first);
  }
  const number = blocks.slice(2, 2 + RULER.bits).reduce((value, black) => value * 2 + (black ? 1 : 0), 0);
  const right = buildRulerBlocks(number);
  return blocks.every((black, i) => black === right[i]) ? number : undefined;
}

/** Numbers of all rows of a picture of a whole ruler page, in place; undefined where a row cannot be read. */
export function decodeRuler(
  picture: RgbaPicture,
  options: { readonly scale?: number; readonly leftPx?: number } = {},
): readonly (number | undefined)[] {
  const heightPx = picture.height / (options.scale ?? 1);
  return Array.from({ length: rulerRowsOf(heightPx) }, (_, i) =>
    decodeRulerRow(picture, RULER.firstRowPx + i * RULER.rowHeightPx, options),
  );
}
