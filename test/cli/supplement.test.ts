import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/core/package/verdict.ts';
import { Pugmark } from '../support/pugmark.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { isLongTier } from '../support/tier.ts';
import { makeTimeAuthority, serveTimeAuthority } from '../support/time/time-authority.ts';
import { unpack } from '../app/export/unpacked.ts';

interface Stamped {
  readonly packages: readonly {
    readonly package: string;
    readonly seal: { readonly state: string };
    readonly later: number;
    readonly supplement?: string;
  }[];
  readonly tokens: readonly { readonly subject: string; readonly state: string }[];
}

/** What stands under a heading of a README, run as it would be pasted. */
function runAsPrinted(
  readMe: string,
  heading: string,
  cwd: string,
  env: Record<string, string>,
): { status: number | null; output: string } {
  const text = readFileSync(readMe, 'utf8');
  const commands = new RegExp(`^-------- ${heading} [^\n]*--------\n\n([^]*?)\n\n-------- end --------$`, 'm').exec(text)?.[1] ?? 'exit 9';
  const { status, stdout, stderr } = spawnSync('bash', ['-c', commands], { cwd, encoding: 'utf8', env: { ...process.env, ...env } });
  return { status, output: `${stdout}${stderr}` };
}

describe('a package that was made while no authority answered', () => {
  it('is stamped later, and its receiver gets the time stamps beside it', async () => {
    const pugmark = await new Pugmark(tempFolder()).init();
    const local = makeTimeAuthority(pugmark.home);
    const served = await serveTimeAuthority(local);
    served.misbehave(() => 503);
    const file = join(pugmark.home, 'tusk.txt');
    writeFileSync(file, 'a tusk');
    await pugmark.run(['add', file, '--case', 'C-1']);
    const roots = ['--tsa-roots', local.root.certificateFile];
    const timestamp = (...words: readonly string[]) => pugmark.json<Stamped>(['timestamp', '--case', 'C-1', ...words]);
    const exported = async (lang: string): Promise<string> => {
      const words = [
        'export',
        '--case',
        'C-1',
        '--profile',
        'prosecutor',
        '--no-report',
        '--lang',
        lang,
        '--out',
        join(pugmark.home, 'out'),
      ];
      return (await pugmark.json<{ path: string }>(words)).document.path;
    };
    const time = async (...words: readonly string[]): Promise<readonly unknown[]> => {
      const { axes } = (await pugmark.json<Verdict>(['verify', ...words, ...roots])).document;
      return [axes.time.state, axes.time.findings.map(({ code }) => code), axes.time.notes.map(({ code }) => code), axes.integrity.state];
    };
    mkdirSync(join(pugmark.home, 'out'));
    // The first was made before the vault named an authority, the second while that did not answer.
    const first = await exported('fr');
    expect((await timestamp('--tsa', served.authority.url, ...roots)).code).toBe(4);
    await pugmark.run(['add', file, '--case', 'C-1']);
    const second = await exported('en');
    expect(await time(second)).toEqual([
      'not-checked',
      ['token-pending', 'time-not-checked'],
      ['seal-token-pending', 'no-lower-bound'],
      'pass',
    ]);
    served.misbehave(undefined);

    const none = await timestamp();
    expect(none.document.packages.map(({ seal, later, supplement }) => [seal.state, later, supplement])).toEqual([
      ['granted', 2, undefined],
      ['granted', 2, undefined],
    ]);
    const asked = served.requests.length;
    const { document, code } = await timestamp('--out', join(pugmark.home, 'out'));
    expect([code, served.requests.length, document.tokens]).toEqual([0, asked, []]);
    const [early = '', late = ''] = document.packages.map(({ supplement = '' }) => supplement);
    // Again: the same files, nothing is written twice.
    expect((await timestamp('--out', join(pugmark.home, 'out'))).document).toEqual(document);

    const passed = ['pass', [], ['seal-stamped', 'no-lower-bound'], 'pass'];
    expect(await time(first, '--token', early)).toEqual(passed);
    expect(await time(second, '--token', late)).toEqual(passed);
    // That of another package, and a file that is none.
    expect((await time(first, '--token', late)).slice(0, 2)).toEqual(['fail', ['token-wrong', 'token-wrong']]);
    expect((await pugmark.run(['verify', first, '--token', file])).code).toBe(1);

    // In the folder seal/ of the unpacked package.
    const [bag, supplement] = [unpack(second), unpack(late)];
    // Each speaks the language of its package.
    expect(readFileSync(join(unpack(early), 'README.txt'), 'utf8')).toMatch(/^HORODATAGES ARRIVÉS PLUS TARD\n/);
    expect(readFileSync(join(supplement, 'README.txt'), 'utf8')).toMatch(/^TIME STAMPS THAT CAME LATER\n/);
    cpSync(join(supplement, 'seal'), join(bag, 'seal'), { recursive: true });
    expect((await time(bag)).slice(2)).toEqual([['seal-stamped', 'no-lower-bound'], 'pass']);
    expect(await pugmark.check()).toEqual({ code: 0, findings: [] });
    if (!isLongTier()) return;
    // By hand, as both texts print it.
    const env = { TSA_ROOTS: local.root.certificateFile, PACKAGE: bag };
    const byPackage = runAsPrinted(join(bag, 'data/README.txt'), 'Time stamps on Linux', bag, env);
    expect(byPackage).toMatchObject({ status: 0, output: expect.stringContaining('has stamped the seal of this package') });
    expect(runAsPrinted(join(bag, 'data/README.txt'), 'Linux', bag, env).status).toBe(0);
    const byHand = runAsPrinted(join(supplement, 'README.txt'), 'Linux', supplement, env);
    expect(byHand).toMatchObject({
      status: 0,
      output: expect.stringMatching(/the seal of the package\n[^]*the log of the package up to entry \d+\n/),
    });
    expect(runAsPrinted(join(supplement, 'README.txt'), 'Linux', supplement, { ...env, PACKAGE: unpack(first) }).status).toBe(1);
    expect(runAsPrinted(join(supplement, 'README.txt'), 'Linux', supplement, { ...env, PACKAGE: '/nowhere' }).status).toBe(2);
  });
});
