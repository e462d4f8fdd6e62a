import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/rpc/contract/station.ts';
import { EVERY_SCREEN } from '../renderer/preview/every-screen.ts';
import { usePreviewWindow } from '../renderer/preview/preview-window.ts';

const window = usePreviewWindow();

/** A common window, and one of that size that is zoomed to 200 %. */
const SIZES = [
  { name: 'at 1280 by 800', width: 1280, height: 800, deviceScaleFactor: 1 },
  { name: 'zoomed to 200 %', width: 640, height: 400, deviceScaleFactor: 2 },
] as const;
const LOOKS = LANGUAGES.flatMap((language) => SIZES.map((size) => ({ language, size, name: size.name })));

describe.each(EVERY_SCREEN)('$name', (screen) => {
  it.each(LOOKS)('loses no text in $language, $name', { timeout: 60_000 }, async ({ language, size }) => {
    const { page, show, findLost } = window();
    await show(screen);
    await page.setViewport(size);
    await page.evaluate((wanted) => globalThis.window.fakeRpc.client.call('settings.change', { language: wanted }), language);
    await page.waitForSelector(`html[lang=${language}]`);
    await page.waitForSelector('[role=progressbar]:not([aria-valuenow])', { hidden: true });
    // In the zoomed window letters have twice their size already.
    const lost = await findLost();
    expect(size.deviceScaleFactor === 1 ? lost : lost.filter((one) => !one.startsWith('at 200%'))).toEqual([]);
  });
});
