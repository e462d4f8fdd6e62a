import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hexOf } from '../../../src/core/digest/digest.ts';
import { untyped } from '../../../src/capture/recorder/untyped-session.ts';
import { startRecording } from '../../../src/capture/recorder/start-recording.ts';
import { DEFAULT_CAPTURE_LIMITS } from '../../../src/core/model/limits.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { systemClock } from '../../../src/platform/system-clock.ts';
import { bytesOf, exchangeAt } from '../../support/exchange-lookup.ts';
import { buildPng, TINY_PNG } from '../../support/pictures.ts';
import { launchTestBrowser, openRecordedPage } from '../../support/recorded-page.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { startTruthServer } from '../../support/truth-server.ts';
import { writeTestArchive } from '../../support/written-archive.ts';

/** A self-signed certificate for every name of this machine. */
function makeCertificate(): { readonly key: Buffer; readonly cert: Buffer } {
  const folder = tempFolder();
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      key,
      '-out',
      cert,
      '-days',
      '2',
      '-subj',
      '/CN=site-one.localhost',
    ],
    { stdio: 'ignore' },
  );
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

describe('HTTP/2', () => {
  it('is recorded with rebuilt heads, written in the form of HTTP/1.1', async () => {
    const server = createSecureServer(makeCertificate(), (request, response) => {
      if (request.url === '/') {
        response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': ['a=first-cookie', 'b=second-cookie'], 'x-latin': 'caf\xe9' });
        response.end('<img src=/p.png>');
      } else response.writeHead(200, { 'content-type': 'image/png' }).end(TINY_PNG);
    });
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    onTestFinished(() => void server.close());
    const { visit, recording } = await openRecordedPage({ flags: ['--ignore-certificate-errors'] });
    const url = `https://site-one.localhost:${port}/`;
    await visit(url);
    await recording.close({ timeoutMs: 3_000 });
    const exchanges = recording.exchangesOfDocument();
    const document = exchangeAt(exchanges, '/');
    expect(document.response).toMatchObject({ status: 200, protocol: 'h2', head: 'synthesised' });
    expect(document.response?.headers.filter(([name]) => name === 'set-cookie').map(([, value]) => value)).toEqual([
      'a=first-cookie',
      'b=second-cookie',
    ]);
    expect(bytesOf(exchangeAt(exchanges, '/p.png').response?.body)).toEqual(TINY_PNG);
    const { read } = await writeTestArchive(exchanges, { page: { url, startedAt: document.startedAt } });
    expect(read.problems).toEqual([]);
    const [, request, response] = read.records;
    expect(request?.http?.startLine).toBe('GET / HTTP/1.1');
    expect(request?.http?.headers[0]).toEqual(['Host', `site-one.localhost:${port}`]);
    expect(response?.fields['warc-protocol']).toEqual(['h2']);
    expect(response?.http?.startLine).toMatch(/^HTTP\/1\.1 200/);
  });
});

describe('a browser without a durable store', () => {
  it('is recorded all the same, and says what that means', async () => {
    const server = await startTruthServer({
      '/': {
        type: 'text/html',
        body: '<img src=/p.png><script src=/s.js></script><script>fetch("/d").then((r) => r.text())</script><iframe src=/f></iframe>',
      },
      '/p.png': { type: 'image/png', body: buildPng(40_000) },
      '/s.js': { type: 'text/javascript; charset=windows-1252', body: Buffer.from('/* caf\xe9 */ 1', 'latin1') },
      '/d': { type: 'application/json', body: '{"a":"\u00e9"}', chunked: true },
      '/f': { type: 'text/html', body: '<p>framed \u00e9' },
    });
    const browser = await launchTestBrowser();
    const page = await browser.newPage();
    const session = await page.createCDPSession();
    const sendUnlessDurable = (method: string, params: Record<string, unknown>): Promise<unknown> =>
      method === 'Network.configureDurableMessages'
        ? Promise.reject(new Error(`'${method}' wasn't found`))
        : untyped(session).send(method, params);
    const cdp = new Proxy(session, {
      get: (target, name) => {
        if (name === 'send') return sendUnlessDurable;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    const recording = await startRecording({
      page,
      cdp,
      spoolFolder: join(tempFolder(), 'bodies'),
      limits: DEFAULT_CAPTURE_LIMITS,
      clock: systemClock,
      hashing: nodeHashing,
    });
    await page.goto(server.url('/'), { waitUntil: 'domcontentloaded' });
    await recording.waitForQuiet({ quietMs: 400, timeoutMs: 5_000 });
    await recording.close({ timeoutMs: 3_000 });
    expect(recording.warnings.map(({ code }) => code)).toEqual(['durable-messages-missing']);
    const result = ['/', '/p.png', '/s.js', '/d', '/f'].map((path) => {
      const { response, problem } = exchangeAt(recording.exchangesOfDocument(), path);
      const served = server.served().find(({ url }) => new URL(url).pathname === path);
      return { path, isRight: response?.body !== undefined && hexOf(response.body.sha256) === served?.sha256, problem: problem?.kind };
    });
    // Wrong is worse than missing: what the renderer decoded is refused.
    expect(result.filter(({ isRight, problem }) => !isRight && problem === undefined)).toEqual([]);
    expect(result.filter(({ path }) => path !== '/s.js').every(({ isRight }) => isRight)).toBe(true);
  });
});

const open = (path: string, then: string) => `new WebSocket('ws://' + location.host + '${path}').onopen = ({ target }) => { ${then} };`;

describe('a WebSocket', () => {
  it('has its messages counted, and told as not kept', async () => {
    const server = await startTruthServer({
      '/': {
        type: 'text/html',
        body: `<script>${open('/talks', "target.send('hi'); target.send(new Uint8Array(5))")} ${open('/silent', '')}</script>`,
      },
    });
    const { visit, recording } = await openRecordedPage();
    await visit(server.url('/'), { quietMs: 800 });
    await recording.close({ timeoutMs: 3_000 });
    const exchanges = recording.exchangesOfDocument();
    expect(exchangeAt(exchanges, '/talks').problem).toEqual({
      kind: 'not-captured',
      detail: 'messages of the WebSocket are not kept: 2 (7 bytes) sent, 2 (9 bytes) received',
    });
    expect(exchangeAt(exchanges, '/silent')).toMatchObject({ response: { status: 101 } });
    expect(exchangeAt(exchanges, '/silent').problem).toBeUndefined();
    expect((await writeTestArchive(exchanges)).read.problems).toEqual([]);
  });
});
