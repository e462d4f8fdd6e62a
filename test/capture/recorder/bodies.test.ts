import { describe, expect, it } from 'vitest';
import { hexOf } from '../../../src/core/digest/digest.ts';
import { bytesOf, exchangeAt } from '../../support/exchange-lookup.ts';
import { buildPng } from '../../support/pictures.ts';
import { openRecordedPage } from '../../support/recorded-page.ts';
import { startTruthServer } from '../../support/truth-server.ts';

const MEGABYTE = 1_000_000;

describe('long bodies', () => {
  it('are whole, whether announced, chunked or a picture, and never all in memory', async () => {
    const server = await startTruthServer({
      '/': {
        type: 'text/html',
        body: `<img src=/long.png><script>fetch('/long.bin').then((r) => r.arrayBuffer()).then(() => fetch('/chunked.bin')).then((r) => r.blob())</script>`,
      },
      '/long.png': { type: 'image/png', body: buildPng(20 * MEGABYTE) },
      '/long.bin': { type: 'application/octet-stream', body: buildPng(40 * MEGABYTE, 2) },
      '/chunked.bin': { type: 'application/octet-stream', body: buildPng(40 * MEGABYTE, 3), chunked: true },
    });
    const { visit, recording } = await openRecordedPage();
    await visit(server.url('/'), { quietMs: 800 });
    await recording.close({ timeoutMs: 10_000 });
    for (const path of ['/long.png', '/long.bin', '/chunked.bin']) {
      const exchange = exchangeAt(recording.exchangesOfDocument(), path);
      const served = server.served().find(({ url }) => url === exchange.request.url);
      expect(exchange.response?.body && hexOf(exchange.response.body.sha256)).toBe(served?.sha256);
      expect(exchange.problem).toBeUndefined();
    }
  });
});

describe('a body that does not end well', () => {
  it('keeps the bytes that came and says so', async () => {
    const server = await startTruthServer({
      '/': {
        type: 'text/html',
        body: `<img src=/cut.png><img src=/stalled.png><img src=/broken.png><img src=/whole.png>
          <script>
            for (const path of ['/cut', '/stalled', '/endless', '/whole']) fetch(path).then((r) => r.text());
            new EventSource('/events');
            const abort = new AbortController();
            fetch('/given-up', { signal: abort.signal }).then((r) => r.body.getReader().read()).then(() => setTimeout(() => abort.abort(), 200));
          </script>`,
      },
      '/cut.png': { type: 'image/png', body: buildPng(50_000), sendBytes: 20_000, afterwards: 'cut' },
      '/stalled.png': { type: 'image/png', body: buildPng(5_000), sendBytes: 3_000, afterwards: 'stall' },
      '/broken.png': { type: 'image/png', body: 'this is no picture' },
      '/whole.png': { type: 'image/png', body: buildPng(5_000) },
      '/cut': { type: 'application/json', body: 'c'.repeat(5_000), sendBytes: 2_000, afterwards: 'cut' },
      '/stalled': { type: 'application/json', body: 's'.repeat(5_000), sendBytes: 2_000, afterwards: 'stall' },
      '/endless': { type: 'application/octet-stream', body: 'e'.repeat(3_000), endlessEveryMs: 50 },
      '/whole': { type: 'application/json', body: 'w'.repeat(5_000) },
      '/given-up': { type: 'application/octet-stream', body: 'g'.repeat(50_000), sendBytes: 20_000, afterwards: 'stall' },
      '/events': { type: 'text/event-stream', body: 'data: hello\n\n', endlessEveryMs: 100 },
    });
    const { visit, recording } = await openRecordedPage();
    await visit(server.url('/'), { timeoutMs: 2_500 });
    await recording.close({ timeoutMs: 5_000 });
    const at = (path: string) => exchangeAt(recording.exchangesOfDocument(), path);
    const kept = (path: string) => at(path).response?.body?.sizeBytes;
    expect([at('/cut.png').problem?.kind, kept('/cut.png')]).toEqual(['truncated', 20_000]);
    expect([at('/stalled.png').problem?.kind, kept('/stalled.png')]).toEqual(['truncated', 3_000]);
    expect([at('/cut').problem?.kind, kept('/cut')]).toEqual(['truncated', 2_000]);
    expect([at('/stalled').problem?.kind, kept('/stalled')]).toEqual(['truncated', 2_000]);
    expect([at('/given-up').problem?.kind, kept('/given-up')]).toEqual(['truncated', 20_000]);
    expect(at('/endless').problem?.kind).toBe('truncated');
    expect(bytesOf(at('/endless').response?.body).toString()).toMatch(/^e{6000,}$/);
    expect(at('/events').problem?.kind).toBe('truncated');
    expect(bytesOf(at('/events').response?.body).toString()).toMatch(/^(?:data: hello\n\n)+$/);
    for (const path of ['/whole.png', '/whole', '/broken.png']) expect(at(path).problem).toBeUndefined();
    expect(kept('/broken.png')).toBe(18);
  });

  it('is recorded even when it is the document itself', async () => {
    const server = await startTruthServer({ '/': { type: 'text/html', body: '<p>line</p>\n'.repeat(100), endlessEveryMs: 20 } });
    const { visit, recording } = await openRecordedPage();
    expect(await visit(server.url('/'), { timeoutMs: 1_000 })).toBe(false);
    await recording.close({ timeoutMs: 5_000 });
    const document = exchangeAt(recording.exchangesOfDocument(), '/');
    expect(document.problem?.kind).toBe('truncated');
    expect(bytesOf(document.response?.body).toString()).toMatch(/^(?:<p>line<\/p>\n){200,}(?:<[^\n]*)?$/);
  });

  it('does not keep the page from being quiet when it is a stream', async () => {
    const server = await startTruthServer({
      '/': { type: 'text/html', body: `<script>new EventSource('/events'); new WebSocket('ws://' + location.host + '/socket')</script>` },
      '/events': { type: 'text/event-stream', body: 'data: hello\n\n', endlessEveryMs: 100 },
      '/busy': { type: 'text/html', body: '<img src=/never.png>' },
      '/never.png': { type: 'image/png', body: buildPng(10), delayMs: 60_000 },
    });
    const { visit, recording } = await openRecordedPage();
    expect(await visit(server.url('/'), { timeoutMs: 4_000 })).toBe(true);
    expect(await visit(server.url('/busy'), { timeoutMs: 1_000 })).toBe(false);
    expect(await recording.waitForQuiet({ quietMs: 100, timeoutMs: 60_000, signal: AbortSignal.timeout(50) })).toBe(false);
  });
});

describe('limits', () => {
  it('cut a long body, keep what fits and say so', async () => {
    const server = await startTruthServer({
      '/': {
        type: 'text/html',
        body: `<img src=/long.png><script>fetch('/endless'); fetch('/long').then((r) => r.arrayBuffer())</script>`,
      },
      '/long': { type: 'application/octet-stream', body: Buffer.alloc(300_000, 7) },
      '/long.png': { type: 'image/png', body: buildPng(300_000) },
      '/endless': { type: 'application/octet-stream', body: Buffer.alloc(60_000, 8), endlessEveryMs: 50 },
    });
    const { visit, recording } = await openRecordedPage({ limits: { bodyBytes: 100_000 } });
    await visit(server.url('/'), { timeoutMs: 1_500 });
    await recording.close({ timeoutMs: 5_000 });
    for (const path of ['/long', '/long.png', '/endless']) {
      const { response, problem } = exchangeAt(recording.exchangesOfDocument(), path);
      expect([response?.body?.sizeBytes, problem?.kind]).toEqual([100_000, 'truncated']);
    }
    expect(exchangeAt(recording.exchangesOfDocument(), '/').problem).toBeUndefined();
    expect(recording.limitsHit).toEqual(['byte-limit']);
  });

  it('bound all bodies and all exchanges of a recording', async () => {
    const images = Array.from({ length: 30 }, (_, index) => `/p-${index}.png`);
    const server = await startTruthServer({ '/': { type: 'text/html', body: images.map((path) => `<img src=${path}>`).join('') } });
    for (const [index, path] of images.entries()) server.route(path, { type: 'image/png', body: buildPng(50_000, index + 1) });
    const { visit, recording } = await openRecordedPage({ limits: { totalBytes: 500_000, exchanges: 20 } });
    await visit(server.url('/'));
    await recording.close({ timeoutMs: 5_000 });
    expect(recording.counts().exchanges).toBe(20);
    expect(recording.counts().bytes).toBeLessThanOrEqual(500_000);
    expect(recording.allExchanges().filter(({ problem }) => problem?.kind === 'truncated').length).toBeGreaterThan(5);
    expect([...recording.limitsHit].sort()).toEqual(['byte-limit', 'exchange-limit']);
    expect(recording.warnings.map(({ code }) => code)).toEqual(['exchanges-dropped']);
  });
});
