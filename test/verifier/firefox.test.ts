import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchFirefox } from '../support/firefox.ts';
import { findMissingPrograms, skipAllWithout } from '../support/needs.ts';
import { readGolden, verifyAtPath, zipGolden } from '../support/package/golden.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { keepFile, openVerifier, placeVerifier, type PlacedVerifier } from '../support/verifier-page.ts';

const missing = findMissingPrograms('firefox-esr');

describe('START-HERE.html in Firefox', () => {
  skipAllWithout(missing);
  let browser: Browser;
  let placed: PlacedVerifier;
  beforeAll(async () => {
    if (missing === undefined) [browser, placed] = await Promise.all([launchFirefox(), placeVerifier('START-HERE.html')]);
  });
  afterAll(async () => {
    if (missing !== undefined) return;
    placed.remove();
    await browser.close();
  });

  it('says what the command line says, of a whole package and of one that was changed', async () => {
    const golden = await readGolden('evidence-first');
    const verifier = await openVerifier(browser, placed.url);
    const expected = await verifyAtPath(golden.zipPath, { trusted: [golden.trusted] });
    expect(await verifier.check(golden.zipPath, { keys: [golden.keyPath] })).toEqual(JSON.parse(JSON.stringify(expected)));

    const changed = new Map(golden.files);
    changed.delete('seal/seal.dsse.json');
    const path = keepFile(tempFolder(), 'changed.zip', await zipGolden(golden, changed));
    const again = await openVerifier(browser, placed.url);
    expect(await again.check(path)).toEqual(JSON.parse(JSON.stringify(await verifyAtPath(path))));
    expect([...verifier.complaints, ...again.complaints]).toEqual([]);
  });
});
