import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { coverageOf } from '../../src/practice/pictures/coverage.ts';
import { drawPicture, MOTIFS } from '../../src/practice/pictures/draw-picture.ts';
import { ellipse, rectangle, type Path } from '../../src/practice/pictures/path.ts';
import { readPicture } from '../../src/practice/pictures/picture-library.ts';
import { drawNamed, isPictureName } from '../../src/practice/pictures/picture-names.ts';
import { buildPng } from '../../src/practice/pictures/png.ts';

function areaOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Shoelace formula. */
function polygonArea([outline = []]: Path): number {
  return Math.abs(
    outline.reduce((sum, [x, y], i) => {
      const [x2, y2] = outline[(i + 1) % outline.length] ?? [0, 0];
      return sum + (x * y2 - x2 * y) / 2;
    }, 0),
  );
}

describe('coverage', () => {
  test('covers exactly the area of a shape, wherever it lies between pixels', () => {
    expect(areaOf(coverageOf(rectangle(1.25, 2.5, 3.5, 2.25), 20, 20)?.values ?? new Float32Array(0))).toBeCloseTo(3.5 * 2.25, 4);
    const circle = ellipse(30.3, 29.7, 20, 20);
    expect(areaOf(coverageOf(circle, 60, 60)?.values ?? new Float32Array(0))).toBeCloseTo(polygonArea(circle), 2);
    expect(Math.abs(polygonArea(circle) - Math.PI * 400)).toBeLessThan(4);
  });

  test('is cut at the border of the picture', () => {
    expect(areaOf(coverageOf(rectangle(-5, -5, 10, 10), 20, 20)?.values ?? new Float32Array(0))).toBeCloseTo(25, 4);
    expect(coverageOf(rectangle(30, 30, 5, 5), 20, 20)).toBeUndefined();
  });
});

describe('PNG', () => {
  test('another decoder reads the same pixels', async () => {
    const [width, height] = [37, 23];
    const rgb = new Uint8ClampedArray(width * height * 3).map((_, i) => (i * 7919) % 256);
    const { data, info } = await sharp(buildPng(rgb, width, height))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width, height, channels: 3 });
    expect(data.equals(Buffer.from(rgb))).toBe(true);
  });
});

describe('drawn pictures', () => {
  test('every motif is drawn, and is more than one colour', async () => {
    const spreads = await Promise.all(
      MOTIFS.map(async (motif) => ({ motif, spread: (await sharp(drawPicture(motif, 0, 160, 120)).stats()).channels[0]?.stdev ?? 0 })),
    );
    expect(spreads.filter(({ spread }) => spread < 10)).toEqual([]);
  });

  test('the same name is always the same bytes, another variant is another picture', () => {
    expect(Buffer.from(drawNamed('tusk-3-160x120.png')).equals(drawNamed('tusk-3-160x120.png'))).toBe(true);
    expect(Buffer.from(drawNamed('tusk-3-160x120.png')).equals(drawNamed('tusk-4-160x120.png'))).toBe(false);
  });

  test('the other thread draws what this one would', async () => {
    expect(Buffer.from(await readPicture('orchid-1-160x120.png')).equals(drawNamed('orchid-1-160x120.png'))).toBe(true);
  });

  test('only known motifs and sizes are drawn', async () => {
    expect(isPictureName('tusk-1-800x600.png')).toBe(true);
    for (const name of ['tusk-1-9000x9000.png', 'nothing-1-800x600.png', 'tusk-1000-800x600.png', '../tusk-1-800x600.png']) {
      expect(isPictureName(name)).toBe(false);
      await expect(readPicture(name)).rejects.toThrow(/no drawn picture/);
    }
  });
});
