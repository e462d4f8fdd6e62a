import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBareBrowser } from '../support/bare-page.ts';
import { GOLDEN_NAMES, readGolden, verifyAtPath } from '../support/package/golden.ts';
import { openVerifier, placeVerifier, type PlacedVerifier } from '../support/verifier-page.ts';

// The page as a receiver opens it: from a folder of theirs, by double click, in a browser that nothing else was done to.

let browser: Browser;
let placed: PlacedVerifier;

beforeAll(async () => {
  [browser, placed] = await Promise.all([launchBareBrowser(), placeVerifier()]);
});
afterAll(async () => {
  placed.remove();
  await browser.close();
});

describe.each(GOLDEN_NAMES)('START-HERE.html about %s', (name) => {
  it('says what the command line says, to the last word', async () => {
    const golden = await readGolden(name);
    const verifier = await openVerifier(browser, placed.url);
    const verdict = await verifier.check(golden.zipPath, { keys: [golden.keyPath] });
    const expected = await verifyAtPath(golden.zipPath, { trusted: [golden.trusted] });
    expect(verdict).toEqual(JSON.parse(JSON.stringify(expected)));
    expect(verifier.complaints).toEqual([]);
  });
});
