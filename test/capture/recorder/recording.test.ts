import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RecordedExchange, SpooledBody } from '../../../src/core/model/exchange.ts';
import { openRecordedPage } from '../../support/recorded-page.ts';
import { startTruthServer } from '../../support/truth-server.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

function bytesOf(body: SpooledBody | undefined): Buffer | undefined {
  return body === undefined ? undefined : readFileSync(body.path);
}

function find(exchanges: readonly RecordedExchange[], path: string): RecordedExchange | undefined {
  return exchanges.find((exchange) => new URL(exchange.request.url).pathname === path);
}

describe('a recorded page', () => {
  it('keeps the exact bytes of document, picture and script, whatever their charset and coding', async () => {
    const html = Buffer.from('<title>caf\xe9</title><p>caf\xe9 \x80</p><img src=/p.png><script src=/s.js></script>', 'latin1');
    const script = `/* caf\u00e9 */ ${'1;'.repeat(20_000)}`;
    const server = await startTruthServer({
      '/': { type: 'text/html; charset=windows-1252', body: html },
      '/p.png': { type: 'image/png', body: PNG },
      '/s.js': { type: 'text/javascript', body: script, encode: 'gzip' },
    });
    const { visit, recording } = await openRecordedPage();
    expect(await visit(server.url('/'))).toBe(true);
    await recording.close({ timeoutMs: 5_000 });
    const exchanges = recording.exchangesOfDocument();
    expect(bytesOf(find(exchanges, '/')?.response?.body)).toEqual(html);
    expect(bytesOf(find(exchanges, '/p.png')?.response?.body)).toEqual(PNG);
    expect(bytesOf(find(exchanges, '/s.js')?.response?.body)?.toString('utf8')).toBe(script);
    for (const path of ['/', '/p.png', '/s.js']) {
      const body = find(exchanges, path)?.response?.body;
      expect(body?.sha256).toBe(
        `sha256:${createHash('sha256')
          .update(bytesOf(body) ?? '')
          .digest('hex')}`,
      );
      expect(body?.sizeBytes).toBe(bytesOf(body)?.length);
      expect(find(exchanges, path)?.problem).toBeUndefined();
    }
    expect(recording.warnings).toEqual([]);
  });

  it('records one exchange per hop of a redirect chain, with exact heads, duplicates and cookies', async () => {
    const server = await startTruthServer({
      '/a': { status: 302, headers: { location: '/b', 'set-cookie': ['one=1; Path=/', 'two=2; Path=/'] } },
      '/b': { status: 301, headers: { location: '/c' } },
      '/c': { type: 'text/html', body: '<p>there', headers: { 'X-MiXed': ['1', '2'] } },
    });
    const { visit, recording } = await openRecordedPage();
    await visit(server.url('/a'));
    await recording.close({ timeoutMs: 5_000 });
    const chain = recording.exchangesOfDocument().filter((exchange) => exchange.resourceType === 'Document');
    expect(chain.map(({ request, response, redirectedTo }) => [request.url, response?.status, redirectedTo])).toEqual([
      [server.url('/a'), 302, server.url('/b')],
      [server.url('/b'), 301, server.url('/c')],
      [server.url('/c'), 200, undefined],
    ]);
    expect(chain.map(({ response }) => response?.head)).toEqual(['exact', 'exact', 'exact']);
    expect(chain[0]?.response?.headers.filter(([name]) => name === 'set-cookie')).toEqual([
      ['set-cookie', 'one=1; Path=/'],
      ['set-cookie', 'two=2; Path=/'],
    ]);
    expect(chain[2]?.response?.headers.filter(([name]) => name === 'X-MiXed')).toEqual([
      ['X-MiXed', '1'],
      ['X-MiXed', '2'],
    ]);
    expect(chain[2]?.request.headersComplete).toBe(true);
    expect(chain[2]?.request.headers.find(([name]) => name.toLowerCase() === 'cookie')?.[1]).toBe('one=1; two=2');
    expect(chain[2]?.response?.remote).toEqual({ ip: '127.0.0.1', port: server.port, isProxy: false });
    expect(recording.currentDocument()).toMatchObject({
      documentUrl: server.url('/c'),
      shownUrl: server.url('/c'),
      loadedBy: 'navigation',
    });
  });

  it('records frames of this and of other sites, and keeps an earlier document apart', async () => {
    const server = await startTruthServer({
      '/first': { type: 'text/html', body: '<img src=/first.png>' },
      '/first.png': { type: 'image/png', body: PNG },
      '/second': {
        type: 'text/html',
        body: '<iframe src=/near></iframe><script>document.write(`<iframe src="http://site-two.localhost:${location.port}/far"></iframe>`)</script>',
      },
      '/near': { type: 'text/html', body: '<img src=/near.png>' },
      '/far': { type: 'text/html', body: '<img src=/far.png>' },
      '/near.png': { type: 'image/png', body: PNG },
      '/far.png': { type: 'image/png', body: PNG },
    });
    const { visit, recording } = await openRecordedPage();
    await visit(server.url('/first'));
    await visit(server.url('/second'));
    await recording.close({ timeoutMs: 5_000 });
    const paths = recording.exchangesOfDocument().map(({ request }) => new URL(request.url).pathname);
    expect(paths).toEqual(expect.arrayContaining(['/second', '/near', '/far', '/near.png', '/far.png']));
    expect(paths).not.toContain('/first');
    expect(paths).not.toContain('/first.png');
    const all = recording.allExchanges();
    expect(bytesOf(find(all, '/first.png')?.response?.body)).toEqual(PNG);
    expect(find(all, '/far')).toMatchObject({ requestedBy: 'frame', response: { status: 200 } });
    expect(bytesOf(find(all, '/far')?.response?.body)?.toString()).toBe('<img src=/far.png>');
    expect(bytesOf(find(all, '/far.png')?.response?.body)).toEqual(PNG);
    expect(recording.currentDocument()?.path.map(({ url }) => url)).toEqual([server.url('/first')]);
  });
});
