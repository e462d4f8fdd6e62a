import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPracticeMarket, type PracticeMarket } from '../../src/practice/practice-market.ts';
import { ask, type Answer } from './ask.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let market: PracticeMarket;
beforeAll(async () => {
  market = await startPracticeMarket();
});
afterAll(() => market.close());

function onGrenier(path: string): string {
  return market.url('grenier', path);
}

function search(words: string): Promise<Answer> {
  return ask(market.url('attic', '/search'), { method: 'POST', headers: FORM, body: `q=${words}` });
}

async function listPage(n: number): Promise<{ readonly ads: readonly unknown[]; readonly more: boolean }> {
  return JSON.parse((await ask(onGrenier(`/api/page?n=${n}`))).text) as { ads: unknown[]; more: boolean };
}

async function messageIndexes(query: string): Promise<readonly number[]> {
  const { text } = await ask(market.url('kraampje', `/api/messages?${query}`));
  const { messages } = JSON.parse(text) as { messages: { index: number }[] };
  return messages.map((message) => message.index);
}

describe('pages that are no ads', () => {
  test('three redirects over two sites lead to an ad', async () => {
    let url = market.pageWith('redirect-chain');
    const hops: string[] = [];
    for (let answer = await ask(url); answer.headers.location !== undefined; answer = await ask(url)) {
      url = new URL(answer.headers.location, url).href;
      hops.push(`${answer.status} ${new URL(url).hostname}`);
    }
    expect(hops).toEqual(['301 practice-attic.localhost', '302 practice-images.localhost', '307 practice-kraampje.localhost']);
    expect(url).toBe(market.adWith('plain').url);
  });

  test('a search is answered by POST', async () => {
    expect((await search('parrot')).text).toContain('African grey');
    expect((await search('parrot')).text).not.toContain('Plush elephant');
    expect((await search('%3Cscript%3E')).text).not.toContain('<script>');
  });

  test('a seller has several ads', async () => {
    const { text } = await ask(market.pageWith('seller'));
    expect([...text.matchAll(/class="row"/g)].length).toBeGreaterThan(3);
    expect((await ask(market.url('kraampje', '/seller/nobody'))).status).toBe(404);
  });

  test('lists come in portions and end', async () => {
    expect(await listPage(1)).toMatchObject({ more: true });
    expect((await listPage(40)).ads.length).toBe(12);
    expect(await listPage(41)).toEqual({ ads: [], more: false });
  });

  test('messages come without gaps, from either end', async () => {
    expect(await messageIndexes('before=160')).toEqual(Array.from({ length: 20 }, (_, i) => 140 + i));
    expect(await messageIndexes('before=7')).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(await messageIndexes('after=-1')).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(await messageIndexes('after=159')).toEqual([]);
  });

  test('a member gets a token for the session and the phone number for the token', async () => {
    const opened = await ask(onGrenier('/login'), {
      method: 'POST',
      headers: FORM,
      body: 'user=practice-visitor&password=paper-lantern-7-fiction',
    });
    const cookie = opened.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    expect((await ask(onGrenier('/api/token'), { method: 'POST' })).status).toBe(401);
    const { token } = JSON.parse((await ask(onGrenier('/api/token'), { method: 'POST', headers: { cookie } })).text) as { token: string };
    expect((await ask(onGrenier('/api/phone'))).status).toBe(401);
    expect((await ask(onGrenier('/api/phone'), { headers: { authorization: `Bearer ${token}` } })).text).toContain('06 39 98');
    await ask(onGrenier('/logout'), { headers: { cookie } });
    expect((await ask(onGrenier('/api/phone'), { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  });
});
