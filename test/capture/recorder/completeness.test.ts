import { describe, expect, it } from 'vitest';
import type { RecordedExchange } from '../../../src/core/model/exchange.ts';
import { hexOf } from '../../../src/core/digest/digest.ts';
import { startPracticeMarket } from '../../../src/practice/practice-market.ts';
import { describeOverTransportsOfTier } from '../../support/browser-kinds.ts';
import { openRecordedPage } from '../../support/recorded-page.ts';
import type { ReadArchive } from '../../support/read-archive.ts';
import { writeTestArchive } from '../../support/written-archive.ts';
import { startTruthServer, type Route, type Served } from '../../support/truth-server.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const FILM = Buffer.alloc(300_000, 7);

/** `METHOD url status sha256`, of which each served line must be recorded. */
function linesServed(served: readonly Served[]): readonly string[] {
  return served.map((one) => `${one.method} ${one.url} ${one.status} ${one.sha256}`).sort();
}

function linesRecorded(exchanges: readonly RecordedExchange[]): readonly string[] {
  return exchanges
    .filter(({ response }) => response !== undefined && response.source === 'network')
    .map(({ request, response }) => {
      const body = response?.body === undefined ? EMPTY_SHA256 : hexOf(response.body.sha256);
      return `${request.method} ${request.url.replace(/^ws/, 'http')} ${response?.status} ${body}`;
    })
    .sort();
}

/** The same from the archive alone; a revisit has the payload of the record that it names. */
function linesArchived({ records }: ReadArchive): readonly string[] {
  const methods = new Map(
    records.filter(({ type }) => type === 'request').map((one) => [one.fields['warc-concurrent-to']?.[0], one.http?.method]),
  );
  return records
    .filter(({ type }) => type === 'response' || type === 'revisit')
    .map((one) => {
      const digest = one.fields['warc-payload-digest']?.[0]?.replace('sha256:', '');
      return `${methods.get(one.id)} ${one.url?.replace(/^ws/, 'http')} ${one.http?.status} ${digest}`;
    });
}

const html = (body: string): Route => ({ type: 'text/html; charset=utf-8', body: `<!doctype html>${body}` });
const js = (body: string): Route => ({ type: 'text/javascript', body });
const image: Route = { type: 'image/png', body: PNG };

describeOverTransportsOfTier('what a server served', (open, kind) => {
  it('is recorded: every address, status and body, from page, frames and workers of every kind', async () => {
    const server = await startTruthServer();
    const far = (path: string): string => server.url(path, 'site-two.localhost');
    const routes: Record<string, Route> = {
      '/': html(`
        <link rel=stylesheet href=/style.css><link rel=prefetch href=/prefetched.json>
        <img src=/one.png><img src=/hop-1><script src=/gzip.js></script><script src=/brotli.js></script><script src=/zstd.js></script>
        <script type=module src=/module.js></script>
        <iframe src=/near></iframe><iframe src="${far('/far')}"></iframe>
        <video src=/film.mp4 preload=auto></video>
        <script>
          new Worker('/worker.js'); new SharedWorker('/shared.js');
          navigator.serviceWorker.register('/service.js').then(() => navigator.serviceWorker.ready).then(() => fetch('/through-service'));
          fetch('/post', { method: 'POST', body: 'a=1&b=\u00e9' });
          const form = new FormData(); form.append('f', new Blob([new Uint8Array([0, 255, 1])]), 'n\u00e4me.bin'); form.append('t', 'gr\u00fc\u00df');
          fetch('/multipart', { method: 'POST', body: form });
          fetch('${far('/cors')}', { method: 'PUT', headers: { 'x-a': '1' }, body: 'z' });
          navigator.sendBeacon('/beacon', 'hello');
          fetch('/chunked').then((r) => r.text()); fetch('/nothing'); fetch('/head', { method: 'HEAD' });
          const blob = new XMLHttpRequest(); blob.open('GET', '/blob.bin'); blob.responseType = 'blob'; blob.send();
          fetch('/range', { headers: { range: 'bytes=10-19' } });
          fetch('data:text/plain,no-exchange'); fetch(URL.createObjectURL(new Blob(['no exchange'])));
          new WebSocket('ws://' + location.host + '/socket');
        </script>`),
      '/style.css': { type: 'text/css', body: '@import url(/imported.css); body { background: url(/background.png) }' },
      '/imported.css': { type: 'text/css', body: '@font-face { font-family: f; src: url(/font.woff2) } body { font-family: f }' },
      '/font.woff2': { type: 'font/woff2', body: 'not a font' },
      '/prefetched.json': { type: 'application/json', body: '{"a":1}' },
      '/one.png': image,
      '/background.png': image,
      '/hop-1': { status: 302, headers: { location: '/hop-2' } },
      '/hop-2': { status: 307, headers: { location: '/hop-3.png' } },
      '/hop-3.png': image,
      '/gzip.js': { type: 'text/javascript', body: '/* \u00e9 */'.repeat(3000), encode: 'gzip' },
      '/brotli.js': { type: 'text/javascript', body: '2;'.repeat(3000), encode: 'br' },
      '/zstd.js': { type: 'text/javascript', body: '3;'.repeat(3000), encode: 'zstd' },
      '/module.js': js('import "/module-2.js"; import("/module-3.js")'),
      '/module-2.js': js('export {}'),
      '/module-3.js': js('export {}'),
      '/near': html('<img src=/near.png>'),
      '/near.png': image,
      '/far': html(
        `<img src=/far.png><script>new Worker('/far-worker.js')</script><iframe src="${server.url('/inner', 'site-three.localhost')}"></iframe>`,
      ),
      '/far.png': image,
      '/far-worker.js': js('fetch("/from-far-worker")'),
      '/from-far-worker': { type: 'text/plain', body: 'far' },
      '/inner': html('<img src=/inner.png>'),
      '/inner.png': image,
      '/film.mp4': (request) => {
        const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '');
        if (range === null) return { type: 'video/mp4', body: FILM };
        const start = Number(range[1]);
        const end = range[2] === '' ? FILM.length - 1 : Number(range[2]);
        return {
          status: 206,
          type: 'video/mp4',
          body: FILM.subarray(start, end + 1),
          headers: { 'content-range': `bytes ${start}-${end}/${FILM.length}` },
        };
      },
      '/worker.js': js('importScripts("/worker-part.js"); fetch("/from-worker"); new Worker("/nested.js")'),
      '/worker-part.js': js('1'),
      '/from-worker': { type: 'text/plain', body: 'worker' },
      '/nested.js': js('fetch("/from-nested")'),
      '/from-nested': { type: 'text/plain', body: 'nested' },
      '/shared.js': js('importScripts("/shared-part.js"); fetch("/from-shared")'),
      '/shared-part.js': js('1'),
      '/from-shared': { type: 'text/plain', body: 'shared' },
      '/service.js': js(`importScripts('/service-part.js');
        addEventListener('install', (event) => { skipWaiting(); event.waitUntil(fetch('/from-install')); });
        addEventListener('activate', (event) => event.waitUntil(clients.claim().then(() => clients.matchAll()).then(() => fetch('/from-activate'))));
        addEventListener('fetch', (event) => { if (event.request.url.endsWith('/made-up')) event.respondWith(new Response('made by the worker')); });`),
      '/service-part.js': js('1'),
      '/from-install': { type: 'text/plain', body: 'install' },
      '/from-activate': { type: 'text/plain', body: 'activate' },
      '/through-service': { type: 'text/plain', body: 'through' },
      '/post': (_, body) => ({ type: 'text/plain', body: `got ${body.length}` }),
      '/multipart': (_, body) => ({ type: 'text/plain', body: `got ${body.length}` }),
      '/cors': (request) => ({
        ...(request.method === 'OPTIONS' ? { status: 204 } : { type: 'text/plain', body: 'cors' }),
        headers: { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'PUT', 'access-control-allow-headers': 'x-a' },
      }),
      '/beacon': { type: 'text/plain', body: 'thanks' },
      '/chunked': { type: 'text/plain', body: 'piece '.repeat(1000), chunked: true },
      '/nothing': { status: 204 },
      '/head': { type: 'text/plain' },
      '/blob.bin': { type: 'application/octet-stream', body: Buffer.from([0, 1, 2, 255]) },
      '/range': { status: 206, type: 'text/plain', body: '0123456789', headers: { 'content-range': 'bytes 10-19/100' } },
      '/favicon.ico': { status: 404, type: 'text/plain', body: 'no' },
    };
    for (const [path, route] of Object.entries(routes)) server.route(path, route);
    const { tab } = await open();
    const { page, recording } = tab;
    await page.goto(server.url('/'), { waitUntil: 'domcontentloaded' });
    await recording.waitForQuiet({ quietMs: 1_500, timeoutMs: 20_000 });
    await recording.close({ timeoutMs: 10_000 });
    // Over the debugger of one page nothing is told of a shared worker but that it was asked for.
    const untold = kind === 'debugger' ? ['/shared-part.js', '/from-shared'] : [];
    const due = linesServed(server.served().filter(({ url }) => !untold.includes(new URL(url).pathname)));
    const recorded = recording.exchangesOfDocument();
    const lines = new Set(linesRecorded(recorded));
    expect(due.filter((line) => !lines.has(line))).toEqual([]);
    expect(server.served().length).toBeGreaterThan(40);
    const sent = recorded.filter(({ request }) => request.body !== undefined);
    for (const { request } of sent) {
      const served = server.served().find(({ url, method }) => url === request.url && method === request.method);
      expect(request.body && hexOf(request.body.sha256)).toBe(served?.requestSha256);
    }
    expect(sent).toHaveLength(4);
    expect(recorded.filter(({ request }) => /^(?:data|blob):/.test(request.url))).toEqual([]);
    expect(recorded.find(({ request }) => request.url.startsWith('ws:'))).toMatchObject({
      resourceType: 'WebSocket',
      response: { status: 101 },
    });
    const archive = await writeTestArchive(recorded, { page: { url: server.url('/'), startedAt: recorded[0]?.startedAt ?? '' } });
    expect(archive.read.problems).toEqual([]);
    const archived = new Set(linesArchived(archive.read));
    expect(due.filter((line) => !archived.has(line))).toEqual([]);
    // Of a service worker's own script the browser tells no head: the only thing missing here.
    expect(recorded.filter(({ problem }) => problem !== undefined).map(({ request }) => new URL(request.url).pathname)).toEqual([
      '/service.js',
    ]);
    expect(recording.warnings.map(({ code }) => code)).toEqual(kind === 'debugger' ? ['shared-worker-not-recorded'] : []);
  });
});

describe('what the practice market served', () => {
  it('is recorded on pages of every kind', async () => {
    const market = await startPracticeMarket();
    try {
      for (const ad of market.ads.slice(0, 4)) {
        market.clearServed();
        const { visit, recording } = await openRecordedPage();
        await visit(ad.url, { quietMs: 800 });
        await recording.close({ timeoutMs: 5_000 });
        const served = market
          .served()
          .filter(({ complete, status }) => complete && status !== undefined)
          .map((one) => `${one.method} ${one.url} ${one.status} ${hexOf(one.sha256)}`);
        const lines = new Set(linesRecorded(recording.exchangesOfDocument()));
        expect(served.filter((line) => !lines.has(line))).toEqual([]);
        expect(served.length).toBeGreaterThan(1);
      }
    } finally {
      await market.close();
    }
  });
});
