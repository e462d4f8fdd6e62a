import { describe, expect, it } from 'vitest';
import { findLostInHighContrast, setHighContrast } from '../support/lost-in-high-contrast.ts';
import { EVERY_SCREEN } from '../renderer/preview/every-screen.ts';
import { COLOUR_RULES } from '../support/barriers.ts';
import { usePreviewWindow } from '../renderer/preview/preview-window.ts';

const window = usePreviewWindow();

describe.each(EVERY_SCREEN)('$name', (screen) => {
  it.each(['light', 'dark'] as const)('has no barrier that axe finds, in %s', { timeout: 60_000 }, async (theme) => {
    const { page, show, findBarriers } = window();
    await show(screen);
    await page.evaluate((wanted) => globalThis.window.fakeRpc.client.call('settings.change', { theme: wanted }), theme);
    await page.waitForSelector(`html[data-theme=${theme}]`);
    // What differs in dark are the colours alone.
    expect(await findBarriers(theme === 'light' ? {} : { rules: COLOUR_RULES })).toEqual([]);
  });

  it('can be told in high contrast', { timeout: 60_000 }, async () => {
    const { page, show } = window();
    await show(screen);
    await setHighContrast(page, true);
    try {
      expect(await findLostInHighContrast(page)).toEqual([]);
    } finally {
      await setHighContrast(page, false);
    }
  });
});
