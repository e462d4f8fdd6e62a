import { expect } from 'vitest';
import type { Browser, ElementHandle, Page } from 'puppeteer-core';
import { readGolden, zipGolden } from './package/golden.ts';
import { openVerifier, type PlacedVerifier } from './verifier-page.ts';

/** A file as a browser hands it to a page: name and bytes. */
interface Given {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const AGE = Buffer.from('age-encryption.org/v1\n-> X25519 abc\n');
const [TITLE, FAILED] = ['.result h2', '[role=alert]'];

/**
 * What people give to START-HERE.html beside one whole package: several at once, things that are none, a drop beside its place or while a package is
 * checked, one package after another, and a check that is cancelled. It says what happened, and keeps nothing of what was before. Gives what the page
 * complains of: nothing.
 */
export async function tryGivenThings(browser: Browser, placed: PlacedVerifier): Promise<readonly string[]> {
  const [golden, other] = [await readGolden('evidence-first'), await readGolden('evidence-selection')];
  const whole = { name: 'one.zip', bytes: golden.zip };
  const { page, complaints } = await openVerifier(browser, placed.url);
  await page.waitForSelector('.drop');
  const refusals: readonly (readonly [given: readonly Given[], said: RegExp])[] = [
    [[whole, { name: 'two.zip', bytes: other.zip }], /one package at a time/],
    [[], /neither a file nor a folder/],
    [[{ name: 'letter.pdf', bytes: Buffer.from('%PDF-1.7 a letter') }], /letter\.pdf/],
    [[{ name: 'empty.zip', bytes: new Uint8Array() }], /empty\.zip/],
    [[{ name: 'package.age', bytes: AGE }], /is encrypted\. Decrypt it first/],
  ];
  for (const [given, said] of refusals) {
    await drop(page, '.drop', given);
    const saidNow = (): Promise<string> => page.$$eval(FAILED, (alerts) => alerts.map((alert) => alert.textContent).join());
    await expect.poll(saidNow, { timeout: 30_000 }).toMatch(said);
  }
  // Beside its place nothing is taken, and the browser does not open it either.
  expect(await drop(page, 'header', [whole])).toBe('kept from the browser');
  expect(await page.$('progress')).toBeNull();

  // One that is given up leaves nothing behind; a drop while the next one is checked changes nothing.
  await drop(page, '.drop', [whole]);
  await page.waitForSelector('progress');
  await page.click('.checking .actions button');
  const half = golden.zip.subarray(0, golden.zip.length - 40);
  await drop(page, '.drop', [{ name: 'half.zip', bytes: half }]);
  await drop(page, 'main', [whole]);
  await page.waitForSelector(TITLE);
  expect(await titleAndStates(page)).toEqual({ title: 'half.zip', failed: true });

  // The next package, with a station that is trusted, and one more without: of the first nothing is known any more.
  await page.click('.result .actions button:nth-of-type(2)');
  const picker = (await page.waitForSelector('#verifier-keys')) as ElementHandle<HTMLInputElement> | null;
  await picker?.uploadFile(golden.keyPath);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('verifier-choose-keys');
  await drop(page, '.drop', [whole]);
  await page.waitForSelector(TITLE);
  expect(await titleAndStates(page)).toEqual({ title: 'one.zip', failed: false });
  const trusted = await page.$$eval('[data-state=pass]', (passed) => passed.length);
  await page.click('.result .actions button:nth-of-type(2)');
  const without = new Map(golden.files);
  without.delete('seal/seal.dsse.json');
  await drop(page, '.drop', [{ name: 'unsealed.zip', bytes: await zipGolden(golden, without) }]);
  await page.waitForSelector(TITLE);
  expect(await titleAndStates(page)).toEqual({ title: 'unsealed.zip', failed: true });
  expect(await page.$$eval('[data-state=pass]', (passed) => passed.length)).toBeLessThan(trusted);
  await page.close();
  return complaints;
}

async function titleAndStates(page: Page): Promise<{ readonly title: string; readonly failed: boolean }> {
  const title = await page.$eval(TITLE, (heading) => heading.textContent ?? '');
  return { title, failed: (await page.$('[data-state=fail]')) !== null };
}

/** As if a person had dropped it there. Gives whether the browser was kept from opening it. */
async function drop(page: Page, selector: string, given: readonly Given[]): Promise<string> {
  const files = given.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') }));
  return await page.$eval(
    selector,
    (place, listed) => {
      const dataTransfer = new DataTransfer();
      for (const { name, base64 } of listed)
        dataTransfer.items.add(new File([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], name));
      if (listed.length === 0) dataTransfer.items.add('a link', 'text/uri-list');
      const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
      place.dispatchEvent(event);
      return event.defaultPrevented ? 'kept from the browser' : 'left to the browser';
    },
    files,
  );
}
