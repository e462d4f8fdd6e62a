import { describe, expect, it } from 'vitest';
import type { RecordedExchange } from '../../../src/core/model/exchange.ts';
import { bytesOf, exchangeAt } from '../../support/exchange-lookup.ts';
import { TINY_PNG } from '../../support/pictures.ts';
import { openRecordedPage } from '../../support/recorded-page.ts';
import { startTruthServer } from '../../support/truth-server.ts';

const KEEP = { 'cache-control': 'max-age=600' };

function at(exchanges: readonly RecordedExchange[], path: string): readonly RecordedExchange[] {
  return exchanges.filter(({ request }) => new URL(request.url).pathname === path);
}

describe('bytes from a cache', () => {
  it('come with the earlier exchange that brought them', async () => {
    const server = await startTruthServer({
      '/one': {
        type: 'text/html',
        body: '<link rel=stylesheet href=/s.css><img src=/p.png><img src=/checked.png><img src=/only-here.png><script>fetch("/d.json")</script>',
      },
      '/two': {
        type: 'text/html',
        body: '<link rel=stylesheet href=/s.css><img src=/p.png><img src=/checked.png><script>fetch("/d.json")</script>',
      },
      '/s.css': { type: 'text/css; charset=iso-8859-1', body: Buffer.from('/* \xe9 */', 'latin1'), headers: KEEP },
      '/p.png': { type: 'image/png', body: TINY_PNG, headers: KEEP },
      '/only-here.png': { type: 'image/png', body: TINY_PNG, headers: KEEP },
      '/d.json': { type: 'application/json', body: '{"a":"\u00e9"}', headers: KEEP },
      '/checked.png': ({ headers }) =>
        headers['if-none-match'] === undefined
          ? { type: 'image/png', body: TINY_PNG, headers: { etag: '"1"', 'cache-control': 'no-cache' } }
          : { status: 304, headers: { etag: '"1"', 'cache-control': 'no-cache' } },
    });
    const { visit, recording } = await openRecordedPage();
    await visit(server.url('/one'));
    await visit(server.url('/two'));
    await recording.close({ timeoutMs: 5_000 });
    const exchanges = recording.exchangesOfDocument();
    for (const [path, source] of [
      ['/s.css', 'memory-cache'],
      ['/p.png', 'memory-cache'],
      ['/d.json', 'disk-cache'],
    ] as const) {
      const [first, again] = at(exchanges, path);
      expect([first?.response?.source, again?.response?.source]).toEqual(['network', source]);
      expect(again?.response?.body).toEqual(first?.response?.body);
      expect(again?.response?.remote).toBeUndefined();
      expect(again?.problem).toBeUndefined();
    }
    expect(bytesOf(at(exchanges, '/s.css')[1]?.response?.body)).toEqual(Buffer.from('/* \xe9 */', 'latin1'));
    expect(at(exchanges, '/checked.png').map(({ response }) => response?.status)).toEqual([200, 304]);
    expect(at(exchanges, '/only-here.png')).toEqual([]);
    expect(at(recording.allExchanges(), '/only-here.png')).toHaveLength(1);
  });

  it('are told apart from the 304 that confirmed them, when they came before the recording', async () => {
    const server = await startTruthServer({
      '/': ({ headers }) =>
        headers['if-none-match'] === undefined
          ? { type: 'text/html', body: '<p>kept</p>', headers: { etag: '"1"', 'cache-control': 'no-cache' } }
          : { status: 304, headers: { etag: '"1"', 'cache-control': 'no-cache', 'x-wire': 'yes' } },
    });
    const before = await openRecordedPage();
    await before.visit(server.url('/'));
    const { visit, recording } = await openRecordedPage({ browser: before.browser });
    await visit(server.url('/'));
    await recording.close({ timeoutMs: 5_000 });
    const [wire, shown] = at(recording.exchangesOfDocument(), '/');
    expect(wire).toMatchObject({ response: { status: 304, source: 'network', head: 'exact' } });
    expect(wire?.response?.headers).toContainEqual(['x-wire', 'yes']);
    expect(wire?.response?.body).toBeUndefined();
    expect(shown).toMatchObject({ response: { status: 200, source: 'disk-cache', head: 'synthesised' } });
    expect(bytesOf(shown?.response?.body).toString()).toBe('<p>kept</p>');
    expect(shown?.id).not.toBe(wire?.id);
  });
});

describe('the current document', () => {
  it('tells how it was loaded, what it shows now, and what was shown before', async () => {
    const server = await startTruthServer({
      '/one': { type: 'text/html', body: '<p>one</p>', headers: { 'cache-control': 'no-store' } },
      '/two': {
        type: 'text/html',
        body: `<script>history.pushState(1, '', '/pushed'); history.replaceState(1, '', '/replaced'); location.hash = 'part'</script>
          <form method=post action=/posted><input name=a value=b></form>`,
      },
      '/posted': (_, body) => ({ type: 'text/html', body: `<p>got ${body.toString()}</p>` }),
    });
    const { visit, recording, page } = await openRecordedPage();
    expect(recording.currentDocument()).toBeUndefined();
    await visit(server.url('/one'));
    await page.reload();
    expect(recording.currentDocument()).toMatchObject({ documentUrl: server.url('/one'), loadedBy: 'reload' });
    await visit(server.url('/two'));
    const two = recording.currentDocument();
    expect(two).toMatchObject({ documentUrl: server.url('/two'), shownUrl: server.url('/replaced#part'), loadedBy: 'navigation' });
    expect(two?.inPage.map(({ url }) => url)).toEqual([server.url('/pushed'), server.url('/replaced'), server.url('/replaced#part')]);
    expect(two?.path.map(({ url }) => url)).toEqual([server.url('/one'), server.url('/one')]);
    await Promise.all([page.waitForNavigation(), page.$eval('form', (form) => form.submit())]);
    expect(recording.currentDocument()).toMatchObject({ documentUrl: server.url('/posted'), loadedBy: 'form-post' });
    await recording.waitForQuiet({ quietMs: 200, timeoutMs: 2_000 });
    const posted = exchangeAt(recording.exchangesOfDocument(), '/posted');
    expect(bytesOf(posted.request.body).toString()).toBe('a=b');
    await page.goBack().catch(() => undefined);
    await expect.poll(() => recording.currentDocument()?.loadedBy).toBe('back-forward-cache');
    expect(recording.currentDocument()).toMatchObject({
      documentUrl: server.url('/two'),
      shownUrl: server.url('/replaced#part'),
      loadedBy: 'back-forward-cache',
      loaderId: two?.loaderId,
      startedAt: two?.startedAt,
    });
    expect(exchangeAt(recording.exchangesOfDocument(), '/two').response?.status).toBe(200);
    await visit('about:blank');
    expect(recording.currentDocument()).toBeUndefined();
    expect(recording.exchangesOfDocument()).toEqual([]);
  });

  it('is none when nothing answered; the failed request is on record', async () => {
    const server = await startTruthServer({ '/there': { type: 'text/html', body: 'there' } });
    const { visit, recording } = await openRecordedPage();
    await visit('http://127.0.0.1:59999/');
    expect(recording.currentDocument()).toBeUndefined();
    await visit(server.url('/there'));
    expect(recording.currentDocument()?.documentUrl).toBe(server.url('/there'));
    await recording.close({ timeoutMs: 2_000 });
    expect(recording.allExchanges()[0]).toMatchObject({ problem: { kind: 'failed', detail: 'net::ERR_CONNECTION_REFUSED' } });
  });

  it('may be made by a service worker, whose own requests belong to it', async () => {
    const worker = `addEventListener('install', () => skipWaiting());
      addEventListener('activate', (event) => event.waitUntil(clients.claim()));
      addEventListener('fetch', (event) => {
        const { pathname } = new URL(event.request.url);
        if (pathname === '/made') event.respondWith(new Response('<p>caf\u00e9 <img src=/picture.png>', { headers: { 'content-type': 'text/html' } }));
        if (pathname === '/picture.png') event.respondWith(fetch(event.request));
      });`;
    const server = await startTruthServer({
      '/': {
        type: 'text/html',
        body: `<script>navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready).then(() => fetch('/ready'))</script>`,
      },
      '/ready': { type: 'text/plain', body: 'ready' },
      '/worker.js': { type: 'text/javascript', body: worker },
      '/picture.png': { type: 'image/png', body: TINY_PNG },
    });
    const { visit, recording } = await openRecordedPage();
    await visit(server.url('/'));
    await expect.poll(() => server.served().some(({ url }) => url.endsWith('/ready')), { timeout: 10_000 }).toBe(true);
    await visit(server.url('/made'));
    await recording.close({ timeoutMs: 5_000 });
    expect(recording.currentDocument()).toMatchObject({ documentUrl: server.url('/made'), loadedBy: 'service-worker' });
    const exchanges = recording.exchangesOfDocument();
    expect(exchangeAt(exchanges, '/made').response?.source).toBe('service-worker');
    expect(bytesOf(exchangeAt(exchanges, '/made').response?.body).toString()).toContain('caf\u00e9');
    const pictures = at(exchanges, '/picture.png');
    expect(pictures.map(({ requestedBy, response }) => `${requestedBy} ${response?.source}`).sort()).toEqual([
      'page service-worker',
      'service-worker network',
    ]);
    for (const { response, problem } of pictures) {
      expect(bytesOf(response?.body)).toEqual(TINY_PNG);
      expect(problem).toBeUndefined();
    }
  });

  it('names the service workers that ran for it, also one of which nothing is fetched any more', async () => {
    const server = await startTruthServer({
      '/': {
        type: 'text/html',
        body: `<script>navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready).then(() => fetch('/ready'))</script>`,
      },
      '/ready': { type: 'text/plain', body: 'ready' },
      '/plain': { type: 'text/html', body: '<p>none</p>' },
      '/worker.js': { type: 'text/javascript', body: 'addEventListener("fetch", () => undefined)' },
    });
    const first = await openRecordedPage();
    await first.visit(server.url('/plain'));
    expect(first.recording.serviceWorkers).toEqual([]);
    for (const fetched of [1, 0]) {
      const { visit, recording } = await openRecordedPage({ browser: first.browser });
      await visit(server.url('/'), { quietMs: 800 });
      await recording.close({ timeoutMs: 3_000 });
      expect(recording.serviceWorkers).toEqual([server.url('/worker.js')]);
      expect(at(recording.allExchanges(), '/worker.js')).toHaveLength(fetched);
    }
  });
});
