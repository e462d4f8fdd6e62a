import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Outbound, OutboundRequest } from '../../../src/core/outbound-ports.ts';
import { composeOutbound } from '../../../src/engine/compose-time.ts';
import { nodeRandom } from '../../../src/platform/cryptography.ts';
import { createOutbound } from '../../../src/platform/outbound/create-outbound.ts';
import type { OutboundLogLine } from '../../../src/platform/outbound/outbound-log.ts';
import { readOutboundPolicy, type OutboundPolicy } from '../../../src/platform/outbound/outbound-policy.ts';
import { findSystemProxy } from '../../../src/platform/outbound/system-proxy.ts';
import { systemClock } from '../../../src/platform/system-clock.ts';
import { startHttp, startHttpProxy, startSocksProxy } from '../../support/time/local-proxies.ts';
import { startTimeServer } from '../../support/time/local-time-server.ts';
import { startTlsServer } from '../../support/tls-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

function makeOutbound(policy: OutboundPolicy = 'loopback'): { readonly outbound: Outbound; readonly lines: OutboundLogLine[] } {
  const lines: OutboundLogLine[] = [];
  const parts = { clock: systemClock, random: nodeRandom, policy, log: (line: OutboundLogLine) => void lines.push(line) };
  return { outbound: createOutbound(parts), lines };
}

function ask(url: string, more: Partial<OutboundRequest> = {}): OutboundRequest {
  return { purpose: 'timestamp', method: 'GET', url, timeoutMs: 5_000, maxBytes: 1_000, ...more };
}

const code = (error: unknown): unknown => (error as { code?: unknown }).code;
const failure = async (work: Promise<unknown>): Promise<{ readonly code: unknown; readonly message: string; readonly details: object }> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const { message = '', details = {} } = (error ?? {}) as { message?: string; details?: object };
  return { code: code(error), message, details };
};

describe('outside of this machine', () => {
  it('nothing is asked by a test, whatever composed it', async () => {
    expect(process.env['PUGMARK_OUTBOUND']).toBe('loopback');
    const outbound = composeOutbound(tempFolder());
    expect(await failure(outbound.request(ask('http://192.0.2.1/')))).toMatchObject({ code: 'outbound-refused' });
    expect(await failure(outbound.request(ask('https://tsa.example/')))).toMatchObject({ code: 'outbound-refused' });
    expect(await failure(outbound.request(ask('http://127.0.0.1/', { proxy: 'http://192.0.2.1:3128' })))).toMatchObject({
      code: 'outbound-refused',
    });
    expect(await failure(outbound.askTime({ server: '192.0.2.1', timeoutMs: 1_000 }))).toMatchObject({ code: 'outbound-refused' });
  });

  it('is switched off by one word, and by a word that is none', async () => {
    expect(['', 'any', 'loopback', 'off', 'of'].map((word) => readOutboundPolicy({ PUGMARK_OUTBOUND: word }))).toEqual([
      'any',
      'any',
      'loopback',
      'off',
      'off',
    ]);
    const { outbound, lines } = makeOutbound('off');
    expect(await failure(outbound.request(ask('http://127.0.0.1:9/')))).toMatchObject({ code: 'outbound-refused' });
    expect(lines).toMatchObject([{ to: 'http://127.0.0.1:9/', error: { code: 'outbound-refused' } }]);
  });
});

describe('a proxy that nobody chose', () => {
  it('is that of the surroundings', () => {
    expect(
      [
        {},
        { http_proxy: 'proxy.example:3128' },
        { HTTPS_PROXY: 'http://one.example:1', http_proxy: 'http://two.example:2' },
        { ALL_PROXY: 'socks5h://three.example:3' },
        { ALL_PROXY: 'socks5h://three.example:3', PUGMARK_OUTBOUND: 'loopback' },
      ].map((env) => findSystemProxy(env)),
    ).toEqual([undefined, 'http://proxy.example:3128', 'http://one.example:1', 'socks5://three.example:3', undefined]);
  });
});

describe('one HTTP exchange', () => {
  it('posts, reads the answer and logs it', async () => {
    let got = '';
    const port = await startHttp((request, response) => {
      request.on('data', (piece: Buffer) => (got += piece.toString()));
      request.on('end', () => {
        got += ` ${request.headers['content-type'] ?? ''} ${request.headers.cookie ?? 'no cookie'} ${request.headers.host ?? ''}`;
        response.writeHead(200, { 'content-type': 'application/timestamp-reply; x=1', 'set-cookie': 'a=b' }).end('answer');
      });
    });
    const { outbound, lines } = makeOutbound();
    const url = `http://127.0.0.1:${port}/tsa`;
    const body = { mediaType: 'application/timestamp-query', bytes: new TextEncoder().encode('question') };
    const answer = await outbound.request(ask(url, { method: 'POST', body }));
    expect(answer).toMatchObject({ status: 200, mediaType: 'application/timestamp-reply' });
    expect(Buffer.from(answer.body).toString()).toBe('answer');
    expect(Date.parse(answer.date ?? '')).not.toBeNaN();
    await outbound.request(ask(url));
    expect(got).toBe(`question application/timestamp-query no cookie 127.0.0.1:${port}  no cookie 127.0.0.1:${port}`);
    expect(lines[0]).toMatchObject({ purpose: 'timestamp', to: url, sentBytes: 8, receivedBytes: 6, status: 200 });
  });

  it('follows no redirect, takes no more than it was told to, and waits no longer', async () => {
    const port = await startHttp((request, response) => {
      if (request.url === '/moved') response.writeHead(302, { location: 'file:///etc/passwd' }).end();
      else if (request.url === '/large') response.end(Buffer.alloc(1_001));
      else if (request.url === '/cut') response.writeHead(200, { 'content-length': 50 }).write('half', () => request.socket.destroy());
      // Anything else is never answered.
    });
    const { outbound } = makeOutbound();
    const at = (path: string, more?: Partial<OutboundRequest>): Promise<unknown> =>
      outbound.request(ask(`http://127.0.0.1:${port}${path}`, more));
    expect(await at('/moved')).toMatchObject({ status: 302 });
    expect(await failure(at('/large'))).toMatchObject({ code: 'outbound-failed', details: { reason: 'too-large' } });
    expect(await failure(at('/cut'))).toMatchObject({ code: 'outbound-failed' });
    expect(await failure(at('/silent', { timeoutMs: 50 }))).toMatchObject({ code: 'outbound-failed', details: { reason: 'timeout' } });
    const given = new AbortController();
    const asked = at('/silent', { signal: given.signal });
    given.abort();
    expect(await failure(asked)).toMatchObject({ code: 'cancelled' });
    expect(await failure(outbound.request(ask('ftp://127.0.0.1/')))).toMatchObject({ code: 'outbound-refused' });
    expect(await failure(outbound.request(ask('http://me:secret@127.0.0.1/')))).toMatchObject({ code: 'outbound-refused' });
  });
});

describe('with TLS', () => {
  it.each(['no proxy', 'http', 'socks5'])('asks whoever has a trusted certificate, and nobody else: %s', async (way) => {
    const folder = tempFolder();
    const server = await startTlsServer(folder);
    onTestFinished(() => server.close());
    const port = Number(new URL(server.url).port);
    const proxy = way === 'no proxy' ? undefined : await (way === 'http' ? startHttpProxy(() => port) : startSocksProxy(() => port));
    const { outbound } = makeOutbound();
    const request = ask(server.url, proxy === undefined ? {} : { proxy: proxy.url });
    expect(await failure(outbound.request(request))).toMatchObject({
      code: 'outbound-failed',
      details: { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
    const trusted = getCACertificates('default');
    setDefaultCACertificates([...trusted, readFileSync(join(folder, 'certificate.pem'), 'utf8')]);
    onTestFinished(() => setDefaultCACertificates(trusted));
    expect(Buffer.from((await outbound.request(request)).body).toString()).toContain('over tls');
  });
});

describe('with a proxy', () => {
  it.each(['http', 'socks5'])('goes through it alone, names too: %s', async (kind) => {
    const port = await startHttp((_request, response) => response.end('behind'));
    const resolve = (host: string): number | undefined => (host === 'tsa.behind' ? port : undefined);
    const proxy = await (kind === 'http' ? startHttpProxy(resolve) : startSocksProxy(resolve));
    const { outbound, lines } = makeOutbound();
    const answer = await outbound.request(ask('http://tsa.behind/a', { proxy: proxy.url }));
    expect(Buffer.from(answer.body).toString()).toBe('behind');
    expect(proxy.asked).toEqual([kind === 'http' ? 'GET http://tsa.behind/a' : 'SOCKS5 tsa.behind:80']);
    expect(lines[0]).toMatchObject({ proxy: proxy.url, status: 200 });
    // https: the tunnel stands, and what answers in it is no TLS.
    expect(await failure(outbound.request(ask('https://tsa.behind/', { proxy: proxy.url })))).toMatchObject({ code: 'outbound-failed' });
    expect(proxy.asked[1]).toBe(`${kind === 'http' ? 'CONNECT' : 'SOCKS5'} tsa.behind:443`);
  });

  it('fails closed when the proxy fails: nothing goes past it', async () => {
    let asked = 0;
    const port = await startHttp((_request, response) => {
      asked += 1;
      response.end('reached');
    });
    const refusing = await Promise.all([startHttpProxy(() => undefined), startSocksProxy(() => undefined)]);
    const { outbound } = makeOutbound();
    const url = `http://127.0.0.1:${port}/`;
    expect(await outbound.request(ask(url, { proxy: refusing[0].url }))).toMatchObject({ status: 502 });
    for (const proxy of [
      refusing[1].url,
      'http://127.0.0.1:9',
      'socks5://127.0.0.1:9',
      'socks4://127.0.0.1:9',
      'what',
      `socks5://127.0.0.1:${port}`,
    ]) {
      expect({ proxy, ...(await failure(outbound.request(ask(url, { proxy, timeoutMs: 500 })))) }).toMatchObject({
        proxy,
        code: expect.stringMatching(/^outbound-/),
      });
    }
    expect(await failure(outbound.request(ask(`https://127.0.0.1:${port}/`, { proxy: refusing[0].url })))).toMatchObject({
      code: 'outbound-failed',
    });
    expect(asked).toBe(0);
    expect(await outbound.request(ask(url))).toMatchObject({ status: 200 });
    expect(asked).toBe(1);
  });
});

describe('a time server', () => {
  it('is asked without a word of our own time, and its answer has four times', async () => {
    const server = await startTimeServer(5_000);
    const { outbound } = makeOutbound();
    const before = Date.now();
    const { originMs, receiveMs, transmitMs, destinationMs, stratum } = await outbound.askTime({ server: server.server, timeoutMs: 2_000 });
    expect(stratum).toBe(2);
    expect(Math.abs((receiveMs - originMs + (transmitMs - destinationMs)) / 2 - 5_000)).toBeLessThan(1_000);
    expect(originMs).toBeGreaterThanOrEqual(before);
    expect(server.questions[0]?.subarray(0, 40)).toEqual(Buffer.concat([Buffer.of(0x23), Buffer.alloc(39)]));
  });

  it.each<readonly [string, (answer: Buffer) => void, string]>([
    ['an answer to another question', (answer) => void (answer[24] = (answer[24] ?? 0) ^ 1), 'timeout'],
    ['a server that is not synchronised', (answer) => void (answer[0] = 0xe4), 'not-synchronised'],
    ['a kiss of death', (answer) => void (answer[1] = 0), 'not-synchronised'],
    ['no time', (answer) => void answer.fill(0, 32), 'not-synchronised'],
  ])('counts for nothing: %s', async (_name, change, reason) => {
    const server = await startTimeServer(0, change);
    const { outbound } = makeOutbound();
    expect(await failure(outbound.askTime({ server: server.server, timeoutMs: 200 }))).toMatchObject({
      code: 'outbound-failed',
      details: { reason },
    });
  });

  it('is never asked past a proxy', async () => {
    const server = await startTimeServer(0);
    const { outbound } = makeOutbound();
    const asked = outbound.askTime({ server: server.server, timeoutMs: 200, proxy: 'http://127.0.0.1:9' });
    expect(await failure(asked)).toMatchObject({ code: 'outbound-refused' });
    expect(server.questions).toEqual([]);
  });
});
