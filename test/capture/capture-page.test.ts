import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeHashing } from '../../src/platform/cryptography.ts';
import { startPracticeMarket, type AdFeature, type PracticeMarket } from '../../src/practice/practice-market.ts';
import { sha256DigestOf } from '../../src/core/digest/digest.ts';
import { toUtf8 } from '../../src/core/digest/encoding.ts';
import * as scripts from '../../src/capture/page-scripts/page-script.ts';
import * as viewScripts from '../../src/capture/page-scripts/view-scripts.ts';
import { startBareSite, type BareSite } from '../support/bare-page.ts';
import { describeOver, describeOverTransportsOfTier } from '../support/browser-kinds.ts';
import { captureForTest, type Captured } from '../support/captured-page.ts';

let market: PracticeMarket;
let site: BareSite;
beforeAll(async () => {
  [market, site] = await Promise.all([startPracticeMarket(), startBareSite()]);
});
afterAll(() => Promise.all([market.close(), site.close()]));

const withoutPdf = { options: { pdf: false } };
const ad = (feature: AdFeature): string => market.adWith(feature).url;

/** Text of an element's `data-` attribute in the served page, to know what must be found. */
async function served({ staging }: Captured): Promise<string> {
  return staging.text('served.html');
}

describeOverTransportsOfTier('a plain ad', (open, kind) => {
  test('gives every role, true facts, and no reason to doubt', async () => {
    const captured = await captureForTest(open, ad('plain'));
    const { observation, staging, opened } = captured;
    expect(observation).toMatchObject({
      state: 'sealed',
      reasons: [],
      address: { requestedUrl: ad('plain'), documentUrl: ad('plain'), shownUrl: ad('plain'), loadedBy: 'navigation', inPage: [], path: [] },
      http: {
        status: 200,
        method: 'GET',
        protocol: 'http/1.1',
        headersAs: 'exact',
        redirects: [],
        source: 'network',
        remoteAddress: { ip: '127.0.0.1', port: market.port },
      },
      view: { widthPx: 1280, heightPx: 900, deviceScaleFactorMilli: 1000, scrollXPx: 0, scrollYPx: 0 },
      completeness: { items: [], incomplete: { shown: 0, supporting: 0, background: 0 } },
      browser: opened.tab.browser,
    });
    expect(new Set(observation.artifacts.map(({ role }) => role))).toEqual(
      new Set([
        'screenshot-viewport',
        'screenshot-full',
        'screenshot-tile',
        'html-served',
        'dom',
        'text',
        'mhtml',
        'media',
        'wacz',
        ...(kind === 'pipe' ? ['pdf'] : []),
      ]),
    );
    expect(observation.artifacts).toEqual(staging.artifacts);
    expect(observation.page?.title).toContain(market.adWith('plain').title);
    expect(observation.http?.headers.map(([name]) => name.toLowerCase())).toContain('content-type');
    expect(observation).not.toHaveProperty('tls');
    expect(observation).not.toHaveProperty('error');

    const document = market.served().findLast(({ url }) => url === ad('plain'));
    expect(
      sha256DigestOf(
        createHash('sha256')
          .update(await staging.bytes('served.html'))
          .digest(),
      ),
    ).toBe(document?.sha256);
    for (const name of staging.names('media')) {
      const sha256 = observation.artifacts.find((artifact) => artifact.name === name)?.sha256;
      expect(market.served().some((one) => one.sha256 === sha256)).toBe(true);
      expect(name).toMatch(/^media-\d{3}\.png$/);
    }
    expect((await staging.bytes('page.mhtml')).toString('latin1')).toContain('multipart/related');
    const pdfs = await Promise.all(staging.names('pdf').map(async (name) => (await staging.bytes(name)).subarray(0, 5).toString()));
    expect(pdfs).toEqual(kind === 'pipe' ? ['%PDF-'] : []);
    const { seenAt = '', seenCompleteAt = '', clickedAt, finishedAt } = observation.times;
    expect([clickedAt, seenAt, seenCompleteAt, finishedAt].toSorted()).toEqual([clickedAt, seenAt, seenCompleteAt, finishedAt]);
  });

  test('names every script that ran in it with the digest of its text', async () => {
    const { observation } = await captureForTest(open, ad('plain'), { input: withoutPdf });
    const digests = new Map(
      [...Object.values(scripts), ...Object.values(viewScripts)].map(({ name, text }) => [
        name,
        sha256DigestOf(nodeHashing.sha256(toUtf8(text))),
      ]),
    );
    expect(observation.injectedScripts.length).toBeGreaterThan(2);
    for (const { name, sha256 } of observation.injectedScripts) expect(sha256).toBe(digests.get(name));
  });
});

describeOverTransportsOfTier('ads that hide their words', (open) => {
  test('in shadow roots: markup and text hold what both of them show', async () => {
    const captured = await captureForTest(open, ad('shadow-dom'), { input: withoutPdf });
    const { staging } = captured;
    const phone = /data-phone="([^"]+)"/.exec(await served(captured))?.[1] ?? 'none';
    const price = /id="shadow-price">([^<]+)</.exec(await served(captured))?.[1] ?? 'none';
    const [text, dom] = [await staging.text('text.txt'), await staging.text('dom.html')];
    expect(text).toContain(phone);
    expect(text.replaceAll('\u00a0', ' ')).toContain(price.replaceAll('&nbsp;', ' ').replaceAll('\u00a0', ' '));
    expect(dom).toContain('<template shadowrootmode="closed">');
    expect(dom).toContain('<template shadowrootmode="open">');
  });

  test('in frames of other sites: words of both frames are in the text', async () => {
    const { staging, observation } = await captureForTest(open, ad('cross-site-frame'), { input: withoutPdf });
    expect(observation.frames.filter(({ captured, crossProcess }) => captured && crossProcess).length).toBeGreaterThanOrEqual(2);
    const text = await staging.text('text.txt');
    const [paragraph = ''] = /<p[^>]*>[^<]{30,}<\/p>/.exec((await staging.text('dom.html')).split('data-pugmark-frame')[1] ?? '') ?? [];
    expect(paragraph).not.toBe('');
    expect(text).toContain(
      paragraph
        .replace(/<[^>]+>/g, '')
        .replaceAll('&nbsp;', '\u00a0')
        .replaceAll('&amp;', '&')
        .trim(),
    );
  });
});

describeOver('pipe', 'ads that load late or not at all', (open) => {
  test('pictures that load when scrolled to are in the recording, marked as our doing, and among the media', async () => {
    // Drawing takes the market longer than any capture waits for a picture.
    await market.drawPictures([market.adWith('lazy').id]);
    market.clearServed();
    const { observation, staging, opened } = await captureForTest(open, ad('lazy'), { input: withoutPdf });
    expect(observation).toMatchObject({ state: 'sealed', completeness: { items: [] } });
    expect(observation.completeness.byPhase.scroll).toBeGreaterThan(0);
    const kept = new Set(opened.tab.recording.exchangesOfDocument().flatMap(({ response }) => response?.body?.sha256 ?? []));
    const pictures = market.served().filter(({ host, status }) => host === 'practice-images.localhost' && status === 200);
    expect(pictures.length).toBeGreaterThan(5);
    for (const { sha256, url } of pictures) expect({ url, kept: kept.has(sha256) }).toEqual({ url, kept: true });
    const media = new Set(observation.artifacts.filter(({ role }) => role === 'media').map(({ sha256 }) => sha256));
    expect(pictures.filter(({ sha256 }) => !media.has(sha256)).map(({ url }) => url)).toEqual([]);
    expect(staging.names('dom-after')).toEqual(['dom-after.html']);
  });

  test('what failed is in the ledger by its class, and does not make the capture partial', async () => {
    const { observation } = await captureForTest(open, ad('partly-failing'), { input: withoutPdf });
    expect(observation).toMatchObject({ state: 'sealed', reasons: [] });
    const { items, incomplete } = observation.completeness;
    expect(incomplete.shown).toBe(2);
    expect(items.filter((item) => item.class === 'shown').map(({ problem, detail }) => [problem, detail])).toEqual([
      ['failed', 'the server answered 404'],
      ['failed', expect.stringContaining('ERR_CONNECTION_RESET')],
    ]);
    expect(incomplete.supporting + incomplete.background).toBeGreaterThan(0);
  });

  test('a page that is gone is sealed with its status', async () => {
    const { observation } = await captureForTest(open, ad('gone'), { input: withoutPdf });
    expect(observation).toMatchObject({ state: 'sealed', http: { status: 410 } });
  });

  test('a redirect chain stands in the record, hop by hop', async () => {
    const { observation } = await captureForTest(open, market.pageWith('redirect-chain'), { input: withoutPdf });
    expect(observation.http?.redirects.map(({ status }) => status)).toEqual([301, 302, 307]);
    expect(observation.address.requestedUrl).not.toBe(observation.address.documentUrl);
    expect(observation.http).toMatchObject({ status: 200 });
  });

  test('an ad opened by pushState has the address it shows and the one it came from', async () => {
    const list = market.pageWith('push-state-list');
    const { observation, staging } = await captureForTest(open, list, {
      input: withoutPdf,
      before: async ({ tab }) => {
        await tab.page.click('main a, .card, [data-ad]');
        await tab.recording.waitForQuiet({ quietMs: 300, timeoutMs: 5_000 });
      },
    });
    const { documentUrl, shownUrl, inPage } = observation.address;
    expect(documentUrl).toBe(list);
    expect(shownUrl).not.toBe(list);
    expect(inPage.at(-1)).toMatchObject({ url: shownUrl });
    expect(await staging.text('text.txt')).toContain(market.ads.find(({ url }) => url === shownUrl)?.title ?? 'no such ad');
  });
});

describeOver('pipe', 'what stands in forms', (open) => {
  test('is kept, but never what stands in a password field', async () => {
    site.route(
      '/form',
      `<form><input name=q><input type=password name=p><textarea name=t></textarea><select><option>a<option>b</select><input type=checkbox></form>`,
    );
    const { observation, staging } = await captureForTest(open, site.url('/form'), {
      before: async ({ tab: { page } }) => {
        await page.type('[name=q]', 'typed words');
        await page.type('[name=p]', 'hunter2-secret');
        await page.type('[name=t]', 'first line');
        await page.select('select', 'b');
        await page.click('[type=checkbox]');
      },
    });
    expect(observation).toMatchObject({ state: 'sealed' });
    const dom = await staging.text('dom.html');
    expect(dom).toContain('data-pugmark-value="typed words"');
    expect(dom).toContain('data-pugmark-value="first line"');
    expect(dom).toContain('<option data-pugmark-selected="">b</option>'.replace('=""', ''));
    expect(dom).toContain('data-pugmark-checked');
    expect(await staging.text('text.txt')).toContain('typed words');
    for (const { name } of observation.artifacts)
      expect({ name, holds: (await staging.bytes(name)).includes('hunter2-secret') }).toEqual({ name, holds: false });
    expect(JSON.stringify(observation)).not.toContain('hunter2-secret');
  });

  test('a password that the page wrote into its markup is told as a warning', async () => {
    site.route('/leaky', '<input type=password value=leaked-secret>');
    const { observation, staging } = await captureForTest(open, site.url('/leaky'), { input: withoutPdf });
    expect(observation.warnings.map(({ code }) => code)).toContain('password-in-markup');
    expect(await staging.text('dom.html')).not.toContain('leaked-secret');
    site.route('/empty', '<input type=password>');
    const other = await captureForTest(open, site.url('/empty'), { input: withoutPdf });
    expect(other.observation.warnings.map(({ code }) => code)).not.toContain('password-in-markup');
  });
});

describeOver('pipe', 'text in other encodings', (open) => {
  test.each(['windows-1252-header', 'windows-1252-meta', 'windows-1252-undeclared'] as const)(
    '%s has no false replacement character',
    async (feature) => {
      const { observation, staging } = await captureForTest(open, ad(feature), { input: withoutPdf });
      expect(observation.page?.charset).toBe('windows-1252');
      const text = await staging.text('text.txt');
      expect(text).toContain(market.adWith(feature).title);
      expect(text).not.toContain('\ufffd');
      expect(/[\u0080-\uffff]/.test(text)).toBe(true);
    },
  );
});
