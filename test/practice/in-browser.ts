import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { startPracticeMarket, type PracticeMarket } from '../../src/practice/practice-market.ts';
import { launchBareBrowser } from '../support/bare-page.ts';

export interface MarketInBrowser {
  readonly market: PracticeMarket;
  /** A blank page in a profile of its own, which ends with the test. */
  readonly newPage: () => Promise<Page>;
  /** The same, with this address loaded. */
  readonly open: (url: string) => Promise<Page>;
}

/** One market and one browser for all tests of a file. */
export function useMarketInBrowser(): () => MarketInBrowser {
  let started: { readonly market: PracticeMarket; readonly browser: Browser } | undefined;
  beforeAll(async () => {
    const [market, browser] = await Promise.all([startPracticeMarket(), launchBareBrowser()]);
    started = { market, browser };
  });
  afterEach(async () => {
    await Promise.all((started?.browser.browserContexts() ?? []).slice(1).map((context) => context.close()));
  });
  afterAll(async () => {
    await started?.browser.close();
    await started?.market.close();
  });
  return () => {
    if (started === undefined) throw new Error('Not started');
    const { market, browser } = started;
    const newPage = async (): Promise<Page> => {
      const page = await (await browser.createBrowserContext()).newPage();
      await page.setViewport({ width: 1280, height: 800 });
      // Pictures are drawn at first use: on a busy machine that takes a while.
      page.setDefaultTimeout(55_000);
      return page;
    };
    return {
      market,
      newPage,
      open: async (url) => {
        const page = await newPage();
        await page.goto(url, { waitUntil: 'load' });
        return page;
      },
    };
  };
}
