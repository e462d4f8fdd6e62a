import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PRACTICE_HEADER, PRACTICE_META } from '../../src/core/model/practice.ts';
import {
  AD_FEATURES,
  PAGE_FEATURES,
  startPracticeMarket,
  type AdFeature,
  type PracticeMarket,
} from '../../src/practice/practice-market.ts';
import { ask } from './ask.ts';

let market: PracticeMarket;
beforeAll(async () => {
  market = await startPracticeMarket();
});
afterAll(() => market.close());
beforeEach(() => market.clearServed());

async function textOf(feature: AdFeature): Promise<string> {
  return (await ask(market.adWith(feature).url)).text;
}

describe('features', () => {
  test('each is had by an ad, each page answers', async () => {
    for (const feature of AD_FEATURES) expect(market.adWith(feature).features).toContain(feature);
    for (const page of PAGE_FEATURES) expect((await ask(market.pageWith(page))).headers[PRACTICE_HEADER]).toBe('1');
    // The first answer of a chain of redirects is no document.
    const documents = PAGE_FEATURES.filter((page) => page !== 'redirect-chain');
    for (const page of documents) expect((await ask(market.pageWith(page))).text).toContain(PRACTICE_META);
  });

  test.each([
    ['bench', /(<img[^>]+800x600\.png[^>]*>\s*){12}/],
    ['lazy', /<img loading="lazy"[^>]*>\s*<img data-src=/],
    ['gallery', /<button type="button" data-full=/],
    ['client-rendered', /<div data-later=|<span data-views=/],
    ['cross-site-frame', /<iframe[^>]+src="http:\/\/practice-widgets\.localhost/],
    ['shadow-dom', /<template shadowrootmode="open">[\s\S]+<contact-box/],
    ['embedded-pictures', /src="data:image\/png;base64,iVBOR/],
    ['srcdoc-frame', /srcdoc="&lt;!doctype html&gt;/],
    ['css-import', /themes\/first\.css/],
    ['consent', /class="consent"/],
    ['media', /<video[\s\S]+<audio/],
  ] as const)('%s is in the markup of its ad and not of a plain one', async (feature, pattern) => {
    expect(await textOf(feature)).toMatch(pattern);
    expect(await textOf('plain')).not.toMatch(pattern);
  });

  test('a feature that is not there is not invented', () => {
    // @ts-expect-error the list is closed
    expect(() => market.adWith('teleport')).toThrow(/no ad with the feature teleport/);
  });
});

describe('charsets', () => {
  test.each([
    ['windows-1252-header', 'text/html; charset=windows-1252', false],
    ['windows-1252-meta', 'text/html', true],
    ['windows-1252-undeclared', 'text/html', false],
  ] as const)('%s', async (feature, contentType, inMeta) => {
    const answer = await ask(market.adWith(feature).url);
    expect(answer.headers['content-type']).toBe(contentType);
    expect(/<meta charset="windows-1252">/.test(answer.text)).toBe(inMeta);
    const text = new TextDecoder('windows-1252').decode(answer.body);
    for (const character of ['€', '“', '”', '’', '–', '£']) expect(text).toContain(character);
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(answer.body)).toThrow(TypeError);
  });
});

describe('ads that are not always the same', () => {
  test('the banner is gone once a cookie answers it', async () => {
    const { url } = market.adWith('consent');
    expect((await ask(url)).text).toContain('class="consent"');
    expect((await ask(url, { headers: { cookie: 'pm_consent=none' } })).text).not.toContain('class="consent"');
  });

  test('the second view is cheaper', async () => {
    const { url } = market.adWith('edited');
    await ask(url, { method: 'HEAD' });
    const first = (await ask(url)).text;
    const second = (await ask(url)).text;
    expect(first).toContain('15 €');
    expect(second).toContain('12 €');
  });

  test('a strict policy names the hosts of the pictures and nothing inline', async () => {
    const answer = await ask(market.adWith('strict-csp').url);
    const policy = answer.headers['content-security-policy'];
    expect(policy).toContain(market.url('images', ''));
    expect(policy).not.toContain('unsafe');
    expect(answer.text).not.toMatch(/<style|<script>|style="| on[a-z]+="/);
  });

  test('the slow picture is as slow as asked, within reason', async () => {
    const { url } = market.adWith('slow-picture');
    expect((await ask(url)).text).toContain('/slow/3/');
    expect((await ask(`${url}?slow=0.5`)).text).toContain('/slow/0.5/');
    expect((await ask(`${url}?slow=99999`)).text).toContain('/slow/600/');
    expect((await ask(`${url}?slow=x`)).text).toContain('/slow/3/');
  });

  test('a partly failing ad fails where it says', async () => {
    const { url } = market.adWith('partly-failing');
    const addresses = [...(await ask(url)).text.matchAll(/(?:src|data-[a-z]+)="([^"]+)"/g)].map(
      (match) => new URL(match[1] ?? '', url).href,
    );
    const outcomes = await Promise.all(
      addresses.map((address) =>
        ask(address).then(
          ({ status }) => `${status}`,
          (error: NodeJS.ErrnoException) => error.code ?? 'error',
        ),
      ),
    );
    expect(new Set(outcomes)).toEqual(new Set(['200', '204', '404', '500', 'ECONNRESET', 'ECONNREFUSED']));
  });
});

describe('nothing real', () => {
  test('phone numbers and addresses are from ranges that reach nobody', async () => {
    for (const ad of market.ads.filter((candidate) => !candidate.features.includes('login') && !candidate.features.includes('gone'))) {
      const { text } = await ask(ad.url);
      const phones = [...text.matchAll(/\b0\d[ \d]{6,14}\d\b/g)].map((match) => match[0].replaceAll(' ', ''));
      expect(phones.filter((phone) => !/^(063998\d{4}|019900\d{4}|0600\d{6}|07700900\d{3})$/.test(phone))).toEqual([]);
      const mails = [...text.matchAll(/[\w.-]+@[\w.-]+\.\w+/g)].map((match) => match[0]);
      expect(mails.filter((mail) => !/@(example\.org|[\w.-]+\.test)$/.test(mail))).toEqual([]);
      expect(phones.length + mails.length).toBeGreaterThan(0);
    }
  });
});
