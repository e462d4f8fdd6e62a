import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBareBrowser } from '../support/bare-page.ts';
import { launchFirefox } from '../support/firefox.ts';
import { GOLDEN_NAMES, readGolden, verifyAtPath, zipGolden } from '../support/package/golden.ts';
import { TAMPERS } from '../support/package/tampers.ts';
import { writeFolder } from '../support/package-on-disk.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { keepFile, openVerifier, placeVerifier, type PlacedVerifier } from '../support/verifier-page.ts';

// The page for receivers and the command line come to one verdict, to the last word, on every package there is a test with.

const BROWSERS = { chromium: launchBareBrowser, firefox: launchFirefox } as const;

describe.each(['chromium', 'firefox'] as const)('START-HERE.html in %s', (name) => {
  let browser: Browser;
  let placed: PlacedVerifier;
  beforeAll(async () => {
    [browser, placed] = await Promise.all([BROWSERS[name](), placeVerifier('START-HERE.html')]);
  });
  afterAll(async () => {
    placed.remove();
    await browser.close();
  });

  it.each(GOLDEN_NAMES)('says of the golden package %s what the command line says, packed and unpacked', async (of) => {
    const golden = await readGolden(of);
    const expected: unknown = JSON.parse(JSON.stringify(await verifyAtPath(golden.zipPath, { trusted: [golden.trusted] })));
    const folder = writeFolder(tempFolder(), golden.bag, new Map(golden.files));
    for (const given of [{ path: golden.zipPath }, { path: folder, folder: true }]) {
      const verifier = await openVerifier(browser, placed.url);
      expect(await verifier.check(given.path, { keys: [golden.keyPath], folder: given.folder ?? false })).toEqual(expected);
      await verifier.page.close();
    }
  });

  it.each(TAMPERS.map((tamper, i) => ({ ...tamper, what: `${i}: ${tamper.what}` })))(
    'says of a package that was tampered with what the command line says: $what',
    async ({ apply }) => {
      const golden = await readGolden('evidence-selection');
      const files = new Map(golden.files);
      apply(files);
      const path = keepFile(tempFolder(), `${golden.bag}.zip`, await zipGolden(golden, files));
      const verifier = await openVerifier(browser, placed.url);
      const expected: unknown = JSON.parse(JSON.stringify(await verifyAtPath(path, { trusted: [golden.trusted] })));
      expect(await verifier.check(path, { keys: [golden.keyPath] })).toEqual(expected);
      await verifier.page.close();
    },
  );
});
