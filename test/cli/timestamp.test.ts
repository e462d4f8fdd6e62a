import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { storeTimeSettings } from '../../src/app/time/edit-authorities.ts';
import { composeVaults } from '../../src/engine/composition.ts';
import { DEFAULT_TIME_SETTINGS } from '../../src/engine/default-time-settings.ts';
import type { Verdict } from '../../src/core/package/verdict.ts';
import { Pugmark } from '../support/pugmark.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { makeTimeAuthority, serveTimeAuthority, type LocalTimeAuthority } from '../support/time/time-authority.ts';

let pugmark: Pugmark;
let local: LocalTimeAuthority;
let file: string;
beforeEach(async () => {
  pugmark = await new Pugmark(tempFolder()).init();
  local = makeTimeAuthority(pugmark.home);
  file = join(pugmark.home, 'tusk.txt');
  writeFileSync(file, 'a tusk');
  await pugmark.run(['add', file, '--case', 'C-1']);
  await pugmark.run(['add', file, '--case', 'P-1']);
});

interface Stamped {
  readonly format: string;
  readonly code?: string;
  readonly time: { readonly state: string; readonly tokens: readonly string[] };
  readonly authorities: readonly { readonly authority: string; readonly state: string; readonly problem?: { readonly code: string } }[];
  readonly tokens: readonly { readonly state: string; readonly subject: string }[];
}

const timestamp = (...words: readonly string[]): ReturnType<typeof pugmark.json<Stamped>> => pugmark.json<Stamped>(['timestamp', ...words]);

describe('timestamp', () => {
  it('asks an authority with its roots, keeps both, retries what it did not answer, and confirms what the case holds', async () => {
    const { code, document: none } = await timestamp('--case', 'C-1');
    expect({ code, none }).toMatchObject({ code: 2, none: { format: 'error/v1', code: 'usage' } });
    const served = await serveTimeAuthority(local);
    served.misbehave(() => 503);
    const { url } = served.authority;
    expect((await timestamp('--case', 'C-1', '--tsa', url)).code).toBe(2);
    const missed = await timestamp('--case', 'C-1', '--tsa', url, '--tsa-roots', local.root.certificateFile);
    expect(missed).toMatchObject({
      code: 4,
      document: {
        format: 'timestamp-result/v1',
        time: { state: 'pending', tokens: [] },
        authorities: [{ authority: '127-0-0-1', state: 'pending', problem: { code: 'outbound-failed' } }],
        tokens: [{ state: 'pending', subject: 'checkpoint' }],
      },
    });
    expect((await pugmark.run(['show', 'C-1', '1'])).stdout).toContain('confirmed by no time-stamping authority yet');
    served.misbehave(undefined);
    const got = await timestamp('--case', 'C-1');
    expect(got).toMatchObject({ code: 0, document: { time: { state: 'confirmed' }, tokens: [{ state: 'granted' }] } });
    // Nothing is left to be stamped: nobody is asked.
    expect((await pugmark.run(['timestamp', '--case', 'C-1', '--tsa', '127-0-0-1'])).stdout).toContain(
      '0 new time stamps, 0 not answered yet',
    );
    expect(served.requests).toHaveLength(2);
    expect((await pugmark.run(['show', 'C-1', '1'])).stdout).toMatch(/time +there by \d{4}-\d\d-\d\d .*1 time stamp over the log/);
    expect(await pugmark.check()).toEqual({ code: 0, findings: [] });
    const log = readFileSync(join(pugmark.home, 'state', 'outbound.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    expect(log.map((line) => (JSON.parse(line) as { to: string; status: number }).status)).toEqual([503, 200]);

    // The package takes them along, with one over its seal; whoever has the root gets the bracket.
    const made = await pugmark.json<{ path: string }>([
      'export',
      '--case',
      'C-1',
      '--profile',
      'prosecutor',
      '--no-report',
      '--out',
      pugmark.home,
    ]);
    expect(made.code).toBe(0);
    const { document: verdict } = await pugmark.json<Verdict>(['verify', made.document.path, '--tsa-roots', local.root.certificateFile]);
    expect(verdict.axes.time).toMatchObject({ state: 'pass', findings: [], notes: [{ code: 'seal-stamped' }, { code: 'no-lower-bound' }] });
    expect(verdict.exhibits[0]?.notAfter).toMatch(/^\d{4}-/);
    expect(await pugmark.check()).toEqual({ code: 0, findings: [] });

    // The authority of another, under the same address.
    await pugmark.run(['add', file, '--case', 'C-1']);
    const stranger = makeTimeAuthority(tempFolder());
    served.misbehave((request) => stranger.reply(request));
    const wrong = await timestamp('--case', 'C-1');
    expect(wrong).toMatchObject({
      code: 1,
      document: { time: { state: 'pending' }, authorities: [{ problem: { code: expect.stringMatching(/root-unknown|chain-wrong/) } }] },
    });
    expect(await pugmark.check()).toEqual({ code: 0, findings: [] });
  });

  it('is refused for practice, for an address that is none, and for certificates that are none', async () => {
    expect(await timestamp('--case', 'P-1', '--tsa', 'http://127.0.0.1:9/', '--tsa-roots', local.root.certificateFile)).toMatchObject({
      code: 2,
      document: { code: 'usage' },
    });
    expect((await pugmark.run(['show', 'P-1', '1'])).stdout).toContain('in practice no time-stamping authority is asked');
    expect(await timestamp('--case', 'C-1', '--tsa', 'ftp://x/', '--tsa-roots', local.root.certificateFile)).toMatchObject({ code: 2 });
    expect(await timestamp('--case', 'C-1', '--tsa', 'http://x/', '--tsa-roots', file)).toMatchObject({
      code: 2,
      document: { code: 'input-unreadable' },
    });
  });
});

describe('a new vault', () => {
  it('names authorities that no test reaches', async () => {
    const fresh = await new Pugmark(tempFolder()).init();
    const vault = await fresh.open();
    storeTimeSettings(vault, DEFAULT_TIME_SETTINGS);
    vault.close();
    await fresh.run(['add', file, '--case', 'C-1']);
    const { code, document } = await fresh.json<Stamped>(['timestamp', '--case', 'C-1']);
    expect(code).toBe(4);
    expect(document.authorities.map(({ problem }) => problem?.code)).toEqual(['outbound-refused', 'outbound-refused']);
  });

  it('names nobody when it is told not to', async () => {
    const fresh = new Pugmark(tempFolder());
    await fresh.run(['init', '--operator', 'S-1', '--agency', 'A', '--no-timestamps']);
    const vault = await composeVaults({ stateFolder: fresh.home }).read({ folder: fresh.vault });
    expect(Object.keys(vault.readSettings())).toEqual(['agency']);
    vault.close();
  });
});
