import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toUtf8 } from '../../src/core/digest/encoding.ts';
import { isPugmarkError } from '../../src/core/errors.ts';
import { buildPemCertificate } from '../../src/core/timestamp/pem.ts';
import { launchBareBrowser } from '../support/bare-page.ts';
import { launchFirefox } from '../support/firefox.ts';
import { attacks } from '../support/hostile/attacks.ts';
import type { AttackedPackage } from '../support/hostile/attack.ts';
import { ALL_GOLDEN, readGolden, verifyAtPath, verifyBytes } from '../support/package/golden.ts';
import { writeFolder } from '../support/package-on-disk.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { tryGivenThings } from '../support/try-given-things.ts';
import { tryHostileReport } from '../support/try-hostile-report.ts';
import { tryLateTokens } from '../support/try-late-tokens.ts';
import { keepFile, openVerifier, placeVerifier, type PlacedVerifier } from '../support/verifier-page.ts';

// The page for receivers and the command line come to one verdict, to the last word, on every package there is a test with.

const BROWSERS = { chromium: launchBareBrowser, firefox: launchFirefox } as const;
const UNREADABLE = 'unreadable';
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

async function judge({ zip, ...knowledge }: AttackedPackage): Promise<unknown> {
  try {
    return plain(await verifyBytes(zip, knowledge));
  } catch (error) {
    if (isPugmarkError(error, 'package-unreadable')) return UNREADABLE;
    throw error;
  }
}

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

  it.each(ALL_GOLDEN)('says of the golden package %s what the command line says, packed and unpacked', async (of) => {
    const golden = await readGolden(of);
    const expected = plain(await verifyAtPath(golden.zipPath, { trusted: [golden.trusted] }));
    const folder = writeFolder(tempFolder(), golden.bag, new Map(golden.files));
    for (const given of [{ path: golden.zipPath }, { path: folder, folder: true }]) {
      const verifier = await openVerifier(browser, placed.url);
      expect(await verifier.check(given.path, { keys: [golden.keyPath], folder: given.folder ?? false })).toEqual(expected);
      await verifier.page.close();
    }
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

  it.each(attacks.map((attack) => ({ id: attack.id, attack })))('says of $id what the command line says', async ({ attack }) => {
    const made = await attack.make();
    const folder = tempFolder();
    // By the names that the command line is given in this test.
    const path = keepFile(folder, 'package.zip', made.zip);
    const roots = (made.timestampRoots ?? []).map((der, index) => keepFile(folder, `root-${index}.pem`, toUtf8(buildPemCertificate(der))));
    const verifier = await openVerifier(browser, placed.url);
    const said = verifier.check(path, {
      ...(made.trusted[0] === undefined ? {} : { fingerprint: made.trusted[0] }),
      ...(made.earlier === undefined ? {} : { earlier: keepFile(folder, 'earlier.zip', made.earlier) }),
      roots,
    });
    const told = await said.catch((error: unknown) => (/no package of Pugmark/.test(String(error)) ? UNREADABLE : Promise.reject(error)));
    expect(told).toEqual(await judge(made));
    await verifier.page.close();
  });
});
