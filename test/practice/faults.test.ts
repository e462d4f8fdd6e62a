import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startPracticeMarket, type PracticeMarket, type ServedExchange } from '../../src/practice/practice-market.ts';
import { drawNamed } from '../../src/practice/pictures/picture-names.ts';
import { ask } from './ask.ts';

const NAME = 'plush-1-160x120.png';
const PNG = drawNamed(NAME);

let market: PracticeMarket;
beforeAll(async () => {
  market = await startPracticeMarket();
});
afterAll(() => market.close());
beforeEach(() => market.clearServed());

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function served(): ServedExchange {
  const [only, ...more] = market.served();
  expect(more).toEqual([]);
  if (only === undefined) throw new Error('Nothing was served');
  return only;
}

/** Waits for what the list says only once the other side hung up. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

function openRequest(url: string): { readonly outgoing: ClientRequest; readonly hangUp: () => void } {
  const { port, host, pathname, search } = new URL(url);
  const outgoing = request({ host: '127.0.0.1', port, path: pathname + search, headers: { host }, agent: false });
  // Hanging up is an error to the one who hangs up.
  outgoing.on('error', () => undefined);
  outgoing.end();
  return { outgoing, hangUp: () => outgoing.destroy() };
}

async function firstBytesOf(url: string): Promise<{ readonly text: string; readonly hangUp: () => void }> {
  const { outgoing, hangUp } = openRequest(url);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  incoming.on('error', () => undefined);
  const [chunk] = (await once(incoming, 'data')) as [Buffer];
  return { text: chunk.toString('utf8'), hangUp };
}

describe('pictures that are sent wrongly', () => {
  test('the control: a whole one', async () => {
    const answer = await ask(market.url('images', `/p/${NAME}`));
    expect(answer.body.equals(PNG)).toBe(true);
    expect(answer.headers['content-type']).toBe('image/png');
    expect(served()).toMatchObject({ status: 200, complete: true, sha256: sha256(PNG), sizeBytes: PNG.length });
  });

  test('cut in the middle: half of the bytes, not complete', async () => {
    const answer = await ask(market.url('images', `/fault/cut/${NAME}`));
    expect(answer.whole).toBe(false);
    const half = PNG.subarray(0, Math.floor(PNG.length / 2));
    expect(answer.raw.equals(half)).toBe(true);
    expect(served()).toMatchObject({ status: 200, complete: false, sha256: sha256(half), sizeBytes: half.length });
  });

  test('promised longer than it is', async () => {
    const answer = await ask(market.url('images', `/fault/length-too-long/${NAME}`));
    expect(answer.whole).toBe(false);
    expect(answer.raw.equals(PNG)).toBe(true);
    expect(Number(answer.headers['content-length'])).toBe(PNG.length + 1000);
    expect(served().complete).toBe(false);
  });

  test('promised shorter than it is', async () => {
    // Receivers differ: they take the promised part, or refuse the rest.
    await ask(market.url('images', `/fault/length-too-short/${NAME}`)).catch(() => undefined);
    expect(served()).toMatchObject({ complete: false, sizeBytes: PNG.length });
  });

  test('reset before a status', async () => {
    await expect(ask(market.url('images', `/fault/reset/${NAME}`))).rejects.toThrow(/ECONNRESET|hang up/);
    expect(served()).toMatchObject({ complete: false, sizeBytes: 0 });
    expect(served()).not.toHaveProperty('status');
  });

  test('missing, empty, and no picture at all', async () => {
    expect((await ask(market.url('images', `/fault/missing/${NAME}`))).status).toBe(404);
    expect((await ask(market.url('images', `/fault/empty/${NAME}`))).raw.length).toBe(0);
    const liar = await ask(market.url('images', `/fault/no-picture/${NAME}`));
    expect(liar.headers['content-type']).toBe('image/png');
    expect(liar.text).toContain('no picture');
    expect((await ask(market.url('images', `/fault/nonsense/${NAME}`))).status).toBe(404);
  });

  test('late: asked for, and not a status yet', async () => {
    const { hangUp } = openRequest(market.url('images', `/slow/600/${NAME}`));
    await until(() => market.served().length > 0);
    expect(served()).not.toHaveProperty('status');
    hangUp();
    market.clearServed();
    expect((await ask(market.url('images', `/slow/0/${NAME}`))).body.equals(PNG)).toBe(true);
  });
});

describe('encoded bodies', () => {
  test.each([
    ['gzip', 'gzip'],
    ['brotli', 'br'],
  ] as const)('%s: the list holds the decoded body', async (feature, encoding) => {
    const answer = await ask(market.adWith(feature).url, { headers: { 'accept-encoding': 'gzip, deflate, br' } });
    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(answer.raw.equals(answer.body)).toBe(false);
    expect(served()).toMatchObject({ complete: true, sha256: sha256(answer.body), sizeBytes: answer.body.length });
    expect(answer.text).toContain('<h1');
  });

  test('brotli comes in chunks, without a length', async () => {
    const answer = await ask(market.adWith('brotli').url, { headers: { 'accept-encoding': 'br' } });
    expect(answer.headers['transfer-encoding']).toBe('chunked');
    expect(answer.headers['content-length']).toBeUndefined();
  });

  test('who does not accept an encoding gets none', async () => {
    const answer = await ask(market.adWith('gzip').url);
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(served().sha256).toBe(sha256(answer.body));
  });
});

describe('ranges', () => {
  test('a part of the sound', async () => {
    const url = market.url('images', '/media/tone.wav');
    const whole = await ask(url);
    market.clearServed();
    const part = await ask(url, { headers: { range: 'bytes=10-19' } });
    expect(part.status).toBe(206);
    expect(part.headers['content-range']).toBe(`bytes 10-19/${whole.raw.length}`);
    expect(part.raw.equals(whole.raw.subarray(10, 20))).toBe(true);
    expect(served()).toMatchObject({ status: 206, sizeBytes: 10, complete: true });
    expect((await ask(url, { headers: { range: 'bytes=-5' } })).raw.equals(whole.raw.subarray(-5))).toBe(true);
    expect((await ask(url, { headers: { range: `bytes=${whole.raw.length}-` } })).status).toBe(416);
  });
});

describe('bodies without an end', () => {
  test('an endless document grows until the receiver hangs up, and is never complete', async () => {
    const { text, hangUp } = await firstBytesOf(market.hostileUrl('endless-body', { every: 1 }));
    expect(text).toContain('A page without an end');
    const before = served().sizeBytes;
    await until(() => served().sizeBytes > before);
    hangUp();
    // It would grow every millisecond.
    let last = -1;
    await until(() => {
      const same = served().sizeBytes === last;
      last = served().sizeBytes;
      return same;
    });
    expect(served().complete).toBe(false);
  });

  test('an event stream says something and stays open', async () => {
    const { text, hangUp } = await firstBytesOf(market.url('kraampje', '/api/bids'));
    expect(text).toMatch(/^event: bid\ndata: € 700/);
    expect(served().complete).toBe(false);
    hangUp();
  });

  test('a huge document has the size that was asked for', async () => {
    const answer = await ask(market.hostileUrl('huge-body', { bytes: 3_000_000 }));
    expect(answer.raw.length).toBeGreaterThan(3_000_000);
    expect(answer.raw.length).toBeLessThan(3_010_000);
    expect(answer.text).toContain('The end.');
    expect(served()).toMatchObject({ complete: true, sizeBytes: answer.raw.length, sha256: sha256(answer.raw) });
  });
});

describe('a market that closes', () => {
  test('ends what is under way and frees its port', async () => {
    const other = await startPracticeMarket();
    await firstBytesOf(other.hostileUrl('endless-body'));
    await other.close();
    const again = await startPracticeMarket({ port: other.port });
    expect(again.port).toBe(other.port);
    await expect(startPracticeMarket({ port: other.port })).rejects.toMatchObject({ code: 'io-failed' });
    await again.close();
  });
});
