import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportListSchema, type ExportList } from '../../src/core/package/export-list.ts';
import { packageResultSchema, type PackageResult } from '../../src/core/package/package-result.ts';
import { nodeCryptography } from '../../src/platform/cryptography.ts';
import { systemClock } from '../../src/platform/system-clock.ts';
import { createVaults } from '../../src/storage/vaults.ts';
import { captureAd, TEST_TOOL } from '../storage/vault-parts.ts';
import { eventually } from '../support/eventually.ts';
import { Pugmark } from '../support/pugmark.ts';
import { type GraphDocument, type GraphObject, ofType } from '../support/graph/graph-document.ts';
import { readZipEntry } from '../support/read-zip.ts';
import { keptTempFolder } from '../support/temp-folder.ts';

interface PackageDocument {
  readonly format: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly seal: string;
  readonly exhibits: readonly string[];
  readonly scope: { readonly withheldEntries: number };
}

let pugmark: Pugmark;

/** Two exhibits in `C-1` and one big one in `P-1`; `C-2` has none. */
beforeAll(async () => {
  pugmark = await new Pugmark(keptTempFolder()).init();
  const vaults = createVaults({
    clock: systemClock,
    cryptography: nodeCryptography,
    stateFolder: join(pugmark.home, 'state'),
    tool: TEST_TOOL,
    hostName: 'test',
  });
  const vault = await vaults.open({ folder: pugmark.vault, passphrase: pugmark.env['PUGMARK_PASSPHRASE'] ?? '' });
  vault.newCase({ reference: 'C-2', title: 'Empty', practice: false });
  for (const [reference, count] of [
    ['C-1', 2],
    ['P-1', 1],
  ] as const) {
    const store = vault.openCase(reference);
    const session = store.startSession({});
    const extra = reference === 'P-1' ? [{ name: 'tile.png', bytes: new Uint8Array(64_000_000) }] : [];
    for (let i = 0; i < count; i += 1) await captureAd(store, session, {}, extra);
    store.endSession(session, {});
  }
  vault.close();
});

const EXPORT = ['export', '--case', 'C-1', '--profile', 'prosecutor', '--no-report'] as const;

function newFolder(): string {
  return join(keptFolders, String((count += 1)));
}
let count = 0;
let keptFolders = '';
beforeAll(() => {
  keptFolders = join(pugmark.home, 'packages');
});

/** The axes that a package is judged by whatever its exhibits are: these here have no archive. */
async function judge(path: string): Promise<unknown> {
  const { document } = await pugmark.json<{ axes: Record<string, { state: string; findings: unknown[] }> }>(['verify', path]);
  return ['integrity', 'custody'].map((axis) => [axis, document.axes[axis]?.state, document.axes[axis]?.findings]);
}
const WHOLE = [
  ['integrity', 'pass', []],
  ['custody', 'pass', []],
];

describe('export', () => {
  it('makes a package that `verify` accepts, and says where it is', async () => {
    const out = newFolder();
    const { code, document } = await pugmark.json<PackageDocument>([
      ...EXPORT,
      '--out',
      out,
      '--recipient',
      'Parket',
      '--purpose',
      'zaak 7',
    ]);
    expect(code).toBe(0);
    expect(document).toMatchObject({ format: 'package-result/v1', case: 'C-1', practice: false, exhibits: ['E-0001', 'E-0002'] });
    expect(packageResultSchema.parse(document)).toEqual(document);
    expect(readdirSync(out)).toEqual([basename(document.path)]);
    expect(await judge(document.path)).toEqual(WHOLE);
    expect((await pugmark.run(['check'])).code).toBe(0);
  });

  it('takes exhibits by number and range, and names what it is for people', async () => {
    const out = newFolder();
    const { document } = await pugmark.json<PackageDocument>([...EXPORT, '--out', out, '--exhibits', 'e-2']);
    expect(document).toMatchObject({ exhibits: ['E-0002'], scope: { withheldEntries: 2 } });
    expect(await judge(document.path)).toEqual(WHOLE);
    const { stdout } = await pugmark.run([...EXPORT, '--out', newFolder(), '--exhibits', 'E-0001-E-0002,1']);
    expect(stdout).toContain('2 exhibits; the case has 2 attempts');
    expect(stdout).not.toContain('PRACTICE');
  });

  it('marks practice', async () => {
    const { stdout } = await pugmark.run(['export', '--case', 'P-1', '--profile', 'prosecutor', '--no-report', '--out', newFolder()]);
    expect(stdout).toContain('PRACTICE, not evidence');
  });

  it.each([
    ['an unknown profile', ['--profile', 'judge'], 'profile-unknown'],
    ['a code that is none', ['--handling', 'H4'], 'usage'],
    ['H3 without its text', ['--handling', 'H1,H3'], 'usage'],
    ['a text that is not of H3', ['--handling', 'H1:secret'], 'usage'],
    ['a choice that the profile does not leave', ['--without-operator'], 'usage'],
    ['credentials without a reason', ['--profile', 'archive', '--with-secrets'], 'usage'],
    ['credentials for a prosecutor', ['--with-secrets', '--reason', 'asked for'], 'usage'],
    ['a limit where nothing is reduced', ['--reduced-limit', '1000000'], 'usage'],
    ['a limit that is no number', ['--profile', 'europol', '--reduced-limit', '45MB'], 'usage'],
    ['a notice that nobody agreed to', ['--profile', 'platform'], 'answers-refused'],
    ['answers that are not there', ['--answers', '/nowhere/answers.json'], 'input-unreadable'],
    ['a language without a report', ['--lang', 'de'], 'usage'],
    ['a list that is none', ['--exhibits', 'all'], 'usage'],
    ['an exhibit that is not there', ['--exhibits', '7'], 'exhibit-unknown'],
    ['an empty recipient', ['--recipient', ' '], 'usage'],
    ['a recipient that is cut off', ['--to', 'age1xyz'], 'usage'],
    ['a recipient with a letter changed', ['--to', 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8q'], 'usage'],
    ['a code of nothing', ['--profile', 'pattern', '--answers', 'CODES'], 'answers-refused'],
    ['an unknown case', ['--case', 'nowhere'], 'case-unknown'],
    ['a case without exhibits', ['--case', 'C-2'], 'usage'],
    ['no folder', ['--out', ''], 'usage'],
  ])('refuses %s with exit code 2 and one line, and writes nothing', async (_what, words, error) => {
    const out = newFolder();
    const codes = join(pugmark.home, 'codes.json');
    writeFileSync(codes, '{"platform-type":"bazaar"}');
    const typed = words.map((word) => (word === 'CODES' ? codes : word));
    const { code, document, stderr } = await pugmark.json<{ code: string }>([...EXPORT, '--out', out, ...typed]);
    expect([code, document.code]).toEqual([2, error]);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync(out)).toBe(false);
  });

  it('lists what would go in, what stays out, and why, and writes nothing', async () => {
    const answers = join(pugmark.home, 'answers.json');
    writeFileSync(answers, '{"subject":"Ivory","evidential-use":"none"}');
    const words = ['export', '--case', 'C-1', '--profile', 'europol', '--exhibits', '1', '--handling', 'h1,H3:not to the press'];
    const { code, document } = await pugmark.json<ExportList>([...words, '--answers', answers, '--with-operator', '--list']);
    expect(code).toBe(0);
    expect(exportListSchema.parse(document)).toEqual(document);
    expect(document).toMatchObject({
      profile: 'europol',
      exhibits: [{ exhibit: 'E-0001' }],
      leftOut: [{ exhibit: 'E-0002', reason: 'not-selected' }],
      choices: { operator: true, reducedBytes: 45_000_000 },
    });
    expect(document.parts.find(({ part }) => part === 'secrets')).toEqual({ part: 'secrets', included: false, reason: 'credentials' });
    expect(document.roles.find(({ role }) => role === 'secrets')).toMatchObject({ included: false, reason: 'credentials', files: 1 });
    const unanswered = document.warnings.filter(({ code: warning }) => warning === 'question-unanswered').map(({ subject }) => subject);
    expect(unanswered).toContain('addressees');
    expect(unanswered).not.toContain('subject');
    expect(document.warnings.map(({ code: warning }) => warning)).not.toContain('no-handling');
    const { stdout } = await pugmark.run(['export', '--case', 'C-1', '--profile', 'pattern', '--list']);
    expect(stdout).toContain('exhibits  (it could name somebody, or show a face)');
    expect(stdout).toContain('Nothing was written.');
  });

  it('makes the package and the reduced set beside it, and names both', async () => {
    const out = newFolder();
    const { code, document } = await pugmark.json<PackageResult>([
      'export',
      '--case',
      'C-1',
      '--profile',
      'europol',
      '--no-report',
      '--out',
      out,
    ]);
    expect([code, packageResultSchema.safeParse(document).success]).toEqual([0, true]);
    expect(readdirSync(out)).toHaveLength(2);
    const { reduced } = document;
    if (reduced === undefined || 'failed' in reduced) throw new Error('no reduced set');
    expect(basename(reduced.path)).toMatch(/_reduced\.zip$/);
    expect(reduced.pictures).toEqual({ sealed: 0, smaller: 0, leftOut: 2 });
    const { code: verified } = await pugmark.run(['verify', reduced.path]);
    expect(verified).toBe(0);
  });

  it('says that the reduced set was not made, with the exit code of the reason, and the package is there', async () => {
    const out = newFolder();
    const words = ['export', '--case', 'C-1', '--profile', 'europol', '--no-report', '--out', out, '--reduced-limit', '1000'];
    const { code, document, stderr } = await pugmark.json<PackageResult>(words);
    expect([code, packageResultSchema.parse(document).reduced]).toEqual([2, { failed: 'usage', message: expect.any(String) }]);
    expect(stderr.match(/^warning: .*$/gm)).toEqual([
      expect.stringContaining('The reduced set was not made: No reduced set of 1000 bytes'),
    ]);
    expect(readdirSync(out)).toEqual([basename(document.path)]);
    expect(await judge(document.path)).toEqual(WHOLE);
  });

  it('never repeats a private key that was given in the place of a recipient', async () => {
    const { code, stdout, stderr } = await pugmark.run([...EXPORT, '--out', newFolder(), '--to', 'AGE-SECRET-KEY-1QQQQQQSECRETQQQQQ']);
    expect(code).toBe(2);
    expect(stdout + stderr).not.toContain('QQQSECRETQQQ');
  });

  it('says that a folder cannot be written', async () => {
    const file = join(pugmark.home, 'file');
    writeFileSync(file, '');
    const { code, document } = await pugmark.json<{ code: string }>([...EXPORT, '--out', join(file, 'out')]);
    expect([code, document.code]).toEqual([4, 'io-failed']);
  });

  it('cancelled by Ctrl-C leaves nothing but its entries in the log', async () => {
    const out = newFolder();
    const running = pugmark.start(['export', '--case', 'P-1', '--profile', 'prosecutor', '--no-report', '--out', out]);
    await eventually(() => expect(readdirSync(out)).toHaveLength(1));
    running.child.kill('SIGINT');
    const { code } = await running.ended;
    expect(code).toBe(3);
    expect(readdirSync(out)).toEqual([]);
    expect((await pugmark.run(['check'])).code).toBe(0);
  });

  it('killed leaves nothing after the next command, which says what became of it', async () => {
    const out = newFolder();
    const running = pugmark.start(['export', '--case', 'P-1', '--profile', 'prosecutor', '--no-report', '--out', out]);
    await eventually(() => expect(readdirSync(out)).toHaveLength(1));
    running.child.kill('SIGKILL');
    await running.ended;
    const { stderr, code } = await pugmark.run(['case', 'new', 'C-3', '--title', 'Another']);
    expect(code).toBe(0);
    expect(stderr).toContain('had been cut short and now stands as failed');
    expect(readdirSync(out)).toEqual([]);
    expect((await pugmark.run(['check'])).code).toBe(0);
  });
});

describe('the graph of a package', () => {
  it('is in it, and names exactly its exhibits with the digests that were sealed', async () => {
    const { document } = await pugmark.json<PackageDocument>([...EXPORT, '--out', newFolder()]);
    const readText = async (path: string): Promise<string> =>
      (await readZipEntry(document.path, `${basename(document.path, '.zip')}/${path}`)).toString('utf8');
    const graph = JSON.parse(await readText('data/graph/case-uco.jsonld')) as GraphDocument;
    const told = ofType(graph, 'observable:File').map((file) => {
      const [facet, content] = file['core:hasFacet'] as GraphObject[];
      const [sha256] = (content ?? {})['observable:hash'] as { 'types:hashValue': { '@value': string } }[];
      return `${sha256?.['types:hashValue']['@value'] ?? ''}  ${String(facet?.['observable:filePath'])}`;
    });
    const manifest = (await readText('manifest-sha256.txt')).split('\n');
    expect(told.toSorted()).toEqual(manifest.filter((line) => line.includes('  data/exhibits/')).toSorted());
    expect(told.length).toBeGreaterThan(5);
  });
});

describe('show --with', () => {
  it('compares two captures field by field, and takes two numbers', async () => {
    const { code, document } = await pugmark.json<{ fields: { field: string; result: string }[] }>([
      'show',
      'C-1',
      'E-0001',
      '--with',
      '2',
    ]);
    expect(code).toBe(0);
    expect(document).toMatchObject({ format: 'exhibit-comparison/v1', case: 'C-1', exhibit: 'E-0001', with: 'E-0002' });
    expect(document.fields.find(({ field }) => field === 'text')?.result).toBe('same');
    const { stdout } = await pugmark.run(['show', 'C-1', 'E-0001', '--with', 'E-0002']);
    expect(stdout).toMatch(/^same +title +Oud ivoren beeldje$/m);
    expect(stdout).toContain('E-0002 does not corroborate E-0001: one operator captured both at one station');
    expect((await pugmark.json<{ code: string }>(['show', 'C-1', '--with', 'E-0002'])).document.code).toBe('usage');
  });
});
