import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import sharp from 'sharp';
import type { Language } from '../../src/renderer/i18n/catalogues.ts';
import { CALL, type RealApp } from './app.ts';

export interface Look {
  /** Begin of the names of its pictures. */
  readonly name: string;
  readonly language: Language;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the screen for one of them: 1 without. */
  readonly scale?: number;
}

/** A state of the window. */
export interface PicturedScreen {
  readonly name: string;
  readonly hash: string;
  /** What makes it show what it should, once its place is shown. */
  readonly prepare?: (app: RealApp) => Promise<void>;
  /** It goes on by itself: pictured at once. */
  readonly moves?: true;
}

const THEMES = ['light', 'dark'] as const;
/** Enough for text, shades and the photos of an ad. */
const COLOURS = 128;

/** Writes a picture of each screen in both themes. */
export async function photograph(
  app: RealApp,
  screens: readonly PicturedScreen[],
  { look, folder }: { readonly look: Look; readonly folder: string },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { page } = app;
  await page.setViewport({ width: look.width, height: look.height, deviceScaleFactor: look.scale ?? 1 });
  await app.calls['settings.change']({ language: look.language, theme: 'system' }, CALL);
  for (const screen of screens) {
    await showTheme(page, 'light');
    // Anew for each: nothing of the screen before is left.
    await page.evaluate((hash) => void (location.hash = hash), screen.hash);
    await page.reload({ waitUntil: 'load' });
    await settle(page);
    await screen.prepare?.(app);
    // Nothing looks pointed at.
    await page.mouse.move(0, 0);
    if (screen.prepare !== undefined && screen.moves !== true) await settle(page);
    for (const theme of THEMES) {
      await showTheme(page, theme);
      await page.waitForSelector(`html[data-theme=${theme}]`);
      const png = await page.screenshot({ type: 'png' });
      const small = await sharp(png).png({ palette: true, colours: COLOURS, effort: 10, compressionLevel: 9 }).toBuffer();
      await writeFile(join(folder, `${look.name}${screen.name}-${theme}.png`), small);
    }
  }
}

async function showTheme(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: theme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
}

/** Until nothing is loading and every picture, tile and letter is there. */
async function settle(page: Page): Promise<void> {
  await page.waitForSelector('h1');
  await page.waitForFunction(
    () =>
      document.fonts.status === 'loaded' &&
      document.querySelector('[role=progressbar]:not([aria-valuenow]), canvas[data-waiting]:not([data-waiting="0"])') === null &&
      [...document.images].every(({ complete, loading }) => complete || loading === 'lazy'),
    { timeout: 60_000 },
  );
  // What was asked for by what came last.
  await delay(700);
}
