import { describe, expect, test } from 'vitest';
import { buildFrameCells, type FrameCellInput } from '../../../src/capture/pictures/frame-cells.ts';

const input: FrameCellInput = {
  box: { x: 100, y: 2000, width: 300, height: 200 },
  pictured: { widthPx: 1280, heightPx: 10_000 },
  view: { widthPx: 1280, heightPx: 900 },
  scale: 1,
};
const clipsOf = (change: Partial<FrameCellInput>) => buildFrameCells({ ...input, ...change }).map(({ clip }) => clip);

describe('the parts of a frame', () => {
  test('that is low enough are one, in the middle of the view, else lower or higher in it', () => {
    expect(buildFrameCells(input)).toEqual([{ clip: input.box, scrollX: 0, scrollY: [1650, 1405, 1895] }]);
  });

  test('are no higher than half a view and no wider than one, without gap or overlap', () => {
    expect(clipsOf({ box: { x: 0, y: 1000, width: 1500, height: 1000 }, pictured: { widthPx: 2000, heightPx: 10_000 } })).toEqual([
      { x: 0, y: 1000, width: 1280, height: 450 },
      { x: 1280, y: 1000, width: 220, height: 450 },
      { x: 0, y: 1450, width: 1280, height: 450 },
      { x: 1280, y: 1450, width: 220, height: 450 },
      { x: 0, y: 1900, width: 1280, height: 100 },
      { x: 1280, y: 1900, width: 220, height: 100 },
    ]);
    const far = { ...input, box: { x: 1400, y: 1000, width: 100, height: 100 }, pictured: { widthPx: 2000, heightPx: 10_000 } };
    expect(buildFrameCells(far)[0]?.scrollX).toBe(220);
  });

  test('end where the picture ends; outside of it there are none', () => {
    expect(clipsOf({ pictured: { widthPx: 150, heightPx: 2100 } })).toEqual([{ x: 100, y: 2000, width: 50, height: 100 }]);
    expect(clipsOf({ box: { x: -50, y: -20, width: 100, height: 50 } })).toEqual([{ x: 0, y: 0, width: 50, height: 30 }]);
    expect(clipsOf({ pictured: { widthPx: 1280, heightPx: 2000 } })).toEqual([]);
    expect(clipsOf({ box: { x: -500, y: 100, width: 300, height: 200 } })).toEqual([]);
  });

  test('begin and end on whole device pixels', () => {
    const clips = clipsOf({ scale: 1.25, box: { x: 10.4, y: 2001.3, width: 333.3, height: 1111.1 } });
    expect(clips.length).toBeGreaterThan(2);
    for (const clip of clips) for (const side of Object.values(clip)) expect(Number.isInteger(side * 1.25)).toBe(true);
    expect(clips[0]).toMatchObject({ x: 8, y: 2000 });
  });
});
