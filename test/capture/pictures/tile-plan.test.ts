import { describe, expect, test } from 'vitest';
import { assert, constantFrom, integer, property, record } from 'fast-check';
import { buildTilePlan } from '../../../src/capture/pictures/tile-plan.ts';

const page = {
  documentWidthPx: 1280,
  documentHeightPx: 9_000,
  viewWidthPx: 1280,
  viewHeightPx: 900,
  scale: 1,
  tileHeightPx: 4_000,
  maxHeightPx: 100_000,
};

describe('a tile plan', () => {
  test('covers the document from top to bottom', () => {
    const plan = buildTilePlan(page);
    expect(plan.clips.map(({ y, height }) => [y, height])).toEqual([
      [0, 4_000],
      [4_000, 4_000],
      [8_000, 1_000],
    ]);
    expect(plan).toMatchObject({ widthPx: 1280, heightPx: 9_000, leftOutHeightPx: 0, leftOutWidthPx: 0 });
  });

  test('of a page shorter than the view is the view', () => {
    expect(buildTilePlan({ ...page, documentHeightPx: 300 }).clips).toEqual([{ x: 0, y: 0, width: 1280, height: 900 }]);
  });

  test('ends at the height limit and says what it leaves out', () => {
    expect(buildTilePlan({ ...page, maxHeightPx: 5_000 })).toMatchObject({ heightPx: 5_000, leftOutHeightPx: 4_000 });
    expect(buildTilePlan({ ...page, documentWidthPx: 30_000 })).toMatchObject({ widthPx: 5_120, leftOutWidthPx: 24_880 });
  });

  test('has tiles of whole device pixels, none higher than the limit, none overlapping, none missing', () => {
    assert(
      property(
        record({
          documentHeightPx: integer({ min: 1, max: 200_000 }),
          scale: constantFrom(1, 1.25, 1.5, 2, 3),
          tileHeightPx: integer({ min: 300, max: 16_384 }),
        }),
        (change) => {
          const { clips, heightPx } = buildTilePlan({ ...page, ...change });
          let y = 0;
          for (const clip of clips) {
            expect(clip.y).toBe(y);
            expect(clip.height * change.scale).toBeLessThanOrEqual(change.tileHeightPx);
            expect(Number.isInteger(clip.y * change.scale)).toBe(true);
            y += clip.height;
          }
          expect(y).toBe(heightPx);
        },
      ),
    );
  });
});
