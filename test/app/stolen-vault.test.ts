import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCaptures } from '../../src/app/capture-service.ts';
import { addReceivedFile } from '../../src/app/received-files.ts';
import { DEFAULT_CAPTURE_LIMITS } from '../../src/core/model/limits.ts';
import type { CaseStore } from '../../src/core/ports.ts';
import { composeCaptureGround, composeReceivedGround, readToolIdentity } from '../../src/engine/composition.ts';
import { createSharpImageCodec } from '../../src/imaging/sharp-image-codec.ts';
import { nodeHashing } from '../../src/platform/cryptography.ts';
import { systemClock } from '../../src/platform/system-clock.ts';
import { startPracticeMarket, type PracticeMarket } from '../../src/practice/practice-market.ts';
import { createVaults } from '../../src/storage/vaults.ts';
import { makeEnvironment, PASSPHRASE, readAll } from '../storage/vault-parts.ts';
import { keepBuilt } from './kept-parts.ts';
import { buildPagePackage, PAGE_SELLER, PAGE_TEXT, PAGE_TITLE } from '../support/package/page-package.ts';
import { searchFolder, type Needle } from '../support/search-folder.ts';
import { keptTempFolder } from '../support/temp-folder.ts';

const REFERENCE = 'OP-Ivoorroute-17';
const NOTE = 'Tip van de douane in Luik';
const GIVEN_NAME = 'kasboek-van-de-handelaar.txt';
const GIVEN = 'Betaald aan tussenpersoon Verstraeten';
const LOGIN = 'sessie-cookie-van-de-rechercheur';
const QUEUED = 'https://grenier.practice.example/wachtrij/8812';

const root = keptTempFolder();
const vaults = createVaults(
  makeEnvironment(root, { clock: systemClock, tool: readToolIdentity(), images: createSharpImageCodec(nodeHashing) }),
);
let market: PracticeMarket;
beforeAll(async () => void (market = await startPracticeMarket()));
afterAll(() => market.close());

const textOf = async (store: CaseStore, role: string): Promise<string> => {
  const artifact = store.findExhibit('E-0001')?.artifacts.find((one) => one.role === role);
  return artifact === undefined ? '' : Buffer.from(await readAll(store.readArtifact(artifact))).toString();
};

/** A vault that was used for all that a vault is used for, and closed. Gives what a thief would look for. */
async function useVault(encrypt: boolean): Promise<{ readonly folder: string; readonly needles: readonly Needle[] }> {
  const folder = join(root, encrypt ? 'encrypted' : 'plain');
  const vault = await vaults.init({ folder, passphrase: PASSPHRASE, serviceNumber: 'NL-7781-Dekker', agency: 'Team Natuur Luik', encrypt });
  vault.newCase({ reference: REFERENCE, title: 'Ivoor op de markt', basis: 'art. 3 WED', practice: true });
  const store = vault.openCase(REFERENCE);
  const ad = market.ads.find(({ platform, features }) => platform !== 'attic' && !features.includes('login'));
  if (ad === undefined) throw new Error('There is no such ad');
  const { exhibits } = await runCaptures(await composeCaptureGround(folder), {
    store,
    operator: vault.operator,
    addresses: [{ url: ad.url, from: 'test' }],
    choices: { browser: { headless: true, acceptInvalidTls: false }, limits: DEFAULT_CAPTURE_LIMITS, print: false },
    concurrency: 1,
    signal: new AbortController().signal,
    onEvent: () => undefined,
  });
  expect(exhibits).toMatchObject([{ state: 'sealed' }]);
  const session = store.startSession({});
  async function* given(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from(GIVEN));
  }
  const run = { store, operator: vault.operator, origin: 'van collega Maes', signal: new AbortController().signal };
  await addReceivedFile(await composeReceivedGround(), run, session, { name: GIVEN_NAME, open: given });
  await keepBuilt(vault, store, await buildPagePackage({ practice: true }));
  store.record({ type: 'note.added', exhibit: 'E-0001', details: {}, texts: { note: NOTE } });
  store.endSession(session, {});
  const profile = await store.openProfile('grenier');
  mkdirSync(profile.folder, { recursive: true });
  writeFileSync(join(profile.folder, 'Cookies'), LOGIN);
  await profile.end('now');
  vault.openQueue().add([{ case: REFERENCE, url: QUEUED, from: 'list' }]);
  const search = vault.openSearch();
  await search.whenCurrent();
  expect(search.searchReceived({ text: 'perroquet' }).total).toBe(1);
  const [row] = search.search({ text: '', cases: [REFERENCE], sort: 'oldest' }).rows;
  const longest = (await textOf(store, 'text')).split('\n').toSorted((a, b) => b.length - a.length)[0] ?? '';
  const texts = [
    row?.title,
    row?.seller,
    ad.url,
    new URL(ad.url).pathname,
    longest.slice(0, 30),
    REFERENCE,
    'Ivoor op de markt',
    'art. 3 WED',
  ];
  const more = [
    // Of a package from others: its page, its title, its seller.
    PAGE_TEXT,
    PAGE_TITLE,
    PAGE_SELLER,
    NOTE,
    GIVEN_NAME,
    GIVEN,
    'van collega Maes',
    LOGIN,
    QUEUED,
    'NL-7781-Dekker',
    'Team Natuur Luik',
    '<!DOCTYPE html',
    '%PDF-',
    'WARC/1.1',
  ];
  const digests = ['E-0001', 'E-0002'].flatMap((exhibit) =>
    (store.findExhibit(exhibit)?.artifacts ?? []).flatMap(({ sha256, sha512 }) => [{ digest: sha256 }, { digest: sha512 }]),
  );
  vault.close();
  const needles = [...texts, ...more].flatMap((text) => (text === undefined || text === '%PDF-' ? [] : [{ text }]));
  expect(needles).toHaveLength(texts.length + more.length - 1);
  expect(digests.length).toBeGreaterThan(20);
  return { folder, needles: [...needles, ...digests] };
}

test('a stolen vault in plain shows everything, an encrypted one nothing', async () => {
  const [plain, encrypted] = await Promise.all([useVault(false), useVault(true)]);
  // The control: the same search finds each of them where nothing is encrypted.
  expect(searchFolder(plain.folder, plain.needles)).toEqual(plain.needles);
  expect(searchFolder(encrypted.folder, [...encrypted.needles, ...plain.needles])).toEqual([]);
  expect(readdirSync(join(encrypted.folder, 'incoming'))).toEqual([]);
  expect(existsSync(join(encrypted.folder, 'vault.json'))).toBe(true);
  // And it is all there for whoever has the passphrase.
  const report = await vaults.check({ folder: encrypted.folder, passphrase: PASSPHRASE });
  expect(report.findings).toEqual([]);
  expect(report.notes).toEqual([]);
});
