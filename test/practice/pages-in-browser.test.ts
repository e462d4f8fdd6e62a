import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { decodeRulerRow, RULER } from '../../src/practice/practice-market.ts';
import { useMarketInBrowser } from './in-browser.ts';

const started = useMarketInBrowser();

describe('lists', () => {
  test('an ad is opened in place, and back leads to the list', async () => {
    const { market, open } = started();
    const page = await open(market.pageWith('push-state-list'));
    const ad = market.adWith('push-state');
    market.clearServed();
    await page.click(`a[href="${new URL(ad.url).pathname}"]`);
    await page.waitForSelector('#opened h1');
    expect(page.url()).toBe(ad.url);
    expect(await page.$eval('#opened h1', (title) => title.textContent)).toBe(ad.title);
    expect(market.served().map(({ url }) => url)).not.toContain(ad.url);
    await page.evaluate(() => history.back());
    await page.waitForSelector('a.card');
    expect(page.url()).toBe(market.pageWith('push-state-list'));
  });

  test('a list grows while it is scrolled', async () => {
    const { market, open } = started();
    const page = await open(market.pageWith('infinite-list'));
    await page.waitForSelector('.card');
    const count = () => page.$$eval('.card', (cards) => cards.length);
    const before = await count();
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await page.waitForFunction((known) => document.querySelectorAll('.card').length > known, {}, before);
    expect(await count()).toBeGreaterThan(before);
  });

  test('a virtualised list has few nodes and many rows', async () => {
    const { market, open } = started();
    const page = await open(market.pageWith('virtualised-list'));
    const rows = () =>
      page.$$eval('.quote', (nodes) => nodes.map((node) => Number((node as HTMLElement).dataset['index'])).sort((a, b) => a - b));
    expect((await rows())[0]).toBe(0);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await page.waitForFunction(() => [...document.querySelectorAll('.quote')].some((node) => node.textContent?.startsWith('400. ')));
    expect(await rows()).toEqual(Array.from({ length: 20 }, (_, i) => 380 + i));
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeGreaterThan(36_000);
  });
});

describe('conversations', () => {
  test.each([
    ['chat-older', 'top', 0],
    ['chat-newer', 'bottom', 159],
  ] as const)('%s: all messages come by scrolling the box to its %s; the page does not scroll', async (feature, end, last) => {
    const { market, open } = started();
    const page = await open(market.pageWith(feature));
    await page.waitForSelector('.message');
    expect(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight)).toBe(true);
    expect(await page.$(`.message[data-index="${last}"]`)).toBeNull();
    await page.evaluate(
      async (where, wanted) => {
        const box = document.querySelector('#messages');
        if (box === null) return;
        while (document.querySelector(`.message[data-index="${wanted}"]`) === null) {
          box.scrollTop = where === 'top' ? 0 : box.scrollHeight;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      },
      end,
      last,
    );
    const indexes = await page.$$eval('.message', (nodes) => nodes.map((node) => Number((node as HTMLElement).dataset['index'])));
    expect(indexes).toEqual(Array.from({ length: 160 }, (_, i) => i));
  });
});

describe('ruler', () => {
  test('its rows are read from pictures that Chromium makes, under the sticky header too', async () => {
    const { market, open } = started();
    const page = await open(market.pageWith('ruler'));
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(40_000);
    const shoot = async (y: number, height: number) => {
      const png = await page.screenshot({ clip: { x: 0, y, width: 1280, height }, captureBeyondViewport: true });
      const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
      return { data, width: info.width, height: info.height };
    };
    const tile = await shoot(20_000, 2000);
    const numbers = Array.from({ length: 20 }, (_, i) => decodeRulerRow(tile, i * RULER.rowHeightPx));
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, i) => 199 + i));
    await page.evaluate(() => scrollTo(0, 5000));
    const seen = await page.screenshot();
    const { data, info } = await sharp(seen).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    // The header hides row 49, which begins at the upper edge.
    expect(decodeRulerRow({ data, width: info.width, height: info.height }, 0)).toBeUndefined();
    expect(decodeRulerRow({ data, width: info.width, height: info.height }, RULER.rowHeightPx)).toBe(50);
  });
});

describe('leading on', () => {
  test.each(['redirect-chain', 'meta-refresh', 'script-redirect'] as const)('%s ends at an ad', async (feature) => {
    const { market, open } = started();
    const ad = market.adWith('plain');
    const page = await open(market.pageWith(feature));
    await page.waitForFunction((url) => location.href === url && document.querySelector('h1') !== null, {}, ad.url);
    expect(page.url()).toBe(ad.url);
  });
});

describe('hostile pages do what they say', () => {
  test('overridden prototypes lie to who asks in the page', async () => {
    const { market, open } = started();
    const page = await open(market.hostileUrl('overridden-prototypes'));
    const session = await page.createCDPSession();
    const inPage = async (expression: string) =>
      (await session.send('Runtime.evaluate', { expression, returnByValue: true })).result.value as unknown;
    expect(await inPage('document.querySelector("#truth")')).toBeNull();
    expect(await inPage('JSON.stringify({a:1})')).toBe('"LIE"');
    expect(await inPage('[1,2].map(String).length')).toBe(0);
    expect(await inPage('document.body.outerHTML')).toBe('LIE');
    const { root } = await session.send('DOM.getDocument', { depth: -1 });
    expect(JSON.stringify(root)).toContain('The true text of this page.');
  });

  test('markup in a title stays text', async () => {
    const { market, open } = started();
    const page = await open(market.hostileUrl('markup-in-title'));
    expect(await page.title()).toContain('</title><script>');
    expect(await page.evaluate(() => document.body.dataset['broken'])).toBeUndefined();
  });

  test('a form is filled by markup and by script', async () => {
    const { market, open } = started();
    const page = await open(market.hostileUrl('password-filled'));
    expect(await page.$eval('#typed', (input) => (input as HTMLInputElement).value)).toBe('typed-by-a-script');
    expect(await page.$eval('#choice', (select) => (select as HTMLSelectElement).value)).toBe('b');
  });

  test('a page goes away by itself', async () => {
    const { market, open } = started();
    const page = await open(market.hostileUrl('navigate-away', { ms: 1 }));
    await page.waitForFunction(() => location.pathname === '/hostile/landing');
    expect(page.url()).toBe(market.hostileUrl('landing'));
  });

  test('alerts do not stop', async () => {
    const { market, newPage } = started();
    const page = await newPage();
    let alerts = 0;
    const many = new Promise<void>((resolve) => {
      page.on('dialog', (dialog) => {
        alerts += 1;
        if (alerts >= 5) resolve();
        else void dialog.accept();
      });
    });
    await page.goto(market.hostileUrl('alert-loop'), { waitUntil: 'domcontentloaded' });
    await many;
    expect(alerts).toBe(5);
  });

  test('a tall page is as tall as it says', async () => {
    const { market, open } = started();
    const page = await open(market.hostileUrl('tall'));
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(100_000);
  });
});
