import { describe, expect, it } from 'vitest';
import { findBrowser, type BrowserSearch } from '../../../src/capture/browser/find-browser.ts';

/** A machine that has these programs. */
function machine(platform: string, programs: readonly string[], env: BrowserSearch['env'] = {}): BrowserSearch {
  const separator = platform === 'win32' ? '\\' : '/';
  return {
    platform,
    env,
    homeFolder: platform === 'win32' ? 'C:\\Users\\someone' : '/home/someone',
    isUsable: (path) => programs.includes(path),
    listFolder: (folder) => [
      ...new Set(
        programs.filter((one) => one.startsWith(folder + separator)).map((one) => one.slice(folder.length + 1).split(separator)[0] ?? ''),
      ),
    ],
  };
}

describe('findBrowser', () => {
  it('takes what PUGMARK_BROWSER names, a path or a command, and nothing else', () => {
    const installed = ['/usr/bin/google-chrome', '/opt/mine/chrome', '/usr/bin/chromium'];
    expect(findBrowser(machine('linux', installed, { PUGMARK_BROWSER: '/opt/mine/chrome', PATH: '/usr/bin' }))).toEqual({
      path: '/opt/mine/chrome',
      from: 'PUGMARK_BROWSER',
    });
    expect(findBrowser(machine('linux', installed, { PUGMARK_BROWSER: 'chromium', PATH: '/bin:/usr/bin' })).path).toBe('/usr/bin/chromium');
    expect(() => findBrowser(machine('linux', installed, { PUGMARK_BROWSER: '/opt/typo', PATH: '/usr/bin' }))).toThrow(
      expect.objectContaining({ code: 'browser-missing', message: expect.stringContaining('/opt/typo') }),
    );
  });

  it.for([
    ['linux', '/opt/google/chrome/chrome', {}],
    ['linux', '/snap-free/brave-browser', { PATH: '/bin:/snap-free/' }],
    ['linux', '/home/someone/.cache/pugmark/browsers/chrome/linux-156.0.1.2/chrome-linux64/chrome', {}],
    ['linux', '/cache/pugmark/browsers/chrome/linux-156.0.1.2/chrome-linux64/chrome', { XDG_CACHE_HOME: '/cache' }],
    ['darwin', '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge', {}],
    ['darwin', '/home/someone/Applications/Brave Browser.app/Contents/MacOS/Brave Browser', {}],
    ['win32', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', { PROGRAMFILES: 'C:\\Program Files' }],
    ['win32', 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe', { 'ProgramFiles(x86)': 'C:\\Program Files (x86)' }],
    ['win32', 'C:\\Users\\someone\\AppData\\Local\\pugmark\\browsers\\chrome\\win64-156.0.1.2\\chrome-win64\\chrome.exe', {}],
  ] as const)('finds on %s: %s', ([platform, path, env]) => {
    expect(findBrowser(machine(platform, [path], env)).path).toBe(path);
  });

  it('prefers Chrome, and of those that were fetched the newest', () => {
    const both = machine('linux', ['/usr/bin/chromium', '/usr/bin/google-chrome'], { PATH: '/usr/bin' });
    expect(findBrowser(both)).toEqual({ path: '/usr/bin/google-chrome', from: 'installed' });
    const fetched = ['99.0.1.1', '156.0.1.2'].map(
      (version) => `/home/someone/.cache/pugmark/browsers/chrome/linux-${version}/chrome-linux64/chrome`,
    );
    expect(findBrowser(machine('linux', fetched))).toEqual({ path: fetched[1], from: 'fetched' });
  });

  it('says what to do when there is none', () => {
    for (const platform of ['linux', 'darwin', 'win32']) {
      expect(() => findBrowser(machine(platform, []))).toThrow(
        expect.objectContaining({ code: 'browser-missing', message: expect.stringMatching(/install .*PUGMARK_BROWSER.*npm run setup/) }),
      );
    }
  });
});
