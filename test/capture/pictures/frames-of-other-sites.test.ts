import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Observation } from '../../../src/core/model/capture-record.ts';
import { startBareSite, type BareSite } from '../../support/bare-page.ts';
import { describeOverBothTransports, type OpenForTest } from '../../support/browser-kinds.ts';
import { captureForTest, type CaptureForTest } from '../../support/captured-page.ts';
import { findBlankFrames, headerRows, HEADER_PX, serveFramedPage, type PlacedFrame } from '../../support/framed-page.ts';
import { decodePixels, rowsOfColour, type Pixels } from '../../support/pixels.ts';

let site: BareSite;
beforeAll(async () => {
  site = await startBareSite();
});
afterAll(() => site.close());

const GPU_FLAGS = [
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--enable-gpu-rasterization',
];

const HEIGHT_PX = 13_000;
const FRAMES: readonly PlacedFrame[] = [
  { name: 'in the first view', x: 20, y: 100, width: 400, height: 300, site: 'two' },
  { name: 'of the same site', x: 20, y: 1200, width: 600, height: 300, site: 'same' },
  { name: 'below the first view', x: 20, y: 1600, width: 600, height: 300, site: 'two' },
  { name: 'across two tiles', x: 300, y: 3850, width: 600, height: 400, site: 'two' },
  { name: 'higher than a view', x: 20, y: 4600, width: 600, height: 2200, site: 'three' },
  {
    name: 'around another',
    x: 20,
    y: 7000,
    width: 700,
    height: 600,
    site: 'two',
    inside: { name: 'inside another', x: 50, y: 100, width: 500, height: 400, site: 'three' },
  },
  { name: 'loaded lazily', x: 20, y: 12_000, width: 600, height: 300, site: 'three', lazy: true },
];

/** The sealed picture, and the one that the recipe gives when it is followed here pixel by pixel. */
async function pictures(open: OpenForTest, url: string, options: Omit<CaptureForTest, 'input'> = {}) {
  const captured = await captureForTest(open, url, { ...options, input: { options: { pdf: false } } });
  const { observation, staging } = captured;
  const [recipe] = observation.recipes;
  if (recipe === undefined) throw new Error('No recipe');
  const decode = async (sha256: string): Promise<Pixels> => {
    const artifact = observation.artifacts.find((one) => one.sha256 === sha256 && one.role === 'screenshot-tile');
    return decodePixels(await staging.bytes(artifact?.name ?? ''));
  };
  const tiles = await Promise.all(recipe.tiles.map(({ sha256 }) => decode(sha256)));
  const followed: Pixels = { width: recipe.widthPx, height: recipe.heightPx, data: Buffer.concat(tiles.map(({ data }) => data)) };
  for (const { sha256, xPx, yPx } of recipe.patches ?? []) {
    const { data, width, height } = await decode(sha256);
    for (let y = 0; y < height; y += 1)
      data.copy(followed.data, ((yPx + y) * followed.width + xPx) * 4, y * width * 4, (y + 1) * width * 4);
  }
  return { captured, observation, recipe, whole: await decodePixels(await staging.bytes('screenshot-full.png')), followed };
}

describe.each([
  ['drawn by the processor', {}],
  ['composited by graphics hardware', { launch: { gpu: 'as-found' as const, extraFlags: GPU_FLAGS } }],
])('frames of other sites, %s', (_, options) => {
  describeOverBothTransports('in the picture of the whole page', (open) => {
    test('are drawn whole wherever they stand, and the sticky header once', async () => {
      const { observation, whole, followed } = await pictures(open, serveFramedPage(site, '/framed', HEIGHT_PX, FRAMES), options);
      expect(observation.reasons).toEqual([]);
      expect(observation.warnings.filter(({ code }) => code === 'frames-may-be-blank-in-pictures')).toEqual([]);
      // The lazy one is no document yet at the click.
      expect(observation.frames.filter(({ crossProcess }) => crossProcess)).toHaveLength(6);
      expect(whole.height).toBe(HEIGHT_PX);
      expect(findBlankFrames(whole, FRAMES)).toEqual({});
      expect(findBlankFrames(followed, FRAMES)).toEqual({});
      expect(headerRows(whole)).toEqual(Array.from({ length: HEADER_PX }, (_, y) => y));
    }, 120_000);
  });
});

const withoutPdf = { options: { pdf: false } };
const undrawn = ({ warnings }: Observation): readonly string[] =>
  warnings.filter(({ code }) => code === 'frames-may-be-blank-in-pictures').map(({ detail }) => detail);

describeOverBothTransports('a frame of another site', (open) => {
  test('that shows a large picture is pictured with it, and the part that reaches out of the first view is drawn', async () => {
    const colour = { r: 12, g: 99, b: 200 };
    const picture = await sharp({ create: { width: 5000, height: 4000, channels: 3, background: colour } })
      .png()
      .toBuffer();
    site.route('/large.png', picture, { 'content-type': 'image/png', 'cache-control': 'no-store' });
    site.route(
      '/large-frame',
      '<body style="margin:0;overflow:hidden"><img src="/large.png" style="width:600px;height:520px;display:block">',
    );
    site.route(
      '/large',
      [700, 3000, 5000]
        .map(
          (y) =>
            `<iframe style="position:absolute;border:0;left:10px;top:${y}px;width:600px;height:500px" src="${site.url('/large-frame', 'site-two.localhost')}"></iframe>`,
        )
        .join(''),
    );
    const { observation, staging } = await captureForTest(open, site.url('/large'), {
      input: withoutPdf,
      // The person had scrolled: the frame in the first view was not drawn when the page is pictured from its top.
      before: ({ tab }) => tab.page.evaluate(() => scrollTo(0, 2900)),
    });
    expect(observation.reasons).toEqual([]);
    expect(undrawn(observation)).toEqual([]);
    const rows = rowsOfColour(await decodePixels(await staging.bytes('screenshot-full.png')), 300, [colour.r, colour.g, colour.b]);
    expect(rows).toEqual([700, 3000, 5000].flatMap((top) => Array.from({ length: 500 }, (_, y) => top + y)));
  });
});
