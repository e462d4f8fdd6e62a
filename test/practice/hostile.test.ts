import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PRACTICE_HEADER, PRACTICE_META } from '../../src/core/model/practice.ts';
import { HOSTILE_NAMES, startPracticeMarket, type PracticeMarket } from '../../src/practice/practice-market.ts';
import { ask } from './ask.ts';

let market: PracticeMarket;
beforeAll(async () => {
  market = await startPracticeMarket();
});
afterAll(() => market.close());

/** Those that never end, or never begin. */
const OPEN_ENDED: ReadonlySet<string> = new Set(['endless-body', 'late-document', 'reset-document']);
/** Those that are no document. */
const WITHOUT_DOCUMENT: ReadonlySet<string> = new Set([
  'empty-body',
  'download',
  'redirect-loop',
  'no-content',
  'wrong-type',
  'plain-text',
  'image',
]);

describe('hostile pages', () => {
  test('every one is marked', async () => {
    const answers = await Promise.all(
      HOSTILE_NAMES.filter((name) => !OPEN_ENDED.has(name)).map(async (name) => ({
        name,
        ...(await ask(market.hostileUrl(name, { bytes: 1000, count: 3, depth: 10, ms: 1 }))),
      })),
    );
    expect(answers.filter(({ headers }) => headers[PRACTICE_HEADER] !== '1')).toEqual([]);
    const unmarked = answers.filter(({ text }) => !text.includes(`<meta name="${PRACTICE_META}"`)).map(({ name }) => name);
    expect(new Set(unmarked)).toEqual(WITHOUT_DOCUMENT);
    expect((await ask(market.url('widgets', '/hostile/friendly'))).status).toBe(404);
  });

  test('documents with a status of their own', async () => {
    const statuses = await Promise.all(
      (['not-found', 'server-error', 'no-content', 'basic-auth', 'empty-body'] as const).map(
        async (name) => (await ask(market.hostileUrl(name))).status,
      ),
    );
    expect(statuses).toEqual([404, 500, 204, 401, 200]);
    expect((await ask(market.hostileUrl('empty-body'))).raw.length).toBe(0);
    expect((await ask(market.hostileUrl('basic-auth'), { headers: { authorization: 'Basic eDp5' } })).status).toBe(200);
  });

  test('a download names itself as badly as it can', async () => {
    const { headers } = await ask(market.hostileUrl('download'));
    const disposition = headers['content-disposition'] ?? '';
    expect(disposition).toContain('../../');
    expect(decodeURIComponent(disposition.split("UTF-8''")[1] ?? '')).toContain('\u202e');
    expect((await ask(market.hostileUrl('download', { name: 'CON' }))).headers['content-disposition']).toContain('filename="CON"');
  });

  test('redirects go round', async () => {
    const answer = await ask(market.hostileUrl('redirect-loop', { n: 41 }));
    expect(answer.status).toBe(302);
    expect(answer.headers.location).toContain('n=42');
  });

  test('titles cannot break out of the market itself', async () => {
    const { text } = await ask(market.hostileUrl('markup-in-title'));
    expect(text).not.toContain('data-broken');
    expect(text).not.toContain('</title><script>document');
    expect(text).toContain('&lt;/title&gt;&lt;script&gt;');
  });

  test('sizes are as asked, and bounded', async () => {
    expect((await ask(market.hostileUrl('many-images', { count: 25 }))).text.match(/<img /g)).toHaveLength(25);
    expect((await ask(market.hostileUrl('deep-dom', { depth: 12 }))).text).toContain('<div>'.repeat(12));
    expect((await ask(market.hostileUrl('tall'))).text).toContain('height:100000px');
    expect((await ask(market.hostileUrl('tall', { height: 1e12 }))).text).toContain('height:30000000px');
  });

  test('a cut document is cut', async () => {
    const answer = await ask(market.hostileUrl('cut-document'));
    expect(answer.whole).toBe(false);
    expect(answer.raw.toString()).not.toContain('</html>');
    expect((await ask(market.hostileUrl('slow-document', { ms: 1 }))).text).toContain('</html>');
  });
});
