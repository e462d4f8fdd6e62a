import { createHash } from 'node:crypto';
import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { Browser, ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBareBrowser } from '../support/bare-page.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { keepFile, placeVerifier, type PlacedVerifier } from '../support/verifier-page.ts';

let browser: Browser;
let placed: PlacedVerifier;
let identity: string;
/** Longer than what is decrypted at a time, and no round number. */
const PLAIN = Buffer.concat(Array.from({ length: 4_300 }, (_, i) => Buffer.alloc(1_009, `${i} `)));

beforeAll(async () => {
  [browser, placed, identity] = await Promise.all([launchBareBrowser(), placeVerifier('OPEN.html'), generateX25519Identity()]);
});
afterAll(async () => {
  placed.remove();
  await browser.close();
});

let toKey: Promise<Buffer> | undefined;

async function encryptToKey(): Promise<Buffer> {
  toKey ??= identityToRecipient(identity).then((recipient) => encrypt({ recipient }));
  return await toKey;
}

async function encrypt(how: { readonly recipient?: string; readonly passphrase?: string }): Promise<Buffer> {
  const encrypter = new Encrypter();
  if (how.recipient !== undefined) encrypter.addRecipient(how.recipient);
  if (how.passphrase !== undefined) encrypter.setPassphrase(how.passphrase);
  encrypter.setScryptWorkFactor(10);
  return Buffer.from(await encrypter.encrypt(PLAIN));
}

/** What the page saves instead of writing it where the person says: a file dialog has no buttons for a test. */
async function openPage(): Promise<Page> {
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(() => {
    Reflect.deleteProperty(globalThis, 'showSaveFilePicker');
    const kept = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob: Blob) => {
      if (blob.type === 'application/zip') Reflect.set(globalThis, 'saved', blob);
      return kept(blob);
    };
    HTMLAnchorElement.prototype.click = () => undefined;
  });
  await page.goto(placed.url);
  return page;
}

async function decrypt(page: Page, age: string, how: { readonly key?: string; readonly passphrase?: string }): Promise<string | undefined> {
  await choose(page, 'opener-file', age);
  if (how.key !== undefined) await choose(page, 'opener-key', how.key);
  if (how.passphrase !== undefined) await page.type('#opener-passphrase', how.passphrase);
  await page.click('button[type=submit]');
  await page.waitForSelector('[data-note]');
  const saved = await page.evaluate(async () => {
    const blob: unknown = Reflect.get(globalThis, 'saved');
    if (!(blob instanceof Blob)) return undefined;
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
    return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  });
  return saved;
}

async function choose(page: Page, id: string, path: string): Promise<void> {
  const picker = (await page.waitForSelector(`#${id}`)) as ElementHandle<HTMLInputElement> | null;
  await picker?.uploadFile(path);
}

const sha256 = createHash('sha256').update(PLAIN).digest('hex');

describe('OPEN.html', () => {
  it('decrypts a package with a key file, as age-keygen writes it', async () => {
    const folder = tempFolder();
    const age = keepFile(folder, 'package-0123456789ab.age', await encryptToKey());
    const key = keepFile(folder, 'key.txt', Buffer.from(`# created: today\n${identity}\n`));
    const page = await openPage();
    expect(await decrypt(page, age, { key })).toBe(sha256);
    expect(await page.$eval('[data-note]', (note) => note.getAttribute('data-note'))).toBe('good');
  });

  it('decrypts a package with a passphrase', async () => {
    const age = keepFile(tempFolder(), 'package-0123456789ab.age', await encrypt({ passphrase: 'five words that travel apart' }));
    expect(await decrypt(await openPage(), age, { passphrase: 'five words that travel apart' })).toBe(sha256);
  });

  it('keeps nothing of what it cannot open to its end', async () => {
    const folder = tempFolder();
    const whole = await encryptToKey();
    const key = keepFile(folder, 'key.txt', Buffer.from(identity));
    const stranger = keepFile(folder, 'stranger.txt', Buffer.from(await generateX25519Identity()));
    const changed = Buffer.from(whole);
    changed[4_250_000] = (changed[4_250_000] ?? 0) ^ 1;
    for (const [bytes, keyFile, said] of [
      [whole, stranger, /not to the key/],
      [changed, key, /it was changed/],
      [whole.subarray(0, -70_000), key, /cut off/],
    ] as const) {
      const page = await openPage();
      expect(await decrypt(page, keepFile(folder, 'package.age', bytes), { key: keyFile })).toBeUndefined();
      expect(await page.$eval('[data-note=bad]', (note) => note.textContent)).toMatch(said);
      await page.close();
    }
  });

  it('asks for no place before it has a key: a file that was begun would stay behind, empty', async () => {
    const folder = tempFolder();
    const age = keepFile(folder, 'package.age', await encryptToKey());
    const key = keepFile(folder, 'key.txt', Buffer.from(identity));
    for (const [keyFile, asked] of [
      [keepFile(folder, 'none.txt', Buffer.from('no key')), false],
      [key, true],
    ] as const) {
      const page = await openPage();
      await page.evaluate(() => {
        Reflect.set(globalThis, 'showSaveFilePicker', () => {
          Reflect.set(globalThis, 'asked', true);
          return Promise.reject(new Error('there is no place'));
        });
      });
      expect(await decrypt(page, age, { key: keyFile })).toBeUndefined();
      expect(await page.evaluate(() => Reflect.get(globalThis, 'asked') === true)).toBe(asked);
      await page.close();
    }
  });
});
