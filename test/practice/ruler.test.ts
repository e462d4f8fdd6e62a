import { describe, expect, test } from 'vitest';
import { decodeRuler, RULER, rulerRowsOf } from '../../src/practice/practice-market.ts';
import { buildRulerBlocks, decodeRulerRow, type RgbaPicture } from '../../src/practice/ruler/ruler.ts';

/** A picture of ruler rows one below the other, drawn without a browser. */
function pictureOf(rows: readonly number[], scale: number): RgbaPicture & { readonly data: Uint8ClampedArray } {
  const width = 400 * scale;
  const height = (RULER.firstRowPx + rows.length * RULER.rowHeightPx) * scale;
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const [place, index] of rows.entries()) {
    for (const [i, black] of buildRulerBlocks(index).entries()) {
      if (!black) continue;
      const top = (RULER.firstRowPx + place * RULER.rowHeightPx + RULER.topPx) * scale;
      for (let y = top; y < top + (RULER.bottomPx - RULER.topPx) * scale; y++) {
        const from = y * width + (RULER.leftPx + i * RULER.blockPx) * scale;
        for (let x = from; x < from + RULER.blockPx * scale; x++) data.fill(0, x * 4, x * 4 + 3);
      }
    }
  }
  return { width, height, data };
}

describe('ruler', () => {
  test.each([1, 2])('rows are read back at %i device pixels per pixel', (scale) => {
    const rows = [0, 1, 398, 2047, 4095];
    expect(decodeRuler(pictureOf(rows, scale), { scale })).toEqual(rows);
  });

  test('a row that is not there, cut, or doubled is not read as another one', () => {
    const picture = pictureOf([7, 8, 9], 1);
    expect(decodeRulerRow(picture, RULER.firstRowPx + RULER.rowHeightPx)).toBe(8);
    expect(decodeRulerRow(picture, RULER.firstRowPx + RULER.rowHeightPx + 50)).toBeUndefined();
    expect(decodeRulerRow(picture, picture.height)).toBeUndefined();
    // Half of row 8 is hidden under something white.
    const top = RULER.firstRowPx + RULER.rowHeightPx + 50;
    picture.data.fill(255, top * picture.width * 4, (top + 50) * picture.width * 4);
    expect(decodeRuler(picture)).toEqual([7, undefined, 9]);
  });

  test('one wrong block is noticed', () => {
    const picture = pictureOf([5], 1);
    const y0 = RULER.firstRowPx + RULER.topPx;
    const x0 = RULER.leftPx + 4 * RULER.blockPx;
    for (let y = y0; y < RULER.firstRowPx + RULER.bottomPx; y++) {
      for (let x = x0; x < x0 + RULER.blockPx; x++) picture.data.fill(0, (y * picture.width + x) * 4, (y * picture.width + x) * 4 + 3);
    }
    expect(decodeRuler(picture)).toEqual([undefined]);
  });

  test('numbers that do not fit are refused', () => {
    expect(rulerRowsOf(40_000)).toBe(399);
    expect(() => buildRulerBlocks(4096)).toThrow(/0 to 4095/);
    expect(() => buildRulerBlocks(-1)).toThrow(/0 to 4095/);
  });
});
