import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { readTimeSettings } from '../../src/core/model/time-settings.ts';
import { composeVaults } from '../../src/engine/composition.ts';
import { Pugmark } from '../support/pugmark.ts';
import { keptTempFolder, tempFolder } from '../support/temp-folder.ts';

// Every refusal beside the same command done right: `pugmark` is a vault in which it works.
let pugmark: Pugmark;
beforeAll(async () => {
  pugmark = await new Pugmark(keptTempFolder()).init();
});

interface ErrorDocument {
  readonly format: string;
  readonly code: string;
  readonly message: string;
}

/** Runs a command that has to fail and gives its error; the message is one line. */
async function failing(
  on: Pugmark,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<ErrorDocument & { readonly exit: number | null }> {
  const { code: exit, document, stderr } = await on.json<ErrorDocument>(words, env);
  expect(document.format).toBe('error/v1');
  expect(stderr.trimEnd().split('\n').at(-1)).toBe(`pugmark: ${document.message}`);
  return { ...document, exit };
}

describe('init and case', () => {
  it('makes a vault once, and says where it is', async () => {
    const fresh = new Pugmark(tempFolder());
    const { code, document } = await fresh.json(['init', '--operator', 'S-9', '--agency', 'Agency']);
    expect(code).toBe(0);
    expect(document).toMatchObject({ format: 'vault-init/v1', folder: fresh.vault, operator: 'S-9' });
    const made = await composeVaults({ stateFolder: fresh.home }).read({ folder: fresh.vault });
    expect(readTimeSettings(made.readSettings()).settings.authorities.map(({ enabled }) => enabled)).toEqual([true, true]);
    made.close();
    expect(await failing(fresh, ['init', '--operator', 'S-9', '--agency', 'Agency'])).toMatchObject({ exit: 2, code: 'vault-exists' });
  });

  it('makes, lists and shows cases', async () => {
    expect((await pugmark.json(['case', 'new', 'P-2', '--title', 'Practice', '--practice', '--basis', 'art. 1'])).document).toMatchObject({
      format: 'case/v1',
      reference: 'P-2',
      practice: true,
      basis: 'art. 1',
    });
    const { document } = await pugmark.json<{ cases: { reference: string }[] }>(['case', 'list']);
    expect(document.cases.map(({ reference }) => reference)).toEqual(['C-1', 'P-1', 'P-2']);
    expect((await pugmark.run(['case', 'show', 'P-2'])).stdout).toContain('practice case, open');
    const reviewed = ['case', 'review', 'P-2', '--regime', 'general', '--review-by', '2027-03-01', '--reason', 'kept for training'];
    expect((await pugmark.json(reviewed)).document).toMatchObject({
      retention: { regime: 'general', until: '2027-03-01', reason: 'kept for training' },
    });
    expect((await pugmark.run(['case', 'show', 'P-2'])).stdout).toContain('to be reviewed by 2027-03-01');
    const held = ['case', 'hold', 'P-2', '--reason', 'the appeal'];
    expect((await pugmark.json(held)).document).toMatchObject({ hold: { reason: 'the appeal', since: expect.any(String) } });
    expect((await pugmark.run(['case', 'show', 'P-2'])).stdout).toMatch(/^on hold since .*: the appeal$/m);
    expect(await failing(pugmark, ['erase', '--case', 'P-2', '--reason', 'x'])).toMatchObject({ exit: 2, code: 'case-held' });
    expect((await pugmark.json([...held, '--lift'])).document).not.toHaveProperty('hold');
    expect((await pugmark.run(['case', 'new', 'C-9', '--title', 'x', '--review-by', '2027-02-30'])).code).toBe(2);
    expect(await failing(pugmark, ['case', 'new', 'C-1', '--title', 'again'])).toMatchObject({ exit: 2, code: 'case-exists' });
  });

  it('reads without a passphrase, and needs none for help', async () => {
    const env = { PUGMARK_PASSPHRASE: undefined };
    expect((await pugmark.run(['list', '--case', 'C-1'], env)).code).toBe(0);
    expect((await pugmark.run(['--help'], env)).stdout).toContain('Usage: pugmark');
  });

  it('checks and copies', async () => {
    expect(await pugmark.check()).toEqual({ code: 0, findings: [] });
    const copy = join(tempFolder(), 'copy');
    expect((await pugmark.json(['backup', copy])).document).toMatchObject({ format: 'vault-backup/v1', destination: copy });
    expect((await pugmark.run(['check', '--vault', copy])).code).toBe(0);
    expect(await failing(pugmark, ['backup', copy])).toMatchObject({ exit: 2, code: 'vault-exists' });
  });

  it('says what a check means: whole, older than the original, or put in its place', async () => {
    const own = await new Pugmark(tempFolder()).init();
    const copy = join(own.home, 'copy');
    await own.run(['backup', copy]);
    expect((await own.run(['check'])).stdout).toMatch(/\nEverything adds up\.\n$/);
    await own.run(['case', 'new', 'C-2', '--title', 'Later']);
    const older = await own.run(['check', '--vault', copy]);
    expect(older.code).toBe(0);
    expect(older.stdout).toMatch(
      /older-copy.* entries known on this station\nEverything that is here adds up\. Another copy holds more\.\n$/,
    );
    rmSync(own.vault, { recursive: true });
    renameSync(copy, own.vault);
    const replaced = await own.run(['check']);
    expect(replaced.code).toBe(1);
    expect(replaced.stdout).toMatch(/\n1 finding: what is here adds up in itself, but is not what this station knew of the vault\.\n$/);
    rmSync(join(own.vault, 'keys', 'vault-key.age'));
    expect((await own.run(['check'])).stdout).toMatch(/: this vault is not what was sealed\.\n$/);
  });
});

describe('wrong usage', () => {
  it.each([
    ['no command', []],
    ['an unknown command', ['publish']],
    ['an unknown option', ['list', '--case', 'C-1', '--colour']],
    ['a missing option', ['list']],
    ['a missing argument', ['case', 'new', '--title', 'x']],
    ['too many arguments', ['case', 'show', 'C-1', 'C-2']],
    ['a bad value', ['capture', '--case', 'C-1', '--concurrency', 'many', 'https://a.test/']],
    ['a bad viewport', ['capture', '--case', 'C-1', '--viewport', 'wide', 'https://a.test/']],
    ['an empty vault', ['list', '--case', 'C-1', '--vault', '']],
    ['an empty folder', ['backup', '']],
    ['a reference of two lines', ['case', 'new', 'C-9\nC-1', '--title', 'x']],
    ['an unknown role', ['get', 'C-1', 'E-0001', 'picture']],
    ['bytes and a document on one output', ['get', 'C-1', 'E-0001', 'dom']],
  ])('%s ends with exit code 2 and one line', async (_what, words) => {
    const failed = await failing(pugmark, words);
    expect(failed).toMatchObject({ exit: 2, code: 'usage' });
    expect(failed.message).not.toMatch(/[.:?!][.:]|\n/);
  });

  it('names the help of the command that was meant', async () => {
    expect((await pugmark.run(['key', 'revoke'])).stderr).toContain('see "pugmark key revoke --help"');
    expect((await pugmark.run(['--quiet', 'publish'])).stderr).toContain('see "pugmark --help"');
  });

  it.each([
    ['javascript:', 'javascript:alert(1)', 'url-scheme-refused'],
    ['file:', 'file:///etc/hostname', 'url-scheme-refused'],
    ['malformed', 'not an address', 'url-malformed'],
  ])('a %s address alone is refused before anything is written', async (_what, url, code) => {
    expect(await failing(pugmark, ['capture', '--case', 'C-1', url])).toMatchObject({ exit: 2, code });
    expect((await pugmark.json(['list', '--case', 'C-1'])).document).toMatchObject({ exhibits: [] });
  });

  it('refuses a list that cannot be read, and takes none when there is no address', async () => {
    const folder = tempFolder();
    const binary = join(folder, 'binary.txt');
    writeFileSync(binary, Buffer.from([0xff, 0xfe, 0x00, 0x80]));
    for (const [file, why] of [
      [join(folder, 'gone.txt'), 'there is no such file'],
      [folder, 'it is a folder'],
      [binary, 'it has to be a text file in UTF-8'],
    ] as const) {
      const message = `The list ${file} cannot be read: ${why}`;
      expect(await failing(pugmark, ['capture', '--case', 'C-1', '--from', file])).toMatchObject({
        exit: 2,
        code: 'input-unreadable',
        message,
      });
    }
    const empty = join(folder, 'empty.txt');
    writeFileSync(empty, '# nothing\n');
    expect(await failing(pugmark, ['capture', '--case', 'C-1', '--from', empty])).toMatchObject({ exit: 2, code: 'usage' });
  });

  it('names an unknown case and exhibit', async () => {
    expect(await failing(pugmark, ['list', '--case', 'nowhere'])).toMatchObject({ exit: 2, code: 'case-unknown' });
    expect(await failing(pugmark, ['capture', '--case', 'nowhere', 'https://a.test/'])).toMatchObject({ exit: 2, code: 'case-unknown' });
    expect(await failing(pugmark, ['show', 'C-1', 'E-0099'])).toMatchObject({ exit: 2, code: 'exhibit-unknown' });
    expect(await failing(pugmark, ['show', 'C-1', 'first'])).toMatchObject({ exit: 2, code: 'exhibit-unknown' });
  });

  it('keeps a practice case to the practice market', async () => {
    expect(await failing(pugmark, ['capture', '--case', 'P-1', 'https://a.test/'])).toMatchObject({
      exit: 2,
      code: 'practice-host-required',
    });
  });
});

describe('vaults that cannot be used', () => {
  it('says that there is none, that it is somebody else’s, that it is newer', async () => {
    const elsewhere = new Pugmark(tempFolder());
    expect(await failing(elsewhere, ['case', 'list'])).toMatchObject({ exit: 2, code: 'vault-missing' });
    mkdirSync(elsewhere.vault);
    const database = join(elsewhere.vault, 'vault.sqlite');
    writeFileSync(database, 'this is no database');
    expect(await failing(elsewhere, ['case', 'list'])).toMatchObject({ exit: 2, code: 'vault-foreign' });
    rmSync(database);
    new Database(database).exec('CREATE TABLE recipes (name TEXT)').close();
    expect(await failing(elsewhere, ['case', 'list'])).toMatchObject({ exit: 2, code: 'vault-foreign' });

    const newer = await new Pugmark(tempFolder()).init();
    expect((await newer.run(['case', 'list'])).code).toBe(0);
    const db = new Database(join(newer.vault, 'vault.sqlite'));
    db.pragma('user_version = 9999');
    db.close();
    expect(await failing(newer, ['case', 'list'])).toMatchObject({ exit: 2, code: 'vault-newer' });
    expect(await failing(newer, ['case', 'new', 'X', '--title', 'x'])).toMatchObject({ exit: 2, code: 'vault-newer' });
  });

  it('refuses a wrong passphrase and asks for a missing one', async () => {
    const words = ['case', 'new', 'X', '--title', 'x'];
    expect(await failing(pugmark, words, { PUGMARK_PASSPHRASE: 'wrong' })).toMatchObject({ exit: 2, code: 'passphrase-wrong' });
    expect(await failing(pugmark, words, { PUGMARK_PASSPHRASE: undefined })).toMatchObject({ exit: 2, code: 'passphrase-missing' });
    expect(await failing(pugmark, words, { PUGMARK_PASSPHRASE: '' })).toMatchObject({ exit: 2, code: 'passphrase-missing' });
  });

  it('does not make a vault where it cannot write', async (context) => {
    context.skip(process.platform !== 'linux', 'no folder that refuses every account is known here');
    // Not even root can write there.
    const words = ['init', '--operator', 'S', '--agency', 'A', '--vault', '/proc/pugmark-vault'];
    expect(await failing(new Pugmark(tempFolder()), words)).toMatchObject({ exit: 4, code: 'io-failed' });
  });

  it('does not make a vault below a file', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'file'), 'x');
    const words = ['init', '--operator', 'S', '--agency', 'A', '--vault', join(folder, 'file', 'vault')];
    expect(await failing(new Pugmark(folder), words)).toMatchObject({ exit: 4, code: 'io-failed' });
    expect(readdirSync(folder)).toEqual(['file']);
  });
});

describe('the output', () => {
  it('gives help and version as documents too', async () => {
    const version = (await pugmark.run(['--version'])).stdout.trim();
    expect((await pugmark.json(['--version'])).document).toEqual({ format: 'version/v1', name: 'pugmark', version });
    const help = (await pugmark.run(['capture', '--help'])).stdout;
    expect(help).toContain('Usage: pugmark capture');
    expect((await pugmark.json(['capture', '--help'])).document).toEqual({ format: 'help/v1', text: help });
  });

  it('keeps standard output for results and standard error for messages', async () => {
    const { stdout, stderr } = await pugmark.run(['list', '--case', 'nowhere']);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^pugmark: .*nowhere.*\n$/);
  });

  it('shows hostile titles of a case as text', async () => {
    await pugmark.run(['case', 'new', 'H-1', '--title', 'a\u001b[31mb\u202ec\nE-0001  sealed']);
    const { stdout } = await pugmark.run(['case', 'list']);
    expect(stdout).toContain('a\\u{1b}[31mb\\u{202e}c\\u{a}E-0001');
    const json = await pugmark.json<{ cases: { reference: string; title: string }[] }>(['case', 'list']);
    expect(json.document.cases.find(({ reference }) => reference === 'H-1')?.title).toBe('a\u001b[31mb\u202ec\nE-0001  sealed');
    expect(json.stdout).not.toMatch(/\u202e/);
  });

  it('is the same from a process of its own, and so is the exit code', async () => {
    for (const words of [
      ['case', 'list', '--json'],
      ['list', '--case', 'nowhere'],
      ['publish', '--json'],
      ['list', '--case', 'C-1', '--help'],
    ]) {
      const apart = await pugmark.runApart(words);
      expect([words, apart]).toEqual([words, await pugmark.run(words)]);
    }
  });

  it('touches nothing outside the folders that it was given', () => {
    expect(readdirSync(pugmark.home).toSorted()).toEqual(['state', 'vault']);
    expect(existsSync(join(pugmark.vault, 'vault.sqlite'))).toBe(true);
    expect(readFileSync(join(pugmark.vault, 'vault.sqlite')).includes('correct horse')).toBe(false);
  });
});
