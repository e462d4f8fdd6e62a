import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createVaults } from '../../../src/storage/vaults.ts';
import { captureAd, makeCase, makeEnvironment, PASSPHRASE } from '../../storage/vault-parts.ts';
import { findMissingPrograms } from '../../support/needs.ts';
import { keptTempFolder } from '../../support/temp-folder.ts';
import { exportCase } from './export-parts.ts';
import { listFiles, unpack } from './unpacked.ts';

/** What stands under the heading of a system, as it would be copied. */
function readCommands(readMe: string, system: string): string {
  const commands = new RegExp(`^-------- ${system} [^\n]*--------\n\n([^]*?)\n\n-------- end --------$`, 'm').exec(readMe)?.[1];
  if (commands === undefined) throw new Error(`the README has no commands for ${system}`);
  return commands;
}

let bag = '';
let fingerprint = '';
let readMe = '';

beforeAll(async () => {
  const root = keptTempFolder();
  const vault = await createVaults(makeEnvironment(root)).init({
    folder: join(root, 'vault'),
    passphrase: PASSPHRASE,
    serviceNumber: 'NL-1234',
    agency: 'Team Nature',
  });
  const store = makeCase(vault);
  const session = store.startSession({});
  for (let i = 0; i < 2; i += 1) await captureAd(store, session);
  store.endSession(session, {});
  const made = await exportCase(vault, store, root, { recipient: 'Parket "Zwolle"', purpose: 'x","name":"tagmanifest-sha256.txt' });
  fingerprint =
    vault
      .listKeys()
      .find(({ purpose, practice }) => purpose === 'identity' && !practice)
      ?.id.slice(7) ?? '';
  vault.close();
  bag = unpack(made.path);
  readMe = readFileSync(join(bag, 'data/README.txt'), 'utf8');
});

function check(): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', readCommands(readMe, 'Linux')], { cwd: bag, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

/** The commands with one file changed, which is as before afterwards. */
function checkWith(path: string, change: (bytes: Buffer) => Uint8Array): ReturnType<typeof check> {
  const bytes = readFileSync(join(bag, path));
  writeFileSync(join(bag, path), change(bytes));
  try {
    return check();
  } finally {
    writeFileSync(join(bag, path), bytes);
  }
}

describe('the commands for Linux, as printed', () => {
  it('accept the package and print the fingerprint of its identity', () => {
    expect(check()).toEqual({
      status: 0,
      output: `Files, seal and checkpoint add up. They are signed under the identity key with this fingerprint:\n${fingerprint}\n`,
    });
    expect(readMe).toContain(`\n  ${fingerprint}\n`);
  });

  it('do not mind what systems put into folders', () => {
    const path = join(bag, 'data/exhibits/.DS_Store');
    writeFileSync(path, 'Bud1');
    expect(check().status).toBe(0);
    rmSync(path);
  });

  it('refuse it after one bit in any file, at its beginning, its middle and its end', { timeout: 120_000 }, () => {
    for (const path of listFiles(bag)) {
      for (const at of path.startsWith('seal/') || path.startsWith('tag') ? [0, 0.3, 0.5, 0.7, 1] : [0.5]) {
        const { status, output } = checkWith(path, (bytes) => {
          const place = Math.round(at * (bytes.length - 1));
          return Buffer.from(bytes).fill((bytes[place] ?? 0) ^ 1, place, place + 1);
        });
        expect({ path, status, stops: output.endsWith('STOP: this does not add up\n') }).toEqual({ path, status: 1, stops: true });
      }
    }
    expect(check().status).toBe(0);
  });

  it('refuse a seal in another spelling of the same bytes', () => {
    const path = 'seal/seal.dsse.json';
    for (const change of [
      (text: string) => `${text}\n`,
      (text: string) => text.replace('{', '{ '),
      (text: string) => text.replace(/"keyid":"sha256:./, '"keyid":"sha256:x'),
      (text: string) => text.replace('"sig"', '"extra":"","sig"'),
    ]) {
      expect(checkWith(path, (bytes) => Buffer.from(change(bytes.toString()))).status).toBe(1);
    }
  });

  it.each([
    ['a file too many', () => appendFileSync(join(bag, 'data/extra'), ''), () => rmSync(join(bag, 'data/extra'))],
    ['a hidden file too many', () => appendFileSync(join(bag, '.x'), ''), () => rmSync(join(bag, '.x'))],
    ['a link too many', () => symlinkSync('bagit.txt', join(bag, 'link')), () => rmSync(join(bag, 'link'))],
    [
      'a file in a folder of its own',
      () => {
        mkdirSync(join(bag, 'seal/more'));
        appendFileSync(join(bag, 'seal/more/file'), '');
      },
      () => rmSync(join(bag, 'seal/more'), { recursive: true }),
    ],
    [
      'a renamed file',
      () => renameSync(join(bag, 'data/custody/log.jsonl'), join(bag, 'data/custody/log2.jsonl')),
      () => renameSync(join(bag, 'data/custody/log2.jsonl'), join(bag, 'data/custody/log.jsonl')),
    ],
    [
      'a missing seal',
      () => renameSync(join(bag, 'seal/seal.dsse.json'), join(bag, '../away')),
      () => renameSync(join(bag, '../away'), join(bag, 'seal/seal.dsse.json')),
    ],
  ])('refuse %s', (_what, change, restore) => {
    change();
    const changed = check().status;
    restore();
    expect([changed, check().status]).toEqual([1, 0]);
  });
});

describe('the README', () => {
  it('keeps its lines when somebody types in others', () => {
    expect(readMe).toMatch(/^For: +Parket "Zwolle"$/m);
  });

  it('promises nothing that a package cannot show', () => {
    for (const word of [/court/i, /tamper/i, /certified by/i, /admissible/i, /\bprove/i, /qualified/i]) expect(readMe).not.toMatch(word);
    expect(readMe).toContain('That the site really sent this content cannot be shown by this package');
  });

  it('has commands for each system, and names keys and formats that are there', () => {
    expect(readCommands(readMe, 'macOS')).toContain('shasum -a 256');
    expect(readCommands(readMe, 'Windows')).toContain('Get-FileHash');
    const files = new Set(listFiles(bag));
    const keys = [...readMe.matchAll(/data\/custody\/keys\/[0-9a-f]{16}\.dsse\.json/g)].map(([path]) => path);
    expect(new Set(keys).size).toBe(3);
    expect(keys.filter((path) => !files.has(path))).toEqual([]);
  });
});

/** Other programs under the names of those that the commands call. */
function withPrograms(programs: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const folder = keptTempFolder();
  for (const [name, script] of Object.entries(programs)) writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` };
}

describe('the commands in other surroundings', () => {
  it('say that nothing was checked, and nothing against the package, where openssl is the one of macOS', () => {
    const env = withPrograms({ openssl: 'echo "LibreSSL 3.3.6"' });
    const { status, stderr } = spawnSync('bash', ['-c', readCommands(readMe, 'Linux')], { cwd: bag, encoding: 'utf8', env });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'Nothing was checked: these commands need OpenSSL 3, and here is LibreSSL 3.3.6\n',
    });
  });

  it('accept the package with the programs of macOS', (context) => {
    const missing = findMissingPrograms('shasum');
    context.skip(missing !== undefined, missing);
    const env = withPrograms({ base64: 'case "${1:-}" in -D) shift; exec /usr/bin/base64 -d "$@";; *) exec /usr/bin/base64 "$@";; esac' });
    const run = (): number | null => spawnSync('bash', ['-c', readCommands(readMe, 'macOS')], { cwd: bag, env }).status;
    expect(run()).toBe(0);
    appendFileSync(join(bag, 'data/README.txt'), ' ');
    expect(run()).toBe(1);
    writeFileSync(join(bag, 'data/README.txt'), readMe);
  });

  it('are the same when they are pasted into zsh', (context) => {
    const missing = findMissingPrograms('zsh');
    context.skip(missing !== undefined, missing);
    const { stdout } = spawnSync('zsh', ['-f', '-i'], { cwd: bag, encoding: 'utf8', input: `${readCommands(readMe, 'Linux')}\nexit\n` });
    expect(stdout).toContain(`with this fingerprint:\n${fingerprint}\n`);
  });
});
