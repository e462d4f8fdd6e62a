import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Observation } from '../../../src/core/model/capture-record.ts';
import { createSharpImageCodec } from '../../../src/imaging/sharp-image-codec.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { startBareSite, type BareSite } from '../../support/bare-page.ts';
import { describeOver, GPU_COMPOSITING, type OpenForTest } from '../../support/browser-kinds.ts';
import { captureForTest, type Captured, type CaptureForTest } from '../../support/captured-page.ts';
import { findBlankFrames, headerRows, HEADER_PX, serveFramedPage, type PlacedFrame } from '../../support/framed-page.ts';
import { isLongTier, withLongerTier } from '../../support/tier.ts';
import { decodePixels, rowsOfColour, type Pixels } from '../../support/pixels.ts';

let site: BareSite;
beforeAll(async () => {
  site = await startBareSite();
});
afterAll(() => site.close());

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
  {
    name: 'of the same site around another',
    x: 30,
    y: 9000,
    width: 600,
    height: 500,
    site: 'same',
    inside: { name: 'inside one of the same site', x: 20, y: 40, width: 400, height: 300, site: 'two' },
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

const WAYS = [
  ['drawn by the processor', 'debugger', {}],
  ['composited by graphics hardware', 'pipe', { launch: GPU_COMPOSITING }],
] as const;
// Both ways of drawing and both transports, not each with each: four times the same seven frames is what even a long run has no time for.
describe.each(isLongTier() ? WAYS : WAYS.slice(0, 1))('frames of other sites, %s', (_, kind, options) => {
  describeOver(kind, 'in the picture of the whole page', (open) => {
    test('are drawn whole wherever they stand, and the sticky header once', async () => {
      const { observation, whole, followed } = await pictures(open, serveFramedPage(site, '/framed', HEIGHT_PX, FRAMES), options);
      expect(observation.reasons).toEqual([]);
      expect(observation.warnings.filter(({ code }) => code === 'frames-may-be-blank-in-pictures')).toEqual([]);
      // The lazy one is no document yet at the click.
      expect(observation.frames.filter(({ crossProcess }) => crossProcess)).toHaveLength(7);
      expect(whole.height).toBe(HEIGHT_PX);
      expect(findBlankFrames(whole, FRAMES)).toEqual({});
      expect(findBlankFrames(followed, FRAMES)).toEqual({});
      expect(headerRows(whole)).toEqual(Array.from({ length: HEADER_PX }, (_, y) => y));
    }, 120_000);
  });
});

const STEP = 'frames of other sites in it';
const COLOURED_FRAME = '<body style="margin:0;background:rgb(0,90,180)">';
const NUMBERED_FRAMES: readonly PlacedFrame[] = [
  { name: 'across pictures', x: 40, y: 1000, width: 300, height: 1000, site: 'two' },
  { name: 'across the next', x: 440, y: 2380, width: 300, height: 400, site: 'three' },
];
const rowsAt = (...tops: readonly number[]): readonly number[] => tops.flatMap((top) => Array.from({ length: 300 }, (_, y) => top + y));
const frameAt = (y: number, extra = ''): string =>
  `<iframe style="position:absolute;border:0;left:100px;top:${y}px;width:500px;height:300px;${extra}" src="${site.url('/coloured', 'site-two.localhost')}"></iframe>`;
const frameRows = async ({ staging }: Captured): Promise<readonly number[]> =>
  rowsOfColour(await decodePixels(await staging.bytes('screenshot-full.png')), 300, [0, 90, 180]);
const withoutPdf = { options: { pdf: false } };
const undrawn = ({ warnings }: Observation): readonly string[] =>
  warnings.filter(({ code }) => code === 'frames-may-be-blank-in-pictures').map(({ detail }) => detail);

describeOver('pipe', 'a large picture in a frame of another site', (open) => {
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

describeOver('pipe', 'a frame of another site', (open) => {
  /** A page of 4,000 px. */
  const capturePageOf = (body: string): Promise<Captured> => {
    site.route('/coloured', COLOURED_FRAME);
    site.route('/page', `<!doctype html><body style="margin:0;height:4000px">${body}`);
    return captureForTest(open, site.url('/page'), { input: withoutPdf });
  };

  test('is never covered by what stays in the view: a header, a bar at the bottom', async () => {
    const captured = await capturePageOf(
      `<div style="position:fixed;z-index:9;top:0;left:0;right:0;height:200px;background:red"></div>
      <div style="position:fixed;z-index:9;bottom:0;left:0;right:0;height:200px;background:red"></div>${frameAt(1500)}${frameAt(3400)}`,
    );
    expect(captured.observation.reasons).toEqual([]);
    expect(await frameRows(captured)).toEqual(rowsAt(1500, 3400));
    expect(undrawn(captured.observation)).toEqual([]);
  });

  test('that something in the view always covers stays out of the picture, and is told with its place', async () => {
    const captured = await capturePageOf(
      `<script>const host = document.body.appendChild(document.createElement('div'));
      host.attachShadow({ mode: 'closed' }).innerHTML = '<div style="position:fixed;z-index:9;inset:0;background:rgba(9,9,9,.5)"></div>';</script>${frameAt(1500)}`,
    );
    expect(await frameRows(captured)).toEqual([]);
    expect(captured.observation.recipes[0]?.patches).toBeUndefined();
    expect(undrawn(captured.observation)).toEqual([
      expect.stringMatching(/^http:\/\/site-two\.localhost.*\(500 x 300 px at 100, 1500\): something .* covers it$/),
    ]);
  });

  test('of which nothing can be seen is no matter; what is seen beside it is', async () => {
    const captured = await capturePageOf(
      `<div style="position:absolute;left:0;top:1500px;width:620px;height:340px;overflow:hidden">${frameAt(10)}
      ${frameAt(10, 'left:700px')}${frameAt(400)}</div>`,
    );
    expect(captured.observation.reasons).toEqual([]);
    expect(await frameRows(captured)).toEqual(rowsAt(1510));
    expect(undrawn(captured.observation)).toEqual([]);
    expect(captured.staging.names('screenshot-tile')).toContain('screenshot-frame-001.png');
    expect(captured.staging.names('screenshot-tile')).not.toContain('screenshot-frame-002.png');
  });

  test('that moves when the page is scrolled is told, also when it sticks to the view', async () => {
    const captured = await capturePageOf(
      `${frameAt(1200)}<div style="height:2500px"><div style="height:1900px"></div>${frameAt(0, 'position:sticky;top:600px')}</div>
      <script>addEventListener('scroll', () => { document.querySelector('i').style.top = 3000 + scrollY / 10 + 'px'; })</script>
      <i style="position:absolute;top:3000px;left:0">${frameAt(0)}</i>`,
    );
    expect(await frameRows(captured)).toEqual(rowsAt(1200));
    expect(undrawn(captured.observation)).toEqual([
      expect.stringMatching(/at 100, 1900\): it moves/),
      expect.stringMatching(/at 100, 3000\): it moves/),
    ]);
  });

  test.each(withLongerTier<string>([], ['hangs']))('that %s is told, and holds up no other', async () => {
    site.route('/hanging', '<body style="margin:0;background:rgb(0,90,180)"><script>onmessage = () => { for (;;); }</script>');
    const captured = await capturePageOf(
      `${frameAt(1200).replace('/coloured', '/hanging').replace('site-two', 'site-three')}${frameAt(2500)}
      <script>addEventListener('resize', () => frames[0].postMessage(1, '*'))</script>`,
    );
    expect(await frameRows(captured)).toEqual(rowsAt(2500));
    expect(undrawn(captured.observation)).toEqual([expect.stringMatching(/at 100, 1200\): the browser did not draw it/)]);
  });

  test('on numbered pictures is drawn across them', async () => {
    const url = serveFramedPage(site, '/numbered', 3000, NUMBERED_FRAMES);
    const { staging, observation } = await captureForTest(open, url, {
      limits: { tileHeightPx: 600, stitchPixels: 1280 * 1300 },
      input: withoutPdf,
    });
    const pages = await Promise.all(observation.recipes.map(async ({ name }) => decodePixels(await staging.bytes(name))));
    expect(pages.map(({ height }) => height)).toEqual([1200, 1200, 600]);
    const whole = { width: 1280, height: 3000, data: Buffer.concat(pages.map(({ data }) => data)) };
    expect(findBlankFrames(whole, NUMBERED_FRAMES)).toEqual({});
    const codec = createSharpImageCodec(nodeHashing);
    for (const { name, pixelsSha256 } of observation.recipes) {
      expect(await codec.hashPixels(await staging.bytes(name))).toMatchObject({ pixelsSha256 });
    }
  });
});

describeOver('pipe', 'frames of other sites', (open) => {
  test.each(isLongTier() ? [1.5, 2] : [])('at %d device pixels per CSS pixel are drawn at native scale', async (scale) => {
    const url = serveFramedPage(site, '/dense', 3000, NUMBERED_FRAMES);
    const { staging, observation } = await captureForTest(open, url, {
      launch: { extraFlags: [`--force-device-scale-factor=${scale}`] },
      input: withoutPdf,
    });
    expect(undrawn(observation)).toEqual([]);
    const whole = await decodePixels(await staging.bytes('screenshot-full.png'));
    expect(findBlankFrames(whole, NUMBERED_FRAMES, scale)).toEqual({});
  });

  test('cost a page that has none nothing', async () => {
    const url = serveFramedPage(site, '/same', 3000, [{ name: 'same', x: 10, y: 2000, width: 300, height: 300, site: 'same' }]);
    const { observation } = await captureForTest(open, url, { input: withoutPdf });
    expect(observation.frames).toHaveLength(1);
    expect(observation.steps.map(({ name }) => name)).not.toContain(STEP);
    expect(observation.injectedScripts.map(({ name }) => name)).not.toContain('is-shown');
    const other = await captureForTest(open, serveFramedPage(site, '/dense', 3000, NUMBERED_FRAMES), { input: withoutPdf });
    expect(other.observation.steps.map(({ name }) => name)).toContain(STEP);
    expect(other.observation.injectedScripts.map(({ name }) => name)).toContain('is-shown');
  });
});
