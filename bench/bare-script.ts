import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, type Browser, type Page } from 'puppeteer-core';
import { buildBrowserFlags } from '../src/capture/browser/browser-flags.ts';

/**
 * What a careful person would write in an afternoon: scroll through the page, wait, then full PNG, MHTML and PDF.
 * No hashing, no recording, no archive, no custody. The measure of what a capture costs beside it.
 */
export interface BareScript {
  /** Opens the address and saves it; milliseconds from 'the page is there' to 'the last file is written'. */
  save(url: string): Promise<number>;
  close(): Promise<void>;
}

/** The same waits as a capture has: a scroll stop, and quiet after the pass. */
export interface BareWaits {
  readonly stopMs: number;
  readonly quietMs: number;
  readonly quietTimeoutMs: number;
}

/** Starts a browser with the flags of a capture's. */
export async function startBareScript(executablePath: string, waits: BareWaits): Promise<BareScript> {
  const folder = await mkdtemp(join(tmpdir(), 'pugmark-bare-'));
  const flags = buildBrowserFlags({ profileFolder: join(folder, 'profile'), headless: true, sandbox: process.getuid?.() !== 0 });
  const browser = await launch({ executablePath, pipe: true, args: [...flags], ignoreDefaultArgs: true, defaultViewport: null });
  let saved = 0;
  return {
    save: async (url) => {
      saved += 1;
      return savePage(browser, url, join(folder, String(saved)), waits);
    },
    close: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function savePage(browser: Browser, url: string, file: string, waits: BareWaits): Promise<number> {
  const page = await browser.newPage();
  try {
    await page.goto(url, { waitUntil: 'load' });
    await page.waitForNetworkIdle({ idleTime: waits.quietMs, timeout: waits.quietTimeoutMs });
    const startedMs = performance.now();
    await scrollThrough(page, waits.stopMs);
    await page.waitForNetworkIdle({ idleTime: waits.quietMs, timeout: waits.quietTimeoutMs });
    await writeFile(`${file}.png`, await page.screenshot({ fullPage: true, optimizeForSpeed: true }));
    const session = await page.createCDPSession();
    const { data } = await session.send('Page.captureSnapshot', { format: 'mhtml' });
    await writeFile(`${file}.mhtml`, data);
    await writeFile(`${file}.pdf`, await page.pdf({ printBackground: true }));
    return performance.now() - startedMs;
  } finally {
    await page.close();
  }
}

async function scrollThrough(page: Page, stopMs: number): Promise<void> {
  const { heightPx, viewPx } = await page.evaluate(() => ({ heightPx: document.documentElement.scrollHeight, viewPx: innerHeight }));
  for (let yPx = viewPx; yPx < heightPx; yPx += viewPx) {
    await page.evaluate((y) => scrollTo(0, y), yPx);
    await new Promise((resolve) => {
      setTimeout(resolve, stopMs);
    });
  }
  await page.evaluate(() => scrollTo(0, 0));
}
