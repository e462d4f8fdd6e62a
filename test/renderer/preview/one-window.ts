import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchBareBrowser } from '../../support/bare-page.ts';
import { findLostText } from '../../support/lost-text.ts';
import { startPreview, type Preview } from './preview-server.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface OneWindow {
  readonly page: Page;
  /** Goes to a screen, with the tabs of the evidence browser closed. */
  readonly show: (hash: string) => Promise<void>;
  /** Presses what has these words and can be pressed, as soon as it is there: of several the last, which is the one of a dialog. */
  readonly press: (words: string) => Promise<unknown>;
  /** Ids of what axe finds wrong on what is shown, with the elements, and of the whole window the text that is lost. React Aria's place for announcements is its own. */
  readonly violations: (within?: string) => Promise<readonly string[]>;
}

/** One window for all tests of a file: going from screen to screen is what it is for. What it throws, or its policy refuses, is a fault. */
export function useOneWindow(hash: string): () => OneWindow {
  let preview: Preview | undefined;
  let browser: Browser | undefined;
  let shown: OneWindow | undefined;
  const faults: string[] = [];
  beforeAll(async () => {
    [preview, browser] = await Promise.all([startPreview(), launchBareBrowser()]);
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('404')) faults.push(message.text());
    });
    await page.goto(preview.url({ stageMs: 30 }, hash), { waitUntil: 'load' });
    await page.evaluate(AXE);
    shown = {
      page,
      show: (to) => show(page, to),
      press: (words) => press(page, words),
      violations: async (within = 'html') => [
        ...(await findViolations(page, within)),
        ...(within === 'html' ? await findLostText(page) : []),
      ],
    };
  });
  afterEach(() => {
    if (faults.length > 0) throw new Error(faults.splice(0).join('\n'));
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

async function findViolations(page: Page, within: string): Promise<readonly string[]> {
  return page.evaluate(async (selector) => {
    const { axe } = window as unknown as {
      axe: { run(context: object, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run({ include: [selector], exclude: ['[data-live-announcer]'] }, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  }, within);
}
