import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CaseSession, CaseStore, VaultStore } from '../../../src/core/ports.ts';
import type { SearchFound, SearchIndex } from '../../../src/core/search-ports.ts';
import { makeCase, makeFixture, sealAd, type Fixture } from '../vault-fixture.ts';

interface Ad {
  readonly url: string;
  readonly title?: string;
  readonly text?: string;
  readonly jsonLd?: string;
}

async function keep(store: CaseStore, session: CaseSession, ad: Ad): Promise<string> {
  const attempt = store.startAttempt(session, { requestedUrl: ad.url, clickedAt: '2026-03-02T08:00:00.000Z' });
  await attempt.staging.write({ role: 'text', name: 'text.txt', mediaType: 'text/plain' }, new TextEncoder().encode(ad.text ?? 'nothing'));
  const jsonLd = ad.jsonLd === undefined ? [] : [ad.jsonLd];
  await sealAd(store, session, attempt, { page: { title: ad.title ?? 'An ad', meta: [], openGraph: [], jsonLd, microdata: [] } });
  return attempt.exhibit;
}

async function openVault(fixture: Fixture): Promise<VaultStore> {
  const vault = await fixture.init();
  onTestFinished(() => vault.close());
  return vault;
}

async function makeAds(): Promise<{ fixture: Fixture; vault: VaultStore; store: CaseStore; session: CaseSession; index: SearchIndex }> {
  const fixture = makeFixture();
  const vault = await openVault(fixture);
  const store = makeCase(vault);
  const session = store.startSession({});
  const seller = '{"@type":"Product","offers":{"seller":{"@type":"Person","name":"Tusk & Co"}}}';
  await keep(store, session, {
    url: 'https://one.example/a',
    title: 'Défense d’éléphant',
    text: 'Ivoire ancien, très rare',
    jsonLd: seller,
  });
  await keep(store, session, { url: 'https://two.example/b#photo', title: 'Beeldje', text: 'Oud ivoor, écaille en hoorn' });
  await keep(store, session, { url: 'https://two.example/c', title: '象牙の彫刻', text: 'ｉｖｏｒｙ carving' });
  const index = vault.openSearch();
  await index.whenCurrent();
  return { fixture, vault, store, session, index };
}

function titles(found: SearchFound): readonly (string | undefined)[] {
  return found.rows.map(({ title }) => title);
}

describe('searching all cases', () => {
  it('finds words whatever their accents, case and width, the last one unfinished, all of them needed', async () => {
    const { index } = await makeAds();
    expect(titles(index.search({ text: 'defense elep' }))).toEqual(['Défense d’éléphant']);
    expect(titles(index.search({ text: 'DÉFENSE' }))).toEqual(['Défense d’éléphant']);
    expect(titles(index.search({ text: 'ivo' }))).toEqual(['象牙の彫刻', 'Beeldje', 'Défense d’éléphant']);
    expect(titles(index.search({ text: 'ecaille hoorn' }))).toEqual(['Beeldje']);
    expect(titles(index.search({ text: 'hoorn elephant' }))).toEqual([]);
    expect(titles(index.search({ text: 'ivo hoorn' }))).toEqual([]);
  });

  it('finds within writing without blanks', async () => {
    const { index } = await makeAds();
    for (const text of ['象牙', '彫刻', '牙', '牙の彫']) expect(titles(index.search({ text }))).toEqual(['象牙の彫刻']);
    expect(titles(index.search({ text: '牙象' }))).toEqual([]);
  });

  it('finds by seller, address and note, and marks the words in a piece of the text', async () => {
    const { index, store } = await makeAds();
    expect(index.search({ text: 'tusk' }).rows).toMatchObject([{ exhibit: 'E-0001', seller: 'Tusk & Co', hasNotes: false }]);
    expect(titles(index.search({ text: 'one.example' }))).toEqual(['Défense d’éléphant']);
    expect(index.search({ text: 'ivoire rare' }).rows[0]?.snippet).toEqual([
      { text: 'Ivoire', found: true },
      { text: ' ancien, très ', found: false },
      { text: 'rare', found: true },
    ]);
    store.record({ type: 'note.added', exhibit: 'E-0002', details: {}, texts: { note: 'Same hand as in the Ghent case' } });
    await index.whenCurrent();
    expect(index.search({ text: 'ghent' }).rows).toMatchObject([{ exhibit: 'E-0002', hasNotes: true }]);
  });

  it('takes no sign in a query for more than a sign', async () => {
    const { index } = await makeAds();
    const hostile = ['"', '""', "'", '*', '(', 'NEAR(', 'title:', '{title', '- ^ +', '\0', '\ud800', ';DROP TABLE words', '%_'];
    for (const text of hostile) expect(index.search({ text }).total).toBe(0);
    expect(titles(index.search({ text: '"beeldje" OR (x' }))).toEqual([]);
    expect(titles(index.search({ text: '(("beeldje*' }))).toEqual(['Beeldje']);
    expect(index.search({ text: 'q"*:() '.repeat(15_000) }).total).toBe(0);
    expect(index.search({ text: 'é'.repeat(100_000) }).total).toBe(0);
    expect(index.search({ text: '   ' }).total).toBe(3);
  });

  it('counts each facet without its own restriction', async () => {
    const { vault, index, session, store } = await makeAds();
    const other = makeCase(vault, { reference: 'OTHER' });
    const open = other.startSession({});
    await keep(other, open, { url: 'https://two.example/d', title: 'Ivoire' });
    store.abandonAttempt(
      store.startAttempt(session, { requestedUrl: 'https://three.example/', clickedAt: '2026-03-02T08:00:00.000Z' }),
      'capture.failed',
      { code: 'dns-failed' },
    );
    await index.whenCurrent();
    const found = index.search({ hosts: ['two.example'] });
    expect(found.total).toBe(3);
    expect(found.facets).toEqual({
      case: [
        { value: 'OP-2026/17', count: 2 },
        { value: 'OTHER', count: 1 },
      ],
      host: [
        { value: 'two.example', count: 3 },
        { value: 'one.example', count: 1 },
        { value: 'three.example', count: 1 },
      ],
      state: [{ value: 'sealed', count: 3 }],
      day: [{ value: '2026-03-02', count: 3 }],
      seller: [],
      species: [],
    });
    expect(index.search({ sellers: ['Tusk & Co'] })).toMatchObject({ total: 1, facets: { seller: [{ value: 'Tusk & Co', count: 1 }] } });
    expect(index.search({ sellers: ['Tusk'] }).total).toBe(0);
    expect(index.search({ cases: ['OTHER'], states: ['failed'] })).toMatchObject({
      total: 0,
      facets: { case: [{ value: 'OP-2026/17', count: 1 }], state: [{ value: 'sealed', count: 1 }] },
    });
    expect(index.search({ fromDay: '2026-03-03' })).toMatchObject({ total: 0, facets: { day: [{ value: '2026-03-02', count: 5 }] } });
    expect(index.search({ fromDay: '2026-03-02', toDay: '2026-03-02', text: 'ivoi' }).total).toBe(2);
  });

  it('sorts and pages', async () => {
    const { index } = await makeAds();
    const all = ['象牙の彫刻', 'Beeldje', 'Défense d’éléphant'];
    expect(titles(index.search({}))).toEqual(all);
    expect(titles(index.search({ sort: 'oldest' }))).toEqual(all.toReversed());
    expect(titles(index.search({ sort: 'title' }))).toEqual(['Beeldje', 'Défense d’éléphant', '象牙の彫刻']);
    expect(titles(index.search({ sort: 'host' }))).toEqual(['Défense d’éléphant', 'Beeldje', '象牙の彫刻']);
    expect(index.search({ offset: 1, limit: 1 })).toMatchObject({ total: 3, rows: [{ title: 'Beeldje' }] });
  });

  it('puts what is found in the title before what is found in the page, when asked for', async () => {
    const { index, store, session } = await makeAds();
    await keep(store, session, { url: 'https://four.example/', title: 'Rien', text: 'beeldje' });
    await index.whenCurrent();
    expect(titles(index.search({ text: 'beeldje', sort: 'relevance' }))).toEqual(['Beeldje', 'Rien']);
    expect(titles(index.search({ text: 'beeldje' }))).toEqual(['Rien', 'Beeldje']);
  });
});

describe('exhibits at an address', () => {
  it('finds them in every case, whatever the fragment, newest first', async () => {
    const { index, vault } = await makeAds();
    const other = makeCase(vault, { reference: 'OTHER' });
    await keep(other, other.startSession({}), { url: 'https://two.example/b' });
    await index.whenCurrent();
    expect(index.findAt('https://TWO.example/b#other').map(({ case: of, exhibit }) => `${of} ${exhibit}`)).toEqual([
      'OTHER E-0001',
      'OP-2026/17 E-0002',
    ]);
    expect(index.findAt('https://two.example/')).toEqual([]);
  });
});

describe('the index beside the evidence', () => {
  it('is made anew when it is missing, damaged, or of another vault', async () => {
    const { fixture, vault } = await makeAds();
    const path = join(fixture.folder, 'index.sqlite');
    vault.close();
    const damages = [
      () => rmSync(path),
      () => writeFileSync(path, 'no database'),
      () => writeFileSync(path, Buffer.alloc(statSync(path).size, 7)),
      () => undefined,
    ];
    for (const damage of damages) {
      damage();
      for (const companion of ['-wal', '-shm']) rmSync(`${path}${companion}`, { force: true });
      const again = await fixture.open();
      const index = again.openSearch();
      await index.whenCurrent();
      expect(index.state).toEqual({ state: 'ready', exhibits: 3 });
      expect(index.search({ text: 'beeldje' }).total).toBe(1);
      again.close();
    }
  });

  it('takes in what was kept while it was closed', async () => {
    const { fixture, vault } = await makeAds();
    vault.close();
    const second = await fixture.open();
    const store = second.openCase('OP-2026/17');
    await keep(store, store.startSession({}), { url: 'https://late.example/', title: 'Late' });
    second.close();
    const third = await fixture.open();
    onTestFinished(() => third.close());
    const index = third.openSearch();
    await index.whenCurrent();
    expect(titles(index.search({ text: 'late' }))).toEqual(['Late']);
  });

  it('is no part of a check and of no copy', async () => {
    const { fixture, vault } = await makeAds();
    vault.close();
    writeFileSync(join(fixture.folder, 'index.sqlite'), 'damaged');
    expect((await fixture.vaults.check({ folder: fixture.folder })).findings).toEqual([]);
    const destination = join(fixture.root, 'copy');
    await fixture.vaults.backup({ folder: fixture.folder, destination });
    expect(existsSync(join(destination, 'vault.sqlite'))).toBe(true);
    expect(existsSync(join(destination, 'index.sqlite'))).toBe(false);
  });

  it('fails no seal when it cannot be written', async () => {
    const { vault, store, session, index, fixture } = await makeAds();
    writeFileSync(join(fixture.folder, 'index.sqlite'), 'damaged under way');
    const exhibit = await keep(store, session, { url: 'https://five.example/', title: 'Five' });
    await index.whenCurrent();
    expect(vault.readCase('OP-2026/17').findExhibit(exhibit)?.summary.state).toBe('sealed');
  });
});
