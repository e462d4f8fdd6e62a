import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSharpImageCodec } from '../../../src/imaging/sharp-image-codec.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { decodeRuler, RULER, rulerRowsOf, startPracticeMarket, type PracticeMarket } from '../../../src/practice/practice-market.ts';
import { startBareSite, type BareSite } from '../../support/bare-page.ts';
import { describeOver, describeOverTransportsOfTier, GPU_COMPOSITING } from '../../support/browser-kinds.ts';
import { captureForTest, type Captured } from '../../support/captured-page.ts';
import { decodePixels, rowsOfColour, type Pixels } from '../../support/pixels.ts';
import { isLongTier } from '../../support/tier.ts';

let market: PracticeMarket;
let site: BareSite;
beforeAll(async () => {
  [market, site] = await Promise.all([startPracticeMarket(), startBareSite()]);
});
afterAll(() => Promise.all([market.close(), site.close()]));

const decodePicture = async ({ staging }: Captured, name: string): Promise<Pixels> => decodePixels(await staging.bytes(name));

const WAYS = [
  ['drawn by the processor', {}],
  ['composited by graphics hardware', GPU_COMPOSITING],
] as const;
// 40,000 px in the long tier and in the bench; at every change one that is higher than any texture (16,384 px).
const RULER_PX = isLongTier() ? RULER.defaultHeightPx : 20_000;
describe.each(isLongTier() ? WAYS : WAYS.slice(0, 1))(`a page of ${RULER_PX} px, %s`, (_, launch) => {
  describeOver('pipe', 'the whole page', (open) => {
    test('every row once, in order, and the sticky header once', async () => {
      const captured = await captureForTest(open, `${market.pageWith('ruler')}?height=${RULER_PX}`, {
        launch,
        input: { options: { pdf: false } },
      });
      const { observation, staging } = captured;
      expect(observation.reasons).toEqual([]);
      expect(staging.names('screenshot-tile').length).toBeGreaterThan(4);
      const picture = await decodePicture(captured, 'screenshot-full.png');
      expect(decodeRuler(picture)).toEqual(Array.from({ length: rulerRowsOf(RULER_PX) }, (_, i) => i));
      const [recipe] = observation.recipes;
      expect(recipe).toMatchObject({ name: 'screenshot-full.png', widthPx: picture.width, heightPx: picture.height });
      expect(await createSharpImageCodec(nodeHashing).hashPixels(await staging.bytes('screenshot-full.png'))).toMatchObject({
        pixelsSha256: recipe?.pixelsSha256,
      });
    }, 120_000);
  });
});

describeOverTransportsOfTier('a page scrolled by the person', (open) => {
  test('is pictured as it stood, whole from its top, and left where it was', async () => {
    const bands = Array.from({ length: 50 }, (_, i) => `<div style="height:100px;background:rgb(10,${i * 5},20)"></div>`).join('');
    site.route(
      '/bands',
      `<body style="margin:0"><div style="position:sticky;top:0;height:40px;background:rgb(255,0,0)"></div>${bands}<script>addEventListener('scroll', () => document.title = scrollY)</script>`,
    );
    const captured = await captureForTest(open, site.url('/bands'), {
      before: ({ tab }) => tab.page.evaluate(() => scrollTo(0, 1234)),
      input: { options: { pdf: false } },
    });
    const { observation, opened, staging } = captured;
    expect(observation.reasons).toEqual([]);
    // The bands were in the page all the time: nothing is said to have been taken away, and nothing laid over.
    expect(observation.warnings.filter(({ code }) => /drawn-only|rows-may|fixed-background/.test(code))).toEqual([]);
    expect(staging.names('screenshot-tile').filter((name) => !name.startsWith('screenshot-tile-'))).toEqual([]);
    expect(observation.view).toMatchObject({ scrollXPx: 0, scrollYPx: 1234, documentHeightPx: 5040 });
    const seen = await decodePicture(captured, 'screenshot-viewport.png');
    expect(rowsOfColour(seen, 600, [255, 0, 0])).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(rowsOfColour(seen, 600, [10, 60, 20])[0]).toBe(40);
    const whole = await decodePicture(captured, 'screenshot-full.png');
    expect(whole.height).toBe(5040);
    expect(rowsOfColour(whole, 600, [255, 0, 0])).toEqual(Array.from({ length: 40 }, (_, i) => i));
    for (let band = 0; band < 50; band += 1) expect(rowsOfColour(whole, 600, [10, band * 5, 20])).toHaveLength(100);
    expect(await opened.tab.page.evaluate(() => scrollY)).toBe(1234);
  });
});

describeOver('pipe', 'pictures of a page', (open) => {
  test('above the limit of pixels are numbered pages of whole tiles', async () => {
    site.route('/long', '<body style="margin:0"><div style="height:2600px;background:linear-gradient(red, blue)"></div>');
    const captured = await captureForTest(open, site.url('/long'), {
      limits: { tileHeightPx: 600, stitchPixels: 1280 * 1300 },
      input: { options: { pdf: false } },
    });
    expect(captured.staging.names('screenshot-tile')).toHaveLength(5);
    expect(captured.staging.names('screenshot-full')).toEqual([
      'screenshot-full-01.png',
      'screenshot-full-02.png',
      'screenshot-full-03.png',
    ]);
    expect(captured.observation.recipes.map(({ name, heightPx, tiles }) => [name, heightPx, tiles.map(({ yPx }) => yPx)])).toEqual([
      ['screenshot-full-01.png', 1200, [0, 600]],
      ['screenshot-full-02.png', 1200, [0, 600]],
      ['screenshot-full-03.png', 200, [0]],
    ]);
  });

  test('at two device pixels per CSS pixel have native scale', async () => {
    site.route('/dense', '<body style="margin:0"><div style="height:1500px;background:linear-gradient(red, blue)"></div>');
    const captured = await captureForTest(open, site.url('/dense'), {
      launch: { extraFlags: ['--force-device-scale-factor=2'] },
      limits: { tileHeightPx: 1000 },
      input: { options: { pdf: false } },
    });
    expect(captured.observation.view).toMatchObject({ deviceScaleFactorMilli: 2000, widthPx: 1280 });
    expect(captured.observation.recipes[0]).toMatchObject({ widthPx: 2560, heightPx: 3000 });
    expect(captured.staging.names('screenshot-tile')).toHaveLength(3);
  });
});
