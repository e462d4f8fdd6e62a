import { describe, expect, it } from 'vitest';
import { TileCache } from '../../src/renderer/features/exhibit/tile-cache.ts';
import {
  boundView,
  MAX_VISIBLE_TILES,
  overviewOf,
  pickLevel,
  smallestScale,
  tileAddress,
  visibleTiles,
  zoomAt,
} from '../../src/renderer/features/exhibit/tile-math.ts';

const LONG = { widthPx: 1280, heightPx: 40_000, tilePx: 256, levels: 9, addressPattern: '/evidence/t/{level}/{column}/{row}' };
const PICTURE = { width: LONG.widthPx, height: LONG.heightPx };
const AREA = { width: 1000, height: 700 };

interface Watched {
  readonly cache: TileCache<string>;
  readonly released: string[];
  readonly asked: string[];
  readonly aborted: () => number;
}

function makeCache(limit: number): Watched {
  const released: string[] = [];
  const asked: string[] = [];
  const signals: AbortSignal[] = [];
  const cache = new TileCache<string>({
    load: async (address, signal) => {
      asked.push(address);
      signals.push(signal);
      await Promise.resolve();
      if (address.startsWith('slow')) await new Promise(() => undefined);
      if (address.startsWith('bad')) throw new Error('gone');
      return address;
    },
    release: (tile) => released.push(tile),
    changed: () => undefined,
    limit,
  });
  return { cache, released, asked, aborted: () => signals.filter(({ aborted }) => aborted).length };
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('tiles of a picture', () => {
  it('come from the coarsest level that still has a pixel for each device pixel', () => {
    expect(pickLevel(LONG, 1, 1)).toBe(0);
    expect(pickLevel(LONG, 0.5, 1)).toBe(1);
    expect(pickLevel(LONG, 0.51, 1)).toBe(0);
    expect(pickLevel(LONG, 0.5, 2)).toBe(0);
    expect(pickLevel(LONG, 4, 1)).toBe(0);
    expect(pickLevel(LONG, 0.0001, 1)).toBe(8);
  });

  it('are as many as the view needs, wherever it is and however far away', () => {
    for (const scale of [4, 1, 0.7, 0.5, 0.26, 0.1, 0.0175]) {
      for (const top of [0, 19_999, 39_000]) {
        const view = boundView(PICTURE, AREA, { scale, left: 0, top }, 1);
        const tiles = visibleTiles(LONG, view, AREA, pickLevel(LONG, view.scale, 1));
        expect(tiles.length).toBeGreaterThan(0);
        expect(tiles.length).toBeLessThan(80);
      }
    }
  });

  it('cover the view without a gap and end with the picture', () => {
    const view = boundView(PICTURE, AREA, { scale: 0.5, left: 0, top: 39_990 }, 1);
    const tiles = visibleTiles(LONG, view, AREA, 1);
    expect(Math.max(...tiles.map(({ y, height }) => y + height))).toBeCloseTo(AREA.height);
    expect(Math.min(...tiles.map(({ y }) => y))).toBeLessThanOrEqual(0);
    expect(tiles.reduce((sum, { width, height }) => sum + width * height, 0)).toBeGreaterThanOrEqual(640 * 700);
  });

  it('are bounded also when a pyramid has too few levels', () => {
    const flat = { ...LONG, widthPx: 40_000, levels: 1 };
    expect(visibleTiles(flat, { scale: 0.01, left: 0, top: 0 }, AREA, 0)).toHaveLength(MAX_VISIBLE_TILES);
  });

  it('have the address that the pattern says', () => {
    expect(tileAddress(LONG, { level: 2, column: 1, row: 38 })).toBe('/evidence/t/2/1/38');
  });
});

describe('the view of a picture', () => {
  it('keeps what lies under the pointer in its place while it zooms', () => {
    const view = { scale: 0.5, left: 100, top: 2000 };
    const zoomed = zoomAt(view, 2, 300, 400);
    expect(zoomed.left + 300 / zoomed.scale).toBeCloseTo(view.left + 300 / view.scale);
    expect(zoomed.top + 400 / zoomed.scale).toBeCloseTo(view.top + 400 / view.scale);
  });

  it('stays on the picture, and centres it where it is smaller', () => {
    expect(boundView(PICTURE, AREA, { scale: 1, left: -500, top: 99_999 }, 1)).toEqual({ scale: 1, left: 0, top: 39_300 });
    const whole = boundView(PICTURE, AREA, { scale: 0, left: 0, top: 0 }, 1);
    expect(whole.scale).toBe(smallestScale(PICTURE, AREA, 1));
    expect(whole.left).toBeLessThan(0);
    expect(whole.top).toBeCloseTo(0);
  });

  it('never makes a small picture larger than native to fill the area', () => {
    expect(smallestScale({ width: 100, height: 100 }, AREA, 2)).toBe(0.5);
  });

  it('has an overview that begins and ends with the picture', () => {
    const strip = { width: 72, height: 700 };
    expect(overviewOf(PICTURE, strip, { scale: 1, left: 0, top: 0 }, AREA).top).toBe(0);
    const end = overviewOf(PICTURE, strip, { scale: 1, left: 0, top: 39_300 }, AREA);
    expect((end.top + strip.height / end.scale) / PICTURE.height).toBeCloseTo(1);
  });
});

describe('held tiles', () => {
  it('are bounded: what was wanted longest ago is given back first', async () => {
    const { cache, released } = makeCache(3);
    for (const wanted of [['a', 'b'], ['c'], ['a'], ['d']]) {
      cache.want(wanted);
      await settle();
    }
    expect(released).toEqual(['b']);
    expect(cache.count).toBe(3);
    expect(cache.get('a')).toBe('a');
  });

  it('are not loaded further when nobody wants them any more', async () => {
    const { cache, aborted } = makeCache(3);
    cache.want(['slow', 'a']);
    await settle();
    expect(aborted()).toBe(0);
    cache.want(['b']);
    expect(aborted()).toBe(1);
  });

  it('that cannot be had are known as such and not asked for again and again', async () => {
    const { cache, asked } = makeCache(3);
    cache.want(['bad', 'a']);
    await settle();
    cache.want(['bad', 'a']);
    await settle();
    expect([cache.hasFailed('bad'), cache.hasFailed('a')]).toEqual([true, false]);
    expect(asked).toEqual(['bad', 'a']);
  });

  it('are all given back at the end, also one that comes later', async () => {
    const { cache, released } = makeCache(3);
    cache.want(['a']);
    await settle();
    cache.want(['a', 'b']);
    cache.clear();
    await settle();
    expect(released).toEqual(['a', 'b']);
  });
});
