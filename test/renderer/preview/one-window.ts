import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchBareBrowser } from '../../support/bare-page.ts';
import { COLOUR_RULES, findBarriers } from '../../support/barriers.ts';
import { findLostText } from '../../support/lost-text.ts';
import { startPreview, type Preview } from './preview-server.ts';

export interface OneWindow {
  /** There once the tests run. */
  readonly page: Page;
  /** Goes to a screen, with the tabs of the evidence browser closed. */
  readonly show: (hash: string) => Promise<void>;
  /** Presses what has these words and can be pressed, as soon as it is there: of several the last, which is the one of a dialog. */
  readonly press: (words: string) => Promise<unknown>;
  /** Rules of axe that what is shown breaks, and where; of the whole window also the text that is lost. */
  readonly violations: (within?: string) => Promise<readonly string[]>;
  /** The same of the whole window, and in dark the rules on colours. */
  readonly violationsInBoth: () => Promise<readonly string[]>;
  /** Waits until these words stand in `within`, otherwise in the work area. */
  readonly see: (words: string, within?: string) => Promise<unknown>;
}

/** One window for all tests of a file: going from screen to screen is what it is for. What it throws, or its policy refuses, is a fault. */
export function useOneWindow(hash: string): OneWindow {
  let preview: Preview | undefined;
  let browser: Browser | undefined;
  let opened: Page | undefined;
  const faults: string[] = [];
  beforeAll(async () => {
    [preview, browser] = await Promise.all([startPreview(), launchBareBrowser()]);
    const page = await browser.newPage();
    opened = page;
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    await page.setViewport({ width: 1280, height: 800 });
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('404')) faults.push(message.text());
    });
    await page.goto(preview.url({ stageMs: 30 }, hash), { waitUntil: 'load' });
  });
  afterEach(() => {
    if (faults.length > 0) throw new Error(faults.splice(0).join('\n'));
  });
  afterAll(async () => {
    await browser?.close();
    await preview?.close();
  });
  const page = (): Page => {
    if (opened === undefined) throw new Error('Not started');
    return opened;
  };
  return {
    get page() {
      return page();
    },
    show: (to) => show(page(), to),
    press: (words) => press(page(), words),
    see: (words, within = 'main') =>
      page().waitForFunction((text, root) => document.querySelector(root)?.textContent.includes(text), {}, words, within),
    violations: (within) => findViolations(page(), within),
    violationsInBoth: async () => {
      await changeTheme(page(), 'dark');
      const dark = await findBarriers(page(), { rules: COLOUR_RULES });
      await changeTheme(page(), 'light');
      return [...dark, ...(await findViolations(page()))];
    },
  };
}

async function show(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    const { fake } = window.fakeRpc;
    for (const tab of fake.tabs) window.fakeRpc.client.tell('tab.closed', { tab: tab.id });
    fake.tabs = [];
    fake.inputs.length = 0;
    location.hash = to;
  }, hash);
}

function press(page: Page, words: string): Promise<unknown> {
  return page.waitForFunction(
    (text) => {
      const all = [...document.querySelectorAll<HTMLElement>('button:not([data-disabled]), label, [role=option]')];
      const found = all.findLast((one) => (one.getAttribute('aria-label') ?? one.textContent).startsWith(text));
      (found?.querySelector('input') ?? found)?.click();
      return found !== undefined;
    },
    {},
    words,
  );
}

async function findViolations(page: Page, within?: string): Promise<readonly string[]> {
  return within === undefined ? [...(await findBarriers(page)), ...(await findLostText(page))] : findBarriers(page, { within });
}

async function changeTheme(page: Page, theme: 'dark' | 'light'): Promise<void> {
  await page.evaluate((wanted) => window.fakeRpc.client.call('settings.change', { theme: wanted }), theme);
  await page.waitForSelector(`html[data-theme=${theme}]`);
}
