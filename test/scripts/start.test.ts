import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isFresh } from '../../scripts/start/build-app.ts';
import { fetchElectron } from '../../scripts/start/fetch-electron.ts';
import { findElectron } from '../../scripts/start/find-electron.ts';
import { buildWindowFlags, hasDisplay } from '../../scripts/start/open-window.ts';
import { parseStartOptions } from '../../scripts/start/options.ts';
import { tempFolder } from '../support/temp-folder.ts';

const user = (env: Record<string, string>): Parameters<typeof parseStartOptions>[1] => ({ platform: 'linux', homeFolder: '/h', env });

describe('the words after npm start', () => {
  it('name vault and window; the environment names the rest, as on the command line', () => {
    expect(parseStartOptions([], user({}), '/vaults')).toEqual({
      vaultFolder: '/h/.local/share/pugmark/vault',
      stateFolder: '/h/.local/state/pugmark',
      window: true,
    });
    const env = { PUGMARK_VAULT: '/v', PUGMARK_STATE: '/s' };
    expect(parseStartOptions([], user(env), '/vaults')).toEqual({ vaultFolder: '/v', stateFolder: '/s', window: true });
    expect(parseStartOptions(['--no-window', '--vault', 'mine'], user(env), '/vaults')).toMatchObject({
      vaultFolder: '/vaults/mine',
      window: false,
    });
    expect(parseStartOptions(['--help'], user({}), '/vaults')).toBe('help');
  });

  it.each([['--valut', '/v'], ['--vault'], ['--vault', ''], ['/v']])('%j %j are refused with what can be said', (...words) => {
    expect(() => parseStartOptions(words, user({}), '/vaults')).toThrow(/--vault/);
  });
});

describe('the built window', () => {
  it('is fresh until a source is newer', () => {
    const root = tempFolder();
    const write = (path: string, second: number): void => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), '');
      utimesSync(join(root, path), second, second);
    };
    write('src/renderer/window/main.tsx', 1000);
    for (const folder of ['src/renderer/window', 'src/renderer']) utimesSync(join(root, folder), 1000, 1000);
    expect(isFresh(root)).toBe(false);
    write('out/renderer/index.html', 2000);
    expect(isFresh(root)).toBe(true);
    write('src/engine/other.ts', 3000);
    expect(isFresh(root)).toBe(true);
    write('src/renderer/window/main.tsx', 3000);
    expect(isFresh(root)).toBe(false);
  });
});

/** One that notes that it ran, and what `fetchElectron` needs of it. */
function installer(code: string): { readonly installer: string; readonly memory: string; readonly runs: string } {
  const folder = tempFolder();
  const path = join(folder, 'install.cjs');
  writeFileSync(path, `require('node:fs').writeFileSync('ran', ''); ${code}`);
  return { installer: path, memory: join(folder, 'out', 'not-fetched.txt'), runs: join(folder, 'ran') };
}

describe('Electron, where it is not here', () => {
  it('is fetched by the installer of its package', async () => {
    const { runs, ...paths } = installer('process.exit(0)');
    expect(await fetchElectron({ ...paths, limitMs: 30_000 })).toBe(true);
    expect(existsSync(runs)).toBe(true);
    expect(existsSync(paths.memory)).toBe(false);
  });

  it.each([
    ['fails', 'process.exit(1)', 30_000],
    ['never ends', 'setInterval(() => {}, 1000)', 1_000],
  ])('and whose fetching %s, is not asked for again for a day', async (_, code, limitMs) => {
    const { runs, ...paths } = installer(code);
    expect(await fetchElectron({ ...paths, limitMs })).toBe(false);
    expect(existsSync(runs)).toBe(true);
    rmSync(runs);
    expect(await fetchElectron({ ...paths, limitMs })).toBe(false);
    expect(existsSync(runs)).toBe(false);
    const longAgo = Date.now() / 1000 - 25 * 60 * 60;
    utimesSync(paths.memory, longAgo, longAgo);
    await fetchElectron({ ...paths, limitMs });
    expect(existsSync(runs)).toBe(true);
  });
});

describe('the shell that is used', () => {
  it('is Electron where its binary is', () => {
    const root = tempFolder();
    expect(findElectron(root, {}, 'linux')).toBeUndefined();
    const own = join(root, 'node_modules', 'electron', 'dist', 'electron');
    mkdirSync(dirname(own), { recursive: true });
    writeFileSync(own, '');
    expect(findElectron(root, {}, 'linux')).toBe(own);
    expect(findElectron(root, {}, 'win32')).toBeUndefined();
    const elsewhere = join(root, 'elsewhere');
    expect(findElectron(root, { ELECTRON_OVERRIDE_DIST_PATH: elsewhere }, 'linux')).toBeUndefined();
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'electron.exe'), '');
    expect(findElectron(root, { ELECTRON_OVERRIDE_DIST_PATH: elsewhere }, 'win32')).toBe(join(elsewhere, 'electron.exe'));
  });

  it('opens a window where there is a display', () => {
    expect(hasDisplay('linux', {})).toBe(false);
    expect(hasDisplay('linux', { DISPLAY: '' })).toBe(false);
    expect(hasDisplay('linux', { DISPLAY: ':0' })).toBe(true);
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay('win32', {})).toBe(true);
  });

  it('opens it in a profile of its own that reaches this machine alone', () => {
    const flags = buildWindowFlags('http://127.0.0.1:1/start#t', '/profile', false);
    expect(flags).toContain('--app=http://127.0.0.1:1/start#t');
    expect(flags).toContain('--user-data-dir=/profile');
    expect(flags.findLast((flag) => flag.startsWith('--host-resolver-rules='))).toBe(
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    );
    expect(flags.some((flag) => /^--(headless|no-sandbox|remote-debugging)/.test(flag))).toBe(false);
    expect(buildWindowFlags('', '', true)).toContain('--no-sandbox');
  });
});
