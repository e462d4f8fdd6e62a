import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isFresh } from '../../scripts/start/build-renderer.ts';
import { findElectron } from '../../scripts/start/find-electron.ts';
import { buildWindowFlags, hasDisplay } from '../../scripts/start/open-window.ts';
import { parseStartOptions } from '../../scripts/start/options.ts';
import { tempFolder } from '../support/temp-folder.ts';

const user = (env: Record<string, string>): Parameters<typeof parseStartOptions>[1] => ({ platform: 'linux', homeFolder: '/h', env });

describe('the words after npm start', () => {
  it('name vault and window; the environment names the rest, as on the command line', () => {
    expect(parseStartOptions([], user({}), '/work')).toEqual({
      vaultFolder: '/h/.local/share/pugmark/vault',
      stateFolder: '/h/.local/state/pugmark',
      window: true,
    });
    const env = { PUGMARK_VAULT: '/v', PUGMARK_STATE: '/s' };
    expect(parseStartOptions([], user(env), '/work')).toEqual({ vaultFolder: '/v', stateFolder: '/s', window: true });
    expect(parseStartOptions(['--no-window', '--vault', 'mine'], user(env), '/work')).toMatchObject({
      vaultFolder: '/work/mine',
      window: false,
    });
    expect(parseStartOptions(['--help'], user({}), '/work')).toBe('help');
  });

  it.each([['--valut', '/v'], ['--vault'], ['--vault', ''], ['/v']])('%j %j are refused with what can be said', (...words) => {
    expect(() => parseStartOptions(words, user({}), '/work')).toThrow(/--vault/);
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
