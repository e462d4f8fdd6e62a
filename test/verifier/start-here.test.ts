import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256DigestOf } from '../../src/core/digest/digest.ts';
import { nodeHashing } from '../../src/platform/cryptography.ts';
import { launchBareBrowser } from '../support/bare-page.ts';
import { forge } from '../support/package/forger.ts';
import { findLostInHighContrast, setHighContrast } from '../support/lost-in-high-contrast.ts';
import { readGolden, verifyAtPath, zipGolden } from '../support/package/golden.ts';
import { writeFolder } from '../support/package-on-disk.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { tryGivenThings } from '../support/try-given-things.ts';
import { tryHostileReport } from '../support/try-hostile-report.ts';
import { tryLateTokens } from '../support/try-late-tokens.ts';
import { keepFile, openVerifier, placeVerifier, type PlacedVerifier } from '../support/verifier-page.ts';

// The page as a receiver opens it: from a folder of theirs, by double click, in a browser that nothing else was done to.

let browser: Browser;
let placed: PlacedVerifier;

beforeAll(async () => {
  [browser, placed] = await Promise.all([launchBareBrowser(), placeVerifier('START-HERE.html')]);
});
afterAll(async () => {
  placed.remove();
  await browser.close();
});

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

describe('START-HERE.html', () => {
  it('says of a package what the command line says, to the last word, and asks nobody for anything', async () => {
    const golden = await readGolden('evidence-first');
    const verifier = await openVerifier(browser, placed.url);
    const verdict = await verifier.check(golden.zipPath, { keys: [golden.keyPath] });
    expect(verdict).toEqual(plain(await verifyAtPath(golden.zipPath, { trusted: [golden.trusted] })));
    expect(verdict.axes.integrity.notes.map(({ code }) => code)).not.toContain('recipe-not-checked');
    expect(verifier.complaints).toEqual([]);
    await setHighContrast(verifier.page, true);
    for (const tab of ['verdict', 'exhibits', 'reports']) {
      await verifier.page.click(`#tab-${tab}`);
      expect(await findLostInHighContrast(verifier.page)).toEqual([]);
    }
  });

  it('says the same of a folder that was tampered with and is dropped on it, beside an earlier package', async () => {
    const [golden, first] = [await readGolden('evidence-selection'), await readGolden('evidence-first')];
    const files = new Map(golden.files).set('data/README.txt', Buffer.from('other'));
    const folder = writeFolder(tempFolder(), golden.bag, files);
    const verifier = await openVerifier(browser, placed.url);
    const verdict = await verifier.check(folder, { earlier: first.zipPath, folder: 'dropped' });
    expect(verdict.axes.integrity.findings.map(({ code }) => code)).toContain('file-changed');
    expect(verdict).toEqual(plain(await verifyAtPath(folder, { earlier: first.zip })));
  });

  it('names its own digest', async () => {
    const { page } = await openVerifier(browser, placed.url);
    const digest = sha256DigestOf(nodeHashing.sha256(placed.bytes)).slice('sha256:'.length);
    await expect.poll(() => page.$eval('[data-digest]', (place) => place.textContent)).toBe(digest);
    await page.close();
  });

  it('runs nothing of a package made to run, and shows it as text', async () => {
    const golden = await readGolden('evidence-first');
    const files = new Map(golden.files);
    const attack = '<img src=x onerror="globalThis.attacked=1"><script>globalThis.attacked=1</script>';
    forge(files, {
      record: (record) => withTitle(record, attack),
      statement: (seal) => ({ ...seal, case: { ...seal.case, reference: attack } }),
    });
    const path = keepFile(tempFolder(), `${golden.bag}.zip`, await zipGolden(golden, files));
    const verifier = await openVerifier(browser, placed.url);
    const { page } = verifier;
    const verdict = await verifier.check(path);
    expect(verdict.scope?.case).toBe(attack);
    const shown = (): Promise<string> => page.$eval('main', (main) => main.textContent ?? '');
    expect(await shown()).toContain(attack);
    await page.click('#tab-exhibits');
    await page.waitForSelector('.exhibit img');
    expect(await shown()).toContain(attack);
    for (const tab of ['custody', 'files', 'reports', 'verdict']) await page.click(`#tab-${tab}`);
    const seen = await page.evaluate(() => ({
      attacked: 'attacked' in globalThis,
      elements: document.querySelectorAll('main script, main img:not([src^="blob:"]), main iframe, main object, main svg').length,
    }));
    expect(seen).toEqual({ attacked: false, elements: 0 });
    expect(verifier.complaints).toEqual([]);
  });

  it('shows a report as words alone, whatever it holds', async () => {
    expect(await tryHostileReport(browser, placed)).toEqual([]);
  });

  it('takes time stamps that came after the package', async () => {
    expect(await tryLateTokens(browser, placed)).toEqual([]);
  });

  it('says what became of all that people give to it, and keeps nothing from one to the next', async () => {
    expect(await tryGivenThings(browser, placed)).toEqual([]);
  });

  it('says why what is no package is none, and takes the next', async () => {
    const verifier = await openVerifier(browser, placed.url);
    const other = keepFile(tempFolder(), 'letter.zip', Buffer.from('Dear Sir'));
    await expect(verifier.check(other)).rejects.toThrow(/neither a ZIP file nor a folder/);
    await verifier.page.waitForSelector('#verifier-file');
  });
});

function withTitle(record: Record<string, unknown>, title: string): Record<string, unknown> {
  const observation = record['observation'] as { readonly page?: object };
  return { ...record, observation: { ...observation, page: { ...observation.page, title } } };
}
