import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBrowser } from '../../scripts/setup/find-browser.mjs';
import { tempFolder } from '../support/temp-folder.ts';

function program(path: string, text = '#!/bin/sh\n'): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

function machine(home: string, env: NodeJS.ProcessEnv = {}): { platform: 'linux'; env: NodeJS.ProcessEnv; home: string } {
  return { platform: 'linux', env: { PATH: join(home, 'bin'), ...env }, home };
}

describe('findBrowser', () => {
  it('prefers Chrome to Chromium on the path', () => {
    const home = tempFolder();
    program(join(home, 'bin', 'chromium'));
    expect(findBrowser(machine(home))).toEqual({ path: join(home, 'bin', 'chromium'), from: 'installed' });
    program(join(home, 'bin', 'google-chrome'));
    expect(findBrowser(machine(home))?.path).toBe(join(home, 'bin', 'google-chrome'));
  });

  it('takes PUGMARK_BROWSER as a path or a name, and nothing else when it is wrong', () => {
    const home = tempFolder();
    program(join(home, 'bin', 'chromium'));
    const own = program(join(home, 'own', 'browser'));
    expect(findBrowser(machine(home, { PUGMARK_BROWSER: own }))).toEqual({ path: own, from: 'PUGMARK_BROWSER' });
    expect(findBrowser(machine(home, { PUGMARK_BROWSER: 'chromium' }))?.path).toBe(join(home, 'bin', 'chromium'));
    expect(findBrowser(machine(home, { PUGMARK_BROWSER: join(home, 'gone') }))).toBeUndefined();
    expect(findBrowser(machine(home, { PUGMARK_BROWSER: '' }))?.path).toBe(join(home, 'bin', 'chromium'));
  });

  it('passes over files that cannot be run and scripts that only point to a snap', () => {
    const home = tempFolder();
    writeFileSync(join(mkdirSync(join(home, 'bin'), { recursive: true }) ?? '', '../bin/google-chrome'), 'text', { mode: 0o644 });
    program(join(home, 'bin', 'chromium-browser'), '#!/bin/sh\nexec /snap/bin/chromium "$@"\n');
    const brave = program(join(home, 'bin', 'brave-browser'));
    symlinkSync(brave, join(home, 'bin', 'brave'));
    expect(findBrowser(machine(home))?.path).toBe(brave);
  });

  it('finds the newest browser that the set-up fetched', () => {
    const home = tempFolder();
    for (const version of ['99.0.1', '140.0.2', '139.9.9']) {
      program(join(home, '.cache', 'pugmark', 'browsers', 'chrome', `linux-${version}`, 'chrome-linux64', 'chrome'));
    }
    const found = findBrowser({ ...machine(home), env: { PATH: '' } })?.path ?? '';
    // A browser of this machine at its fixed place comes first.
    expect(found.startsWith(home) ? found.includes('140.0.2') : /^\/(usr|opt)\//.test(found)).toBe(true);
  });
});
