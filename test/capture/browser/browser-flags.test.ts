import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildBrowserFlags } from '../../../src/capture/browser/browser-flags.ts';
import { acceptLanguages, writeBrowserPreferences } from '../../../src/capture/browser/browser-preferences.ts';
import { parseProxy } from '../../../src/capture/browser/proxy.ts';
import { PRACTICE_HOSTS } from '../../../src/core/model/practice.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const flags = (more: Partial<Parameters<typeof buildBrowserFlags>[0]> = {}): string =>
  buildBrowserFlags({ profileFolder: '/profile', headless: true, sandbox: true, ...more }).join('\n');

describe('buildBrowserFlags', () => {
  it('keeps the sandbox unless told that there can be none', () => {
    expect(flags()).not.toContain('sandbox');
    expect(flags({ sandbox: false })).toContain('--no-sandbox');
  });

  it('never edits the user agent, never hides what the browser is, and opens no port', () => {
    expect(flags()).not.toMatch(/user-agent|AutomationControlled|remote-debugging-port|enable-automation|disable-popup-blocking/);
  });

  it('checks certificates unless told otherwise', () => {
    expect(flags()).not.toContain('ignore-certificate');
    expect(flags({ insecureTls: true })).toContain('--ignore-certificate-errors');
  });

  it('lets only the practice hosts through when told to, and no proxy', () => {
    const rules = flags({ practiceOnly: true });
    expect(rules).toContain('MAP * ~NOTFOUND');
    for (const host of PRACTICE_HOSTS) expect(rules).toContain(`EXCLUDE ${host}`);
    expect(rules).toContain('--no-proxy-server');
    expect(flags()).not.toContain('MAP * ~NOTFOUND');
  });

  it('resolves nothing but the proxy when there is one', () => {
    const rules = flags({ proxy: new URL('socks5://proxy.test:9050') });
    expect(rules).toContain('--proxy-server=socks5://proxy.test:9050');
    expect(rules).toContain('MAP * ~NOTFOUND , EXCLUDE proxy.test');
    expect(rules).toContain('disable_non_proxied_udp');
  });
});

describe('parseProxy', () => {
  it.for(['http://127.0.0.1:3128', 'https://proxy.test:443', 'socks5://127.0.0.1:9050', 'socks4://h:1'])('takes %s', (text) => {
    expect(parseProxy(text).href).toContain(text.slice(0, 8));
  });

  it.for([
    '127.0.0.1:3128',
    'ftp://x:1',
    'http://',
    'http://user:secret@proxy.test:1',
    'http://a.test:1,direct://',
    'http://a.test:1/path',
    'socks5://a b:1',
  ])('refuses %s, and does not repeat a password', (text) => {
    expect(() => parseProxy(text)).toThrow(expect.objectContaining({ code: 'usage', message: expect.not.stringContaining('secret') }));
  });
});

describe('writeBrowserPreferences', () => {
  it('leaves what a kept profile holds besides as it is', async () => {
    const folder = tempFolder();
    await writeBrowserPreferences(folder, {});
    const path = join(folder, 'Default', 'Preferences');
    await writeFile(path, JSON.stringify({ profile: { name: 'kept' }, plugins: { other: 1, always_open_pdf_externally: false } }));
    await writeBrowserPreferences(folder, { language: 'nl-BE' });
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
      profile: { name: 'kept' },
      plugins: { other: 1, always_open_pdf_externally: true },
      intl: { accept_languages: 'nl-BE,nl' },
    });
  });

  it('starts anew where a preference file is broken, and says when a profile cannot be written', async () => {
    const folder = tempFolder();
    await writeFile(join(folder, 'Local State'), '{ broken');
    await writeBrowserPreferences(folder, {});
    expect(JSON.parse(await readFile(join(folder, 'Local State'), 'utf8'))).toMatchObject({ dns_over_https: { mode: 'off' } });
    await writeFile(join(folder, 'file'), '');
    await expect(writeBrowserPreferences(join(folder, 'file'), {})).rejects.toMatchObject({ code: 'io-failed' });
  });

  it('asks for a language and its base', () => {
    expect(acceptLanguages('nl-BE')).toBe('nl-BE,nl');
    expect(acceptLanguages('fr')).toBe('fr');
  });
});
