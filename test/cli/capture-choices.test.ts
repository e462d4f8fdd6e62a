import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPracticeMarket, type PracticeMarket } from '../../src/practice/practice-market.ts';
import { captureResultSchema, type CaptureResult } from '../../src/core/model/capture-result.ts';
import { storeTimeSettings } from '../../src/app/time/edit-authorities.ts';
import { NO_TIME_SETTINGS } from '../../src/core/model/time-settings.ts';
import { makeTimeAuthority, serveTimeAuthority } from '../support/time/time-authority.ts';
import { Pugmark } from '../support/pugmark.ts';
import { keptTempFolder } from '../support/temp-folder.ts';
import { startTruthServer, type TruthServer } from '../support/truth-server.ts';

let pugmark: Pugmark;
let server: TruthServer;
let market: PracticeMarket;
const ends: (() => void)[] = [];

beforeAll(async () => {
  pugmark = await new Pugmark(keptTempFolder()).init();
  const page = { type: 'text/html', headers: { 'set-cookie': 'visitor=1' }, body: '<title>cookie</title><p>x' };
  server = await startTruthServer({ '/one': page, '/two': page }, (end) => ends.push(end));
  market = await startPracticeMarket();
});
afterAll(async () => {
  for (const end of ends) end();
  await market.close();
});

async function capture(...words: readonly string[]): Promise<{ readonly code: number | null; readonly result: CaptureResult }> {
  const ran = await pugmark.run(['capture', '--no-pdf', '--json', ...words]);
  return { code: ran.code, result: captureResultSchema.parse(JSON.parse(ran.stdout)) };
}

interface Shown {
  readonly record: {
    readonly session: { readonly tokenDigest?: string };
    readonly observation: { readonly view: { readonly widthPx: number; readonly heightPx: number }; readonly limits: object };
  };
}

describe('choices of a run', () => {
  it('reach the browser and the record, and no address sees the cookies of another', async () => {
    const served = await serveTimeAuthority(makeTimeAuthority(pugmark.home));
    const vault = await pugmark.open();
    storeTimeSettings(vault, { ...NO_TIME_SETTINGS, authorities: [{ ...served.authority, enabled: true }] });
    vault.close();
    const words = ['--case', 'C-1', '--viewport', '800x600', '--lang', 'nl-be', '--limit', 'heightPx=5000', '--timeout', '60'];
    const { code, result } = await capture(...words, server.url('/one'), server.url('/two'));
    expect({ code, states: result.exhibits.map(({ state }) => state) }).toEqual({ code: 0, states: ['sealed', 'sealed'] });
    // One token over the start of the session, one over the checkpoint after both captures.
    expect(result.exhibits.map(({ time }) => [time?.state, time?.tokens.length])).toEqual([
      ['confirmed', 1],
      ['confirmed', 1],
    ]);
    expect(served.requests).toHaveLength(2);
    const asked = server.served().filter(({ url }) => /\/(one|two)$/.test(url));
    expect(asked.map(({ requestHeaders }) => requestHeaders.cookie)).toEqual([undefined, undefined]);
    expect(asked[0]?.requestHeaders['accept-language']).toMatch(/^nl-BE/);
    const { document } = await pugmark.json<Shown>(['show', 'C-1', result.exhibits[0]?.exhibit ?? '']);
    expect(document.record.observation.view).toMatchObject({ widthPx: 800, heightPx: 600 });
    expect(document.record.session.tokenDigest).toMatch(/^sha256:/);
    expect(document.record.observation.limits).toMatchObject({ heightPx: 5000, totalMs: 60_000 });

    const out = join(pugmark.home, 'environment.json');
    await pugmark.run(['get', 'C-1', '1', 'environment', '--out', out]);
    const { stdout } = await pugmark.run(['get', 'C-1', '1', 'environment']);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'environment/v1',
      choices: { viewport: { widthPx: 800 }, language: 'nl-BE', acceptInvalidTls: false, print: false },
    });
    expect(stdout).not.toContain(pugmark.home);
  });

  it('refuse a session that nobody made', async () => {
    const { code, document } = await pugmark.json(['capture', '--case', 'C-1', '--session', 'nobody', server.url('/one')]);
    expect({ code, error: document['code'] }).toEqual({ code: 2, error: 'usage' });
    expect(document['message']).toContain('pugmark session nobody');
  });

  it('say when no browser can be had, before anything is written', async () => {
    const browser = join(pugmark.home, 'no-browser');
    const { code, document } = await pugmark.json(['capture', '--case', 'C-1', server.url('/one')], { PUGMARK_BROWSER: browser });
    expect({ code, error: document['code'] }).toEqual({ code: 4, error: 'browser-missing' });
    writeFileSync(browser, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const broken = await pugmark.json(['capture', '--case', 'C-1', server.url('/one')], { PUGMARK_BROWSER: browser });
    expect({ code: broken.code, error: broken.document['code'] }).toEqual({ code: 4, error: 'browser-launch-failed' });
    expect((await pugmark.json<{ exhibits: unknown[] }>(['list', '--case', 'C-1'])).document.exhibits).toHaveLength(2);
  });
});

describe('practice and evidence', () => {
  it('captures the practice market into a practice case, and refuses it for evidence with nothing of it kept', async () => {
    const { url } = market.adWith('plain');
    const practice = await capture('--case', 'P-1', url);
    expect(practice).toMatchObject({ code: 0, result: { exhibits: [{ state: 'sealed', httpStatus: 200 }] } });
    const evidence = await capture('--case', 'C-1', url);
    expect(evidence).toMatchObject({ code: 1, result: { exhibits: [{ state: 'failed', error: { code: 'practice-page-refused' } }] } });
    expect(evidence.result.exhibits[0]?.error?.message).toContain('--practice');
    expect(evidence.result.exhibits[0]?.artifacts.map(({ role }) => role)).toEqual(['operator', 'environment', 'record']);
  });

  it('refuses a saved practice page that another server shows', async () => {
    server.route('/saved', { type: 'text/html', body: '<!doctype html><meta name="pugmark-practice" content="1"><title>saved</title>' });
    const { code, result } = await capture('--case', 'C-1', server.url('/saved'));
    expect(code).toBe(1);
    expect(result.exhibits).toMatchObject([{ state: 'failed', error: { code: 'practice-page-refused' } }]);
  });
});

describe('session', () => {
  it('wants a screen', async (context) => {
    context.skip(process.platform === 'win32' || process.platform === 'darwin', 'there is always one here');
    const words = ['session', 'grenier', '--case', 'P-1', '--open', market.url('grenier', '/')];
    const { code, document } = await pugmark.json(words, { DISPLAY: undefined, WAYLAND_DISPLAY: undefined });
    expect({ code, error: document['code'] }).toEqual({ code: 4, error: 'display-missing' });
  });
});
