import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBareBrowser } from '../../support/bare-page.ts';
import { findBarriers, type BarrierSearch } from '../../support/barriers.ts';
import { findLostText } from '../../support/lost-text.ts';
import type { FakeStart } from '../../support/fake-rpc/fake-station.ts';
import { handsOf, type EveryScreen } from './hands.ts';
import { startPreview, type Preview } from './preview-server.ts';

export interface PreviewWindow {
  readonly page: Page;
  /** What the browser complained of: refusals of the CSP, errors of scripts. */
  readonly complaints: readonly string[];
  /** Opens the window anew with this engine behind it, and waits for its first heading. */
  readonly open: (start: FakeStart, hash?: string) => Promise<void>;
  /** Loads this screen as it is in English, in a common window; not again while it is still shown, for loading costs ten times what a look does. */
  readonly show: (screen: EveryScreen) => Promise<void>;
  /** Rules of axe that the window breaks, and where. */
  readonly findBarriers: (search?: BarrierSearch) => Promise<readonly string[]>;
  /** Text that cannot be read, as it is and at twice the size. */
  readonly findLost: () => Promise<readonly string[]>;
  /** Text of the work area, or of the whole window. */
  readonly read: () => Promise<string>;
  /** Presses Tab until what has the focus is named so; fails after as many as any screen has. */
  readonly tabTo: (name: string) => Promise<void>;
}

/** One build, one server and one Chromium for all tests of a file. */
export function usePreviewWindow(): () => PreviewWindow {
  let preview: Preview | undefined;
  let browser: Browser | undefined;
  let shown: PreviewWindow | undefined;
  beforeAll(async () => {
    [preview, browser] = await Promise.all([startPreview(), launchBareBrowser()]);
    shown = await openWindow(preview, browser);
  });
  afterAll(async () => {
    await browser?.close();
    await preview?.close();
  });
  return () => {
    if (shown === undefined) throw new Error('Not started');
    return shown;
  };
}

async function openWindow(preview: Preview, browser: Browser): Promise<PreviewWindow> {
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  await page.setViewport({ width: 1280, height: 800 });
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  const complaints: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  // The window asks before it is left amid a capture.
  page.on('dialog', (dialog) => void dialog.accept());
  page.on('pageerror', (error) => void complaints.push(String(error)));
  let shown: EveryScreen | undefined;
  const open: PreviewWindow['open'] = async (start, hash = '') => {
    shown = undefined;
    await page.goto(preview.url(start, hash), { waitUntil: 'load' });
    // Why exhibits are looked at is asked before there is a screen.
    await page.waitForSelector('h1, [role=dialog]');
  };
  return {
    page,
    complaints,
    open,
    async show(screen) {
      if (shown === screen) return;
      await page.setViewport({ width: 1280, height: 800 });
      await open(screen.start ?? {}, screen.hash);
      await screen.act?.(handsOf(page));
      await page.waitForSelector('[role=progressbar]:not([aria-valuenow])', { hidden: true });
      shown = screen;
    },
    findBarriers: (search) => findBarriers(page, search),
    findLost: () => findLostText(page),
    read: () => page.evaluate(() => document.body.innerText),
    async tabTo(name) {
      const seen: string[] = [];
      for (let i = 0; i < 60; i += 1) {
        await page.keyboard.press('Tab');
        const focused = await page.evaluate(() => {
          const element = document.activeElement;
          const labels = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels : undefined;
          return labels?.[0]?.innerText ?? element?.getAttribute('aria-label') ?? (element as HTMLElement | null)?.innerText ?? '';
        });
        if (focused.trim() === name) return;
        seen.push(focused.trim().split('\n')[0] ?? '');
      }
      throw new Error(`Tab never came to '${name}', only to: ${seen.join(', ')}`);
    },
  };
}
