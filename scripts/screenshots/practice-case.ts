import { readPicture } from '../../src/practice/pictures/picture-library.ts';
import type { PracticeMarket } from '../../src/practice/practice-market.ts';
import { searchSchema } from '../../src/rpc/contract/cases.ts';
import { CALL, type RealApp } from './app.ts';
import { captureAll, exportCase, waitForJob, waitUntil } from './calls.ts';
import { receivePackage } from './other-station.ts';

/** The case of the pictures and what is in it. */
export interface PracticeCase {
  readonly case: string;
  /** An exhibit with pictures and many exchanges, and one that says what is missing. */
  readonly whole: string;
  readonly partial: string;
  readonly exported: string;
  /** The exhibit as which a package of another station is kept, and one that was erased by law. */
  readonly received: string;
  readonly erased: string;
  /** Addresses for the browser: an ad, and one with more than 8,000 pixels to capture. */
  readonly ad: string;
  readonly longAd: string;
}

const CASE = 'PRACTICE';

/** Makes the station, two empty cases and a practice case with about ten exhibits, a note, a list and an export. Throws SetupError. */
export async function fillVault(app: RealApp, market: PracticeMarket): Promise<PracticeCase> {
  await app.calls['vault.create'](
    {
      serviceNumber: 'W-4471',
      agency: 'Federal Wildlife Crime Unit',
      passphrase: 'four unrelated words here',
      noRecovery: true,
      encrypt: true,
    },
    CALL,
  );
  await app.calls['cases.create']({ reference: 'K-2026-011', title: 'Orchids and cacti by post', practice: false }, CALL);
  await app.calls['cases.create'](
    {
      reference: 'K-2026-014',
      title: 'Tortoises and parrots offered from one account',
      basis: 'Order of 2 November 2026',
      practice: false,
    },
    CALL,
  );
  await app.calls['cases.create']({ reference: CASE, title: 'Practice market', practice: true }, CALL);
  await app.calls['access.give']({ case: CASE, reason: 'Training' }, CALL);
  const url = (id: string): string => market.ads.find((ad) => ad.id === id)?.url ?? market.url('grenier', '/');
  const longAd = market.adWith('long').url;
  await captureAll(app.calls, CASE, [url('G-1'), url('A-2'), url('K-2'), url('A-5'), url('G-8'), url('K-3'), url('G-10'), url('K-6')]);
  await captureInPart(app, longAd);
  await captureAll(app.calls, CASE, [longAd]);
  const { rows } = await app.calls['exhibits.search'](searchSchema.parse({ cases: [CASE], sort: 'oldest' }), CALL);
  const find = (text: string): string => rows.find(({ requestedUrl }) => requestedUrl === text)?.exhibit ?? 'E-0001';
  const whole = find(url('G-8'));
  await receiveFile(app);
  await app.calls['notes.add'](
    {
      case: CASE,
      exhibit: whole,
      text: 'Twelve bracelets in one lot; the same cloth as in E-0001 is under them.',
    },
    CALL,
  );
  await app.calls['notes.add']({ case: CASE, exhibit: whole, text: 'Asked a colleague for the account’s other ads.' }, CALL);
  await sayOfIt(app, whole);
  const exported = await exportCase(app.calls, CASE);
  await waitForJob(app.calls, exported);
  const received = await receivePackage(app, CASE, [url('K-1'), url('G-2'), url('A-3')]);
  const erased = await eraseOne(app, url('A-5'));
  await app.calls['batch.pause']({}, CALL);
  await app.calls['batch.add']({ case: CASE, name: 'list.txt', text: ['K-4', 'K-5', 'K-12', 'A-6'].map(url).join('\n') }, CALL);
  return { case: CASE, whole, partial: find(url('K-3')), exported, received, erased, ad: url('G-8'), longAd };
}

async function captureInPart(app: RealApp, url: string): Promise<void> {
  await app.calls['browser.open']({ case: CASE }, CALL);
  const { id } = await app.calls['tabs.open']({ case: CASE, url }, CALL);
  await waitUntil('the page', async () => {
    const tab = (await app.calls['tabs.list']({ case: CASE }, CALL)).find((tab) => tab.id === id);
    return tab?.loading === false && tab.exchanges > 0;
  });
  const [job] = await app.calls['captures.start']({ tabs: [id] }, CALL);
  const read = async () => (await app.calls['captures.list']({}, CALL)).find((other) => other.job === job?.job);
  await waitUntil('the first picture', async () => (await read())?.seenAt !== undefined);
  await app.calls['captures.stop-and-keep']({ job: job?.job ?? '' }, CALL);
  await waitUntil('the seal', async () => (await read())?.sealedAt !== undefined);
  await app.calls['tabs.close']({ tab: id }, CALL);
}

async function eraseOne(app: RealApp, url: string): Promise<string> {
  const [row] = await app.calls['exhibits.at']({ url }, CALL);
  const exhibit = row?.exhibit ?? '';
  const said = {
    reason: 'The persons that the ad shows have nothing to do with the case',
    ground: 'Order of the court of 12 November 2026',
  };
  await app.calls['erasure.run']({ case: CASE, exhibit, ...said, confirmed: exhibit }, CALL);
  return exhibit;
}

async function receiveFile(app: RealApp): Promise<void> {
  const upload = await app.receiveUpload(readDrawnPhoto());
  await app.calls['files.add']({ case: CASE, file: { upload }, name: 'parcel.png', origin: 'Photo by customs officer W-2210' }, CALL);
}

async function* readDrawnPhoto(): AsyncGenerator<Uint8Array> {
  yield await readPicture('tortoise-4-800x600.png');
}

/** What a case officer would say of the ad: who showed it, what it offers, and a translation. */
async function sayOfIt(app: RealApp, exhibit: string): Promise<void> {
  const { text } = await app.calls['exhibits.text']({ case: CASE, exhibit }, CALL);
  const lines = text.split('\n').filter((line) => line.trim().length > 12);
  const original = lines.find((line) => line.includes('bracelets')) ?? lines[0] ?? 'Annonce';
  const shown = { case: CASE, nature: 'displayed', handling: ['H1'], evidence: [{ exhibit, role: 'text', quote: original }] } as const;
  const said = { case: CASE, nature: 'asserted', handling: ['H0'], evaluation: { source: 'B', information: '2' } } as const;
  const make = async (given: Parameters<RealApp['calls']['statements.make']>[0]): Promise<string> =>
    (await app.calls['statements.make'](given, CALL))[0]?.statement.entity ?? '';
  const account = await make({
    ...shown,
    evidence: [...shown.evidence],
    handling: [...shown.handling],
    content: {
      kind: 'account',
      fields: { status: 'account-holder-shown-on-page', platform: 'Le Grenier', displayName: 'brocante.du.lac' },
    },
  });
  const item = await make({
    ...shown,
    evidence: [...shown.evidence],
    handling: [...shown.handling],
    content: {
      kind: 'item',
      fields: { kind: 'product', commonName: 'ivory', term: 'IJW', quantity: '12', unit: 'no.', price: '340', currency: 'EUR' },
    },
  });
  await make({
    ...said,
    handling: [...said.handling],
    evidence: [],
    content: { kind: 'relation', fields: { type: 'offers', from: account, to: item } },
  });
  await make({
    ...said,
    handling: [...said.handling],
    evidence: [{ exhibit, role: 'text', quote: original }],
    content: { kind: 'translation', fields: { from: 'fr', to: 'en', original, text: 'Twelve bracelets, one lot', how: 'person' } },
  });
  await make({
    ...said,
    handling: [...said.handling],
    evidence: [{ exhibit, role: 'screenshot-full' }],
    content: { kind: 'identification', fields: { taxon: 'Loxodonta africana', qualifier: 'cf.', method: 'visual', confidence: 60 } },
  });
}
