import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildPng, TINY_PNG } from '../../support/pictures.ts';
import { openRecordedPage } from '../../support/recorded-page.ts';
import { startTruthServer } from '../../support/truth-server.ts';
import { writeTestArchive } from '../../support/written-archive.ts';

describe('an archive', () => {
  it('holds what was served, and an independent reader finds nothing wrong with it', async () => {
    const server = await startTruthServer({
      '/hop': { status: 302, headers: { location: '/', 'set-cookie': ['sid=abcdefgh12345; Path=/', 'lang=fr'] } },
      '/': {
        type: 'text/html',
        body: `<img src=/p.png><img src=/long.png><script src=/s.js></script><script>
          fetch('/login', { method: 'POST', body: new URLSearchParams({ user: 'me', password: 'hunter2hunter2' }) });
          fetch('/search', { method: 'POST', body: JSON.stringify({ query: 'ivory' }) });
          fetch('/cut').then((r) => r.text()); fetch('http://site-two.localhost:' + location.port + '/private');
          new WebSocket('ws://' + location.host + '/socket');</script>`,
      },
      '/p.png': { type: 'image/png', body: TINY_PNG, headers: { 'cache-control': 'max-age=600' } },
      '/long.png': { type: 'image/png', body: buildPng(3_000_000) },
      '/s.js': { type: 'text/javascript', body: '/* \u00e9 */'.repeat(1000), encode: 'gzip' },
      '/login': { type: 'application/json', body: '{}' },
      '/search': { type: 'application/json', body: '[]' },
      '/private': { type: 'text/plain', body: 'private' },
      '/cut': { type: 'text/plain', body: 'c'.repeat(5000), sendBytes: 2000, afterwards: 'cut' },
    });
    const { visit, recording } = await openRecordedPage();
    await visit(server.url('/p.png'));
    await visit(server.url('/hop'), { quietMs: 600 });
    await recording.close({ timeoutMs: 5_000 });
    const exchanges = recording.exchangesOfDocument();
    const { read, artifacts, staging } = await writeTestArchive(exchanges, {
      page: { url: server.url('/'), startedAt: recording.currentDocument()?.startedAt ?? '', title: 'A page' },
    });
    expect(read.problems).toEqual([]);
    expect(artifacts.map(({ role, name }) => `${role} ${name}`)).toEqual(['wacz archive.wacz', 'secrets secrets.json']);
    expect(readdirSync(staging.scratchFolder)).toEqual([]);
    expect(read.wacz?.pages).toEqual([expect.objectContaining({ url: server.url('/'), title: 'A page' })]);
  });
});
