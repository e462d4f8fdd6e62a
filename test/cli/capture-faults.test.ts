import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureResultSchema, type ExhibitResult } from '../../src/core/model/capture-result.ts';
import { startHostileServer } from '../support/hostile-server.ts';
import type { Ran } from '../support/command-in-process.ts';
import { Pugmark } from '../support/pugmark.ts';
import { keptTempFolder } from '../support/temp-folder.ts';
import { startTlsServer } from '../support/tls-server.ts';
import type { TruthServer } from '../support/truth-server.ts';

// One list with everything that can go wrong with an address, captured once with the real browser: each fault stands beside
// ordinary pages of the same run.

let pugmark: Pugmark;
let server: TruthServer;
let tls: Awaited<ReturnType<typeof startTlsServer>>;
let ran: Ran;
const ends: (() => void)[] = [];
let results: ReadonlyMap<string, ExhibitResult>;

const PATHS = ['ordinary', 'not-found', 'server-error', 'empty', 'endless-body', 'file', 'redirect-loop', 'never', 'dialogs', 'no-content'];
const elsewhere = { closed: '', dns: 'http://nowhere.invalid/', tls: '' };

beforeAll(async () => {
  const home = keptTempFolder();
  pugmark = await new Pugmark(home).init();
  const hostileTitle = { type: 'text/html; charset=utf-8', body: '<title>a\u001b[31m\u202eb</title><p>x' };
  server = await startHostileServer({ '/hostile-title': hostileTitle }, (end) => ends.push(end));
  tls = await startTlsServer(mkdtempSync(join(home, 'tls-')));
  elsewhere.closed = `http://127.0.0.1:${await findClosedPort()}/`;
  elsewhere.tls = tls.url;
  const list = join(home, 'list.txt');
  const addresses = [...PATHS.map((path) => server.url(`/${path}`)), server.url('/hostile-title'), ...Object.values(elsewhere)];
  writeFileSync(list, `\uFEFF# everything at once\r\n${addresses.join('\r\n')}\r\nfile:///etc/hostname\r\n`);
  const limits = ['--limit', 'openMs=4000', '--limit', 'scrollMs=3000', '--no-pdf', '--concurrency', '2'];
  ran = await pugmark.runApart(['capture', '--case', 'C-1', '--from', list, ...limits, '--json']);
  const { exhibits } = captureResultSchema.parse(JSON.parse(ran.stdout));
  results = new Map(exhibits.map((result) => [result.requestedUrl, result]));
}, 300_000);
afterAll(async () => {
  for (const end of ends) end();
  await tls.close();
});

const at = (path: string): ExhibitResult | undefined => results.get(server.url(`/${path}`));

describe('addresses at fault in a list of others', () => {
  it('ends with exit code 2 for the refused one, after everything else had its turn', () => {
    expect(ran.code).toBe(2);
    expect(results.size).toBe(PATHS.length + 4);
    expect(JSON.parse(ran.stdout)).toMatchObject({ refused: [{ url: 'file:///etc/hostname', code: 'url-scheme-refused' }] });
    expect(ran.stderr).toContain('Only http and https addresses can be captured');
  });

  it('seals an ordinary page', () => {
    expect(at('ordinary')).toMatchObject({ state: 'sealed', httpStatus: 200, title: 'ordinary', documentUrl: server.url('/ordinary') });
    const roles = new Set(at('ordinary')?.artifacts.map(({ role }) => role));
    for (const role of ['screenshot-viewport', 'html-served', 'dom', 'text', 'mhtml', 'operator', 'environment', 'record']) {
      expect(roles).toContain(role);
    }
  });

  it.each([
    ['not-found', 404],
    ['server-error', 500],
  ])('seals /%s: a document was shown', (path, httpStatus) => {
    expect(at(path)).toMatchObject({ state: 'sealed', httpStatus });
  });

  it('seals an empty body', () => {
    expect(at('empty')).toMatchObject({ state: 'sealed', httpStatus: 200 });
  });

  it('keeps what came of an endless body, and says that there was more', () => {
    expect(at('endless-body')).toMatchObject({ state: 'partial', httpStatus: 200, title: 'endless' });
    expect(at('endless-body')?.reasons).not.toEqual([]);
  });

  it('keeps a download as a file', () => {
    expect(at('file')?.artifacts).toContainEqual(expect.objectContaining({ role: 'download', sizeBytes: 200 }));
  });

  it('gets through dialogs', () => {
    expect(at('dialogs')?.state).toBe('sealed');
  });

  it.each([
    ['a redirect loop', () => at('redirect-loop'), 'redirect-loop'],
    ['a server that never answers', () => at('never'), 'navigation-timeout'],
    ['an answer without a page', () => at('no-content'), 'no-document'],
    ['a host that does not listen', () => results.get(elsewhere.closed), 'connection-failed'],
    ['a name that does not exist', () => results.get(elsewhere.dns), 'dns-failed'],
    ['a certificate that nobody trusts', () => results.get(elsewhere.tls), 'tls-failed'],
  ])('accounts for %s with a small sealed record', (_what, find, code) => {
    expect(find()).toMatchObject({ state: 'failed', error: { code }, reasons: [{ code: 'no-document' }] });
    expect(find()?.digest).toMatch(/^sha256:/);
    expect(find()).not.toHaveProperty('httpStatus');
  });

  it('leaves a vault in which everything adds up and every attempt has its end', async () => {
    expect(await pugmark.check()).toEqual({ code: 0, findings: [] });
    expect((await pugmark.listStates()).filter((state) => !['sealed', 'partial', 'failed'].includes(state))).toEqual([]);
  });

  it('shows a hostile title as text and keeps it as it was', async () => {
    const exhibit = at('hostile-title')?.exhibit ?? '';
    expect(at('hostile-title')?.title).toContain('[31m\u202eb');
    const { stdout } = await pugmark.run(['show', 'C-1', exhibit]);
    expect(stdout).toContain('[31m\\u{202e}b');
    expect(ran.stdout).not.toContain('\u202e');
  });
});

describe('what was sealed', () => {
  it('is given back byte for byte, with the look at it in the log', async () => {
    const exhibit = at('not-found')?.exhibit ?? '';
    const before = await pugmark.json<{ checkpoint: { size: number } }>(['case', 'show', 'C-1']);
    const { code, stdout } = await pugmark.run(['get', 'C-1', exhibit, 'html-served', '--reason', 'to compare']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '<title>not found</title>This ad is gone.' });
    const after = await pugmark.json<{ checkpoint: { size: number } }>(['case', 'show', 'C-1']);
    expect(after.document.checkpoint.size).toBe(before.document.checkpoint.size + 1);
  });

  it('does not give what is not there', async () => {
    const exhibit = results.get(elsewhere.dns)?.exhibit ?? '';
    const { code, document } = await pugmark.json(['get', 'C-1', exhibit, 'dom', '--out', join(pugmark.home, 'out')]);
    expect({ code, error: document['code'] }).toEqual({ code: 2, error: 'artifact-unknown' });
  });
});

describe('a choice that a record has to tell', () => {
  it('captures in spite of an invalid certificate only when asked to, and says so', async () => {
    const words = ['capture', '--case', 'C-1', '--insecure-tls', '--no-pdf', elsewhere.tls, '--json'];
    const { exhibits } = captureResultSchema.parse(JSON.parse((await pugmark.run(words)).stdout));
    expect(exhibits).toMatchObject([{ state: 'sealed', httpStatus: 200, title: 'over tls' }]);
    const shown = await pugmark.json<{ record: { observation: { tls: { valid: boolean }; warnings: { code: string }[] } } }>([
      'show',
      'C-1',
      exhibits[0]?.exhibit ?? '',
    ]);
    const { observation } = shown.document.record;
    expect(observation.tls.valid).toBe(false);
    expect(observation.warnings.map(({ code }) => code)).toContain('tls-not-checked');
  });
});

/** A port of this machine on which nothing listens. */
async function findClosedPort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
