import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PRACTICE_HEADER, PRACTICE_META, isPracticeUrl } from '../../src/core/model/practice.ts';
import {
  AD_SUBJECTS,
  PRACTICE_LOGIN,
  PRACTICE_PLATFORMS,
  startPracticeMarket,
  type PracticeMarket,
} from '../../src/practice/practice-market.ts';
import { ask } from './ask.ts';

let market: PracticeMarket;
beforeAll(async () => {
  market = await startPracticeMarket({ now: () => '2026-11-21T12:00:00.000Z' });
});
afterAll(() => market.close());

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

describe('what the market is', () => {
  test('every subject is offered, in three languages, on hosts of the practice market', () => {
    expect(new Set(market.ads.map((ad) => ad.subject))).toEqual(new Set(AD_SUBJECTS));
    expect(new Set(market.ads.map((ad) => ad.language))).toEqual(new Set(['fr', 'nl', 'en']));
    expect(new Set(market.ads.map((ad) => ad.id)).size).toBe(market.ads.length);
    for (const ad of market.ads) expect(isPracticeUrl(ad.url)).toBe(true);
  });

  test('every ad answers with a document that carries both markers and its title', async () => {
    for (const ad of market.ads.filter((candidate) => !candidate.features.includes('login') && !candidate.features.includes('gone'))) {
      const answer = await ask(ad.url);
      expect(answer.status).toBe(200);
      expect(answer.headers[PRACTICE_HEADER]).toBe('1');
      expect(answer.text).toContain(`<meta name="${PRACTICE_META}" content="1">`);
      expect(answer.text).toMatch(/<h1[^>]*>.+<\/h1>/);
    }
  });

  test('each platform writes its facts in its own way', async () => {
    const [grenier, kraampje, attic] = await Promise.all(
      PRACTICE_PLATFORMS.map(async (platform) => (await ask(market.ads.find((ad) => ad.platform === platform)?.url ?? '')).text),
    );
    expect(grenier).toContain('application/ld+json');
    expect(kraampje).toContain('og:title');
    expect(kraampje).toContain('itemprop="price"');
    expect(attic).not.toMatch(/ld\+json|og:|itemprop/);
  });

  test('under another host name there is an index of the platforms, marked too', async () => {
    const answer = await ask(`http://127.0.0.1:${market.port}/`);
    expect(answer.status).toBe(200);
    expect(answer.headers[PRACTICE_HEADER]).toBe('1');
    expect(answer.text).toContain(PRACTICE_META);
    for (const platform of PRACTICE_PLATFORMS) expect(answer.text).toContain(market.url(platform, '/'));
  });

  test('an unknown path is a marked 404', async () => {
    for (const site of [...PRACTICE_PLATFORMS, 'images', 'widgets'] as const) {
      const answer = await ask(market.url(site, '/nothing-here'));
      expect(answer.status).toBe(404);
      expect(answer.headers[PRACTICE_HEADER]).toBe('1');
    }
  });
});

describe('the list of what was served', () => {
  test('names request, status and digest of what the receiver got', async () => {
    market.clearServed();
    const url = market.adWith('plain').url;
    const answer = await ask(url);
    expect(market.served()).toEqual([
      {
        time: '2026-11-21T12:00:00.000Z',
        host: 'practice-kraampje.localhost',
        url,
        method: 'GET',
        status: 200,
        sha256: sha256(answer.body),
        sizeBytes: answer.body.length,
        complete: true,
      },
    ]);
    market.clearServed();
    expect(market.served()).toEqual([]);
  });

  test('what the browser still has is confirmed without a body', async () => {
    const url = market.url('kraampje', '/site.js');
    const first = await ask(url);
    const etag = first.headers.etag ?? '';
    market.clearServed();
    expect((await ask(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await ask(url, { headers: { 'if-none-match': '"other"' } })).body.equals(first.body)).toBe(true);
    expect(market.served()).toMatchObject([
      { status: 304, sizeBytes: 0, complete: true },
      { status: 200, sizeBytes: first.body.length, complete: true },
    ]);
  });

  test('a HEAD request has no body', async () => {
    market.clearServed();
    const answer = await ask(market.adWith('plain').url, { method: 'HEAD' });
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(1000);
    expect(market.served()).toMatchObject([{ method: 'HEAD', sizeBytes: 0, sha256: sha256(Buffer.alloc(0)), complete: true }]);
  });
});

describe('ads that change', () => {
  test('an edited ad reads differently from the next view on', async () => {
    const ad = market.ads.find((candidate) => candidate.id === 'K-105');
    expect((await ask(ad?.url ?? '')).text).not.toContain('Now with a certificate');
    market.editAd('K-105', { paragraphs: ['Now with a certificate'] });
    expect((await ask(ad?.url ?? '')).text).toContain('Now with a certificate');
    expect(() => market.editAd('K-9999', { price: 1 })).toThrow(/no ad K-9999/);
  });

  test('a removed ad is gone for good, and says so in a document', async () => {
    const ad = market.ads.find((candidate) => candidate.id === 'A-106');
    expect((await ask(ad?.url ?? '')).status).toBe(200);
    market.removeAd('A-106');
    const gone = await ask(ad?.url ?? '');
    expect(gone.status).toBe(410);
    expect(gone.text).toContain(PRACTICE_META);
    expect((await ask(market.adWith('gone').url)).status).toBe(410);
  });
});

describe('login', () => {
  test('the ad is shown to those who logged in, others are led to the form', async () => {
    const { url, platform, title } = market.adWith('login');
    const away = await ask(url);
    expect(away.status).toBe(302);
    const formUrl = new URL(away.headers.location ?? '', url).href;
    expect((await ask(formUrl)).text).toContain('type="password"');

    const send = (password: string) =>
      ask(market.url(platform, PRACTICE_LOGIN.path), {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ user: PRACTICE_LOGIN.userName, password, next: new URL(url).pathname }).toString(),
      });
    expect((await send('wrong')).status).toBe(401);
    const opened = await send(PRACTICE_LOGIN.password);
    expect(opened.status).toBe(303);
    expect(new URL(opened.headers.location ?? '', url).href).toBe(url);
    const cookie = opened.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const shown = await ask(url, { headers: { cookie } });
    expect(shown.status).toBe(200);
    expect(shown.text).toContain(title);
    expect((await ask(url, { headers: { cookie: `${PRACTICE_LOGIN.cookieName}=forged` } })).status).toBe(302);
  });

  test('the form leads to paths of its own site only', async () => {
    const answer = await ask(market.url('grenier', `${PRACTICE_LOGIN.path}?next=//example.org/`));
    expect(answer.text).not.toContain('example.org');
  });
});
