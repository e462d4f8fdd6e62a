import { createHash } from 'node:crypto';
import type { HTTPResponse, Page } from 'puppeteer-core';
import { describe, expect, test } from 'vitest';
import { useMarketInBrowser } from '../practice/in-browser.ts';

const started = useMarketInBrowser();

function textOf(page: Page, selector: string): Promise<string> {
  return page.$eval(selector, (element) => element.textContent ?? '');
}

/** Waits until the element says something else than that it waits. */
async function filledTextOf(page: Page, selector: string): Promise<string> {
  await page.waitForFunction((wanted) => !['…', '', undefined].includes(document.querySelector(wanted)?.textContent ?? ''), {}, selector);
  return textOf(page, selector);
}

describe('what was served is what the browser got', () => {
  test('every complete body of an ad with many pictures has the digest in the list', async () => {
    const { market, newPage } = started();
    const page = await newPage();
    const responses: HTTPResponse[] = [];
    page.on('response', (response) => responses.push(response));
    market.clearServed();
    await page.goto(market.adWith('bench').url, { waitUntil: 'networkidle0' });
    const digests = await Promise.all(
      responses.map(
        async (response) =>
          `${response.url()} sha256:${createHash('sha256')
            .update(await response.buffer())
            .digest('hex')}`,
      ),
    );
    const served = market.served().filter((exchange) => exchange.complete);
    expect(digests.sort()).toEqual(served.map(({ url, sha256 }) => `${url} ${sha256}`).sort());
    expect(served.filter(({ url }) => url.endsWith('800x600.png'))).toHaveLength(12);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(6000);
  });
});

describe('ads', () => {
  test('the banner covers the ad until it is answered, and stays away then', async () => {
    const { market, open } = started();
    const page = await open(market.adWith('consent').url);
    const topmost = () => page.evaluate(() => document.elementFromPoint(300, 300)?.closest('.consent') !== null);
    expect(await topmost()).toBe(true);
    await page.click('#consent-no');
    expect(await topmost()).toBe(false);
    await page.reload();
    expect(await page.$('.consent')).toBeNull();
  });

  test('a person logs in and sees the ad and the number behind a token', async () => {
    const { market, open } = started();
    const ad = market.adWith('login');
    const page = await open(ad.url);
    expect(new URL(page.url()).pathname).toBe('/login');
    await page.type('#user', 'practice-visitor');
    await page.type('#password', 'paper-lantern-7-fiction');
    await Promise.all([page.waitForNavigation(), page.click('#login')]);
    expect(page.url()).toBe(ad.url);
    expect(await filledTextOf(page, '#member-phone')).toMatch(/^06 39 98/);
  });

  test('lazy pictures come when they are scrolled to', async () => {
    const { market, open } = started();
    market.clearServed();
    const page = await open(market.adWith('lazy').url);
    const count = () => market.served().filter(({ url }) => url.endsWith('800x600.png')).length;
    const before = count();
    expect(before).toBeLessThan(14);
    await page.evaluate(async () => {
      for (let y = 0; y < document.documentElement.scrollHeight; y += 400) {
        scrollTo(0, y);
        // Observers are told after a frame was drawn.
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0))));
      }
    });
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLImageElement>('.stack img')].every((image) => image.complete && image.naturalWidth > 0),
    );
    expect(count()).toBe(14);
  });

  test('a thumbnail swaps the picture', async () => {
    const { market, open } = started();
    const page = await open(market.adWith('gallery').url);
    const shown = () => page.$eval('.gallery .main', (image) => (image as HTMLImageElement).src);
    const first = await shown();
    await page.click('.thumbs button:nth-child(3)');
    expect(await shown()).not.toBe(first);
  });

  test('frames of three sites, one in the other', async () => {
    const { market, open } = started();
    const page = await open(market.adWith('cross-site-frame').url);
    const hosts = page.frames().map((frame) => new URL(frame.url()).hostname);
    expect(hosts).toEqual(['practice-kraampje.localhost', 'practice-widgets.localhost', 'practice-images.localhost']);
    expect(await page.frames()[2]?.$eval('#inner-seller', (element) => element.textContent)).toContain('06 00');
    expect(await page.evaluate(() => document.body.textContent)).not.toContain('ring is eraf');
  });

  test('the phone number is in a closed root only', async () => {
    const { market, open } = started();
    const page = await open(market.adWith('shadow-dom').url);
    expect(
      await page.evaluate(() => document.querySelector('price-box')?.shadowRoot?.querySelector('#shadow-price')?.textContent),
    ).toContain('3');
    expect(await page.evaluate(() => document.querySelector('contact-box')?.shadowRoot)).toBeNull();
    const session = await page.createCDPSession();
    const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
    expect(JSON.stringify(root)).toMatch(/"shadowRootType":"closed"/);
    expect(JSON.stringify(root)).toContain('tel:0199008134');
    expect(await page.evaluate(() => document.body.innerText)).not.toContain('01 99 00 81 34');
  });

  test('service worker, worker and shared worker each bring their part', async () => {
    const { market, open } = started();
    market.clearServed();
    const page = await open(market.adWith('service-worker').url);
    expect(await filledTextOf(page, '#sw-cached')).toContain('cache');
    expect(await filledTextOf(page, '#sw-made')).toContain('inventée');
    expect(await filledTextOf(page, '#sw-passed')).toContain('serveur');
    expect(await filledTextOf(page, '#worker-note')).toContain('worker');
    expect(await filledTextOf(page, '#shared-worker-note')).toContain('shared-worker');
    const paths = market.served().map(({ url }) => new URL(url).pathname);
    expect(paths.filter((path) => path === '/sw/cached.json')).toHaveLength(1);
    expect(paths).not.toContain('/sw/made.json');
  });

  test('embedded pictures are all shown', async () => {
    const { market, open } = started();
    const page = await open(market.adWith('embedded-pictures').url);
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLImageElement>('.embedded img')].every((image) => image.complete && image.naturalWidth > 0),
    );
    expect(await page.$eval('#by-blob', (image) => (image as HTMLImageElement).src)).toMatch(/^blob:/);
    expect(await page.$eval('#by-background', (element) => getComputedStyle(element).backgroundImage)).toContain('practice-images');
  });

  test('sound and film are asked for in parts and can be played', async () => {
    const { market, open } = started();
    market.clearServed();
    const page = await open(market.adWith('media').url);
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLMediaElement>('video,audio')].every((media) => media.readyState >= 3),
    );
    expect(await page.$eval('#film', (film) => (film as HTMLVideoElement).videoWidth)).toBe(320);
    expect(market.served().filter(({ status }) => status === 206).length).toBeGreaterThanOrEqual(2);
  });

  test('a stream, a socket and a poll stay open', async () => {
    const { market, newPage } = started();
    const page = await newPage();
    market.clearServed();
    await page.goto(market.adWith('event-stream').url);
    expect(await filledTextOf(page, '#bids')).toContain('€ 700');
    expect(await filledTextOf(page, '#watchers')).toContain('bezoekers');
    const byPath = new Map(market.served().map((exchange) => [new URL(exchange.url).pathname, exchange]));
    expect(byPath.get('/api/bids')).toMatchObject({ status: 200, complete: false });
    expect(byPath.get('/live')).toMatchObject({ status: 101 });
    expect(byPath.get('/api/poll')?.complete).toBe(false);
  });

  test('a partly failing ad fails as it should and shows the rest', async () => {
    const { market, newPage } = started();
    const page = await newPage();
    const failures: string[] = [];
    page.on('requestfailed', (request) => failures.push(request.failure()?.errorText ?? ''));
    await page.goto(market.adWith('partly-failing').url, { waitUntil: 'networkidle0' });
    expect(failures).toEqual(expect.arrayContaining(['net::ERR_CONNECTION_RESET', 'net::ERR_UNSAFE_PORT', 'net::ERR_CONNECTION_REFUSED']));
    expect(await page.$$eval('.stack img', (images) => images.map((image) => image.naturalWidth > 0))).toEqual([true, false, false, true]);
  });

  test('under a strict policy nothing is violated', async () => {
    const { market, newPage } = started();
    const page = await newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(market.adWith('strict-csp').url, { waitUntil: 'networkidle0' });
    expect(complaints).toEqual([]);
    expect(await page.$eval('figure img', (image) => image.naturalWidth)).toBe(800);
    await expect(page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<p>x</p>'))).rejects.toThrow(/TrustedHTML/);
  });

  test.each(['windows-1252-header', 'windows-1252-meta', 'windows-1252-undeclared'] as const)(
    '%s is read right by the browser',
    async (feature) => {
      const { market, open } = started();
      const page = await open(market.adWith(feature).url);
      const [charset, text] = await page.evaluate(() => [document.characterSet, document.body.textContent] as const);
      expect(charset).toBe('windows-1252');
      expect(text).toContain('€');
      expect(text).toContain('’');
      expect(text).not.toContain('\ufffd');
    },
  );

  test('imported styles and a frame without an address are there', async () => {
    const { market, open } = started();
    const page = await open(market.adWith('css-import').url);
    expect(await page.$eval('.imported', (element) => getComputedStyle(element).backgroundImage)).toContain('400x300.png');
    expect(await page.frames()[1]?.$eval('#srcdoc-note', (element) => element.textContent)).toContain('each spring');
    expect(page.frames()[1]?.url()).toBe('about:srcdoc');
  });

  test('a long ad is long', async () => {
    const { market, open } = started();
    const page = await open(market.adWith('long').url);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeGreaterThan(8000);
  });
});
