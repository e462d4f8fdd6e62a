import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arePackagesInstalled } from '../../scripts/setup/packages.mjs';
import { projectPath } from '../support/project.ts';
import { tempFolder } from '../support/temp-folder.ts';

const LINUX = { platform: 'linux', arch: 'x64' };
const A = { version: '1.0.0', integrity: 'sha512-a' };

function project(wanted: object, installed?: object): string {
  const root = tempFolder();
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': { name: 'x' }, ...wanted } }));
  if (installed !== undefined) {
    mkdirSync(join(root, 'node_modules'));
    writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
  }
  return root;
}

describe('arePackagesInstalled', () => {
  it.each([
    ['everything is there', { a: A }, { a: A }, true],
    ['nothing is there', { a: A }, undefined, false],
    ['one is missing', { a: A, b: A }, { a: A }, false],
    ['another version is there', { a: A }, { a: { ...A, version: '1.0.1' } }, false],
    ['the same version with other bytes is there', { a: A }, { a: { ...A, integrity: 'sha512-b' } }, false],
    ['a package of another machine is not there', { a: { ...A, optional: true, os: ['win32'], cpu: ['x64'] } }, {}, true],
    ['a package of this machine is not there', { a: { ...A, optional: true, os: ['linux'], cpu: ['x64'] } }, {}, false],
    ['a package that is no longer wanted is there', {}, { a: A }, true],
  ])('%s', (_what, wanted, installed, expected) => {
    expect(arePackagesInstalled(project(wanted, installed), LINUX)).toBe(expected);
  });

  it('counts an installation cut short as none', () => {
    const root = project({ a: A }, { a: A });
    writeFileSync(join(root, 'node_modules', '.package-lock.json'), '{"packages":{"a":');
    expect(arePackagesInstalled(root, LINUX)).toBe(false);
  });
});

const runs = (root: string): number => readFileSync(join(root, 'runs.txt'), 'utf8').trim().split('\n').length;

describe('ensurePackages', () => {
  /** A stand-in for npm that takes a while, says that it ran and does what `npm ci` would. */
  const NPM = `
    const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
    appendFileSync('runs.txt', process.argv.slice(2).join(' ') + '\\n');
    setTimeout(() => {
      if (process.env.NPM_FAILS) process.exit(1);
      mkdirSync('node_modules', { recursive: true });
      writeFileSync('node_modules/.package-lock.json', readFileSync('package-lock.json'));
    }, 300);`;

  function ensure(root: string, env: NodeJS.ProcessEnv = {}): Promise<{ code: number; said: string }> {
    const script = `const { ensurePackages } = await import(process.env.UNDER_TEST); const { exitWith } = await import(process.env.SAY);
      await exitWith(async () => { await ensurePackages(process.cwd()); return 0; });`;
    writeFileSync(join(root, 'npm-cli.js'), NPM);
    const settings = {
      UNDER_TEST: projectPath('scripts/setup/packages.mjs'),
      SAY: projectPath('scripts/setup/say.mjs'),
      npm_execpath: join(root, 'npm-cli.js'),
    };
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: root,
      env: { ...process.env, ...settings, ...env },
    });
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
    return new Promise((resolve) => child.on('close', (code) => resolve({ code: code ?? -1, said })));
  }

  it('installs once although three commands start at the same time, and not again afterwards', async () => {
    const root = project({ a: A });
    const results = await Promise.all([ensure(root), ensure(root), ensure(root)]);
    expect(results.map((result) => result.code)).toEqual([0, 0, 0]);
    expect(runs(root)).toBe(1);
    expect(results.filter((result) => result.said.includes('waiting for it'))).toHaveLength(2);
    expect(await ensure(root)).toEqual({ code: 0, said: '' });
    expect(runs(root)).toBe(1);
    expect(readFileSync(join(root, 'runs.txt'), 'utf8')).toMatch(/^install --no-save --ignore-scripts --engine-strict=false /);
  });

  it('takes over the lock of a command that died', async () => {
    const root = project({ a: A });
    writeFileSync(join(root, '.setup.lock'), '999999999 dead');
    expect((await ensure(root)).code).toBe(0);
    expect(runs(root)).toBe(1);
  });

  it('says what to do when npm fails', async () => {
    const root = project({ a: A });
    const { code, said } = await ensure(root, { NPM_FAILS: '1' });
    expect(code).toBe(4);
    expect(said).toContain('"npm install" failed');
  });

  it('does not install through a link into another checkout', async () => {
    const root = project({ a: A });
    const elsewhere = tempFolder();
    symlinkSync(elsewhere, join(root, 'node_modules'), 'junction');
    const { code, said } = await ensure(root);
    expect(code).toBe(4);
    expect(said).toContain('node_modules is a link');
  });
});
