import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeCase } from '../storage/vault-fixture.ts';
import { AD_TITLE, capturePage, drawPicture, fillWithPage, PASSPHRASE, pieces, REFERENCE, startWith } from './engine-fixture.ts';

describe('cases', () => {
  it('are made, listed with their counts, and closed', async () => {
    const { call, told } = await startWith(fillWithPage);
    const [first] = await call('cases.list', {});
    expect(first).toMatchObject({ reference: REFERENCE, state: 'open', practice: false, counts: { sealed: 1 }, time: 'pending' });
    expect(Date.parse(first?.lastActivityAt ?? '')).toBeGreaterThan(Date.parse(first?.openedAt ?? ''));
    const made = await call('cases.create', { reference: 'OP-2', title: 'Two', practice: true });
    expect(made).toMatchObject({ reference: 'OP-2', practice: true, counts: {} });
    await call('cases.create', { reference: 'OP-4', title: 'Four', practice: false, regime: 'law-enforcement', retainUntil: '2031-12-31' });
    expect(await call('cases.timeline', { case: 'OP-4' })).toMatchObject([
      { type: 'retention.reviewed', details: { regime: 'law-enforcement', until: '2031-12-31' } },
    ]);
    const closed = await call('cases.close', { case: 'OP-2' });
    expect(closed.state).toBe('closed');
    expect(told.filter(({ name }) => name === 'case.changed').map(({ data }) => data)).toEqual([
      made,
      expect.objectContaining({ reference: 'OP-4' }),
      closed,
    ]);
    await expect(call('cases.close', { case: 'OP-2' })).rejects.toMatchObject({ code: 'case-closed' });
    await expect(call('cases.create', { reference: 'OP-2', title: 'Again', practice: false })).rejects.toMatchObject({
      code: 'case-exists',
    });
    await expect(call('cases.close', { case: 'OP-3' })).rejects.toMatchObject({ code: 'case-unknown' });
    const retentionOf = async (): Promise<unknown> =>
      (await call('cases.list', {})).find(({ reference }) => reference === 'OP-4')?.retention;
    const by = 'NL-1234';
    expect(await retentionOf()).toMatchObject({ regime: 'law-enforcement', until: '2031-12-31', by });
    const reviewed = await call('cases.review', { case: 'OP-4', retainUntil: '2032-12-31', reason: ' the appeal goes on ' });
    expect(reviewed.retention).toEqual({ until: '2032-12-31', reason: 'the appeal goes on', by, reviewedAt: expect.stringMatching(/^20/) });
    expect(await retentionOf()).toEqual(reviewed.retention);
    await expect(call('cases.review', { case: 'OP-4', reason: '   ' })).rejects.toMatchObject({ code: 'usage' });
    await call('cases.close', { case: 'OP-4' });
    expect((await call('cases.review', { case: 'OP-4', reason: 'nothing is said any more' })).retention).not.toHaveProperty('until');
  });
});

describe('an exhibit', () => {
  it('is read with its record, files and pictures', async () => {
    const { call } = await startWith(fillWithPage);
    const detail = await call('exhibits.read', { case: REFERENCE, exhibit: 'E-0001' });
    expect(detail.row).toMatchObject({ exhibit: 'E-0001', state: 'sealed', title: AD_TITLE, host: 'market.example', hasPicture: true });
    expect(detail.record?.exhibit).toBe('E-0001');
    expect(detail.artifacts.map(({ role }) => role)).toContain('record');
    expect(detail.artifacts.find(({ role }) => role === 'secrets')?.address).toBe('');
    expect(detail.pictures.map(({ name, pyramid }) => [name, pyramid.widthPx, pyramid.heightPx, pyramid.levels])).toEqual([
      ['full.png', 700, 1700, 3],
      ['viewport.png', 700, 500, 2],
    ]);
    await expect(call('exhibits.read', { case: REFERENCE, exhibit: 'E-0009' })).rejects.toMatchObject({ code: 'exhibit-unknown' });
    await expect(call('exhibits.read', { case: 'nowhere', exhibit: 'E-0001' })).rejects.toMatchObject({ code: 'case-unknown' });
  });

  it('is compared with another, after the look at both is in the log', async () => {
    const { call } = await startWith(async (vault) => {
      await fillWithPage(vault);
      const store = vault.openCase(REFERENCE);
      const session = store.startSession({});
      await capturePage(store, session);
      store.endSession(session, {});
    });
    const compared = await call('exhibits.compare', { case: REFERENCE, exhibit: 'E-0001', with: 'E-0002' });
    expect(compared.find(({ field }) => field === 'title')).toEqual({ field: 'title', result: 'same', first: AD_TITLE, second: AD_TITLE });
    const looks = (await call('cases.timeline', { case: REFERENCE })).filter(({ type }) => type === 'exhibit.viewed');
    expect(looks.map(({ exhibit }) => exhibit)).toEqual(['E-0001', 'E-0002']);
  });

  it('gives its text', async () => {
    const { call } = await startWith(fillWithPage);
    expect(await call('exhibits.text', { case: REFERENCE, exhibit: 'E-0001' })).toEqual({
      text: 'Perroquet gris, apprivoisé E-0001',
      cut: false,
    });
  });

  it('gives what was recorded, in the order of its beginning', async () => {
    const { call } = await startWith(fillWithPage);
    const exchanges = await call('exhibits.network', { case: REFERENCE, exhibit: 'E-0001' });
    expect(exchanges.map(({ method, url, status, sizeBytes, startMs }) => [method, url, status, sizeBytes, startMs])).toEqual([
      ['GET', 'https://market.example/ad/1', 200, 25, 0],
      ['POST', 'https://market.example/gone', 404, 0, 500],
      ['GET', 'https://market.example/drawing.svg', 200, 24, 1250],
    ]);
    expect(exchanges[0]?.metadata).toMatchObject({ resourceType: 'Fetch', response: { source: 'network' } });
  });

  it('of which nothing is kept is read too', async () => {
    const { call } = await startWith(async (vault) => {
      const store = makeCase(vault);
      const session = store.startSession({});
      const attempt = store.startAttempt(session, { requestedUrl: 'https://gone.example/', clickedAt: '2026-03-02T08:00:00.000Z' });
      store.abandonAttempt(attempt, 'capture.failed', { code: 'dns-failed' });
      store.endSession(session, {});
      await Promise.resolve();
    });
    const detail = await call('exhibits.read', { case: REFERENCE, exhibit: 'E-0001' });
    expect(detail).toMatchObject({ row: { state: 'failed', hasPicture: false }, artifacts: [], pictures: [], time: 'none' });
    expect(await call('exhibits.network', { case: REFERENCE, exhibit: 'E-0001' })).toEqual([]);
    expect(await call('exhibits.text', { case: REFERENCE, exhibit: 'E-0001' })).toEqual({ text: '', cut: false });
  });
});

describe('a look at an exhibit', () => {
  const exhibit = { case: REFERENCE, exhibit: 'E-0001' };

  it('stands in the custody log once in a session, with the reason that was given', async () => {
    const { call } = await startWith(fillWithPage);
    const views = async (): Promise<unknown[]> => {
      const all = await call('cases.timeline', exhibit);
      return all.filter(({ type }) => type === 'exhibit.viewed').map(({ details, texts }) => [details['act'], texts['reason']]);
    };
    expect(await views()).toEqual([]);
    const { row } = await call('exhibits.read', exhibit);
    await call('exhibits.read', exhibit);
    await call('exhibits.text', exhibit);
    expect(await views()).toEqual([['opened', 'evening round']]);
    await call('exhibits.save', { ...exhibit, name: 'served.html' });
    const [saved] = (await call('cases.timeline', exhibit)).slice(-1);
    expect(saved).toMatchObject({ type: 'exhibit.viewed', digest: row.digest, details: { role: 'html-served' } });
    await call('exhibits.save', { ...exhibit, name: 'served.html', reason: 'Hearing of 3 December' });
    expect((await call('cases.timeline', exhibit)).at(-1)).toMatchObject({
      details: { act: 'saved' },
      texts: { reason: 'Hearing of 3 December' },
    });
    await expect(call('exhibits.save', { ...exhibit, name: 'nothing.html' })).rejects.toMatchObject({ code: 'artifact-unknown' });
    await call('access.give', { case: REFERENCE, reason: 'asked for by the court' });
    expect(await call('access.read', { case: REFERENCE })).toEqual({ reason: 'asked for by the court' });
    await call('exhibits.network', exhibit);
    expect(await views()).toEqual([
      ['opened', 'evening round'],
      ['saved', 'evening round'],
      ['saved', 'Hearing of 3 December'],
      ['opened', 'asked for by the court'],
    ]);
  });

  it('is refused while nobody has said why', async () => {
    const { call, engine } = await startWith(fillWithPage);
    const { artifacts, row } = await call('exhibits.read', exhibit);
    const address = artifacts.find(({ name }) => name === 'full.png')?.address ?? '';
    expect(await engine.evidence.find(address)).toBeDefined();
    await call('vault.lock', {});
    await call('vault.unlock', { passphrase: PASSPHRASE });
    expect(await call('access.read', { case: REFERENCE })).toEqual({});
    for (const name of ['exhibits.read', 'exhibits.text', 'exhibits.network'] as const) {
      await expect(call(name, exhibit)).rejects.toMatchObject({ code: 'reason-missing' });
    }
    await expect(call('exhibits.save', { ...exhibit, name: 'full.png' })).rejects.toMatchObject({ code: 'reason-missing' });
    expect(await engine.evidence.find(address)).toBeUndefined();
    // A list shows small pictures without a reason.
    expect(await engine.evidence.find(row.thumbnail ?? '')).toBeDefined();
    await expect(call('access.give', { case: REFERENCE, reason: '  ' })).rejects.toMatchObject({ code: 'usage' });
    await call('access.give', { case: REFERENCE, reason: 'x' });
    expect((await call('exhibits.read', exhibit)).row.exhibit).toBe('E-0001');
  });
});

describe('what a person adds', () => {
  it('is a note that stands with the exhibit, the case, and in the search', async () => {
    const { call, told } = await startWith(fillWithPage);
    const note = await call('notes.add', { case: REFERENCE, exhibit: 'E-0001', text: 'Même vendeur que hier' });
    expect(note).toMatchObject({ exhibit: 'E-0001', author: 'NL-1234', text: 'Même vendeur que hier' });
    expect(told.at(-1)?.name).toBe('case.changed');
    const detail = await call('exhibits.read', { case: REFERENCE, exhibit: 'E-0001' });
    expect(detail).toMatchObject({ notes: [note], row: { hasNotes: true } });
    const timeline = await call('cases.timeline', { case: REFERENCE, exhibit: 'E-0001' });
    expect(timeline.find(({ type }) => type === 'note.added')).toMatchObject({
      texts: { note: 'Même vendeur que hier' },
    });
    expect(await call('exhibits.search', { text: 'vendeur' })).toMatchObject({ total: 1 });
    await expect(call('notes.add', { case: REFERENCE, exhibit: 'E-0009', text: 'x' })).rejects.toMatchObject({ code: 'exhibit-unknown' });
  });

  it('is a file that becomes an exhibit', async () => {
    const { call, engine, fixture } = await startWith(fillWithPage);
    const upload = await engine.receiveUpload(pieces(await drawPicture(600, 400)));
    const origin = 'handed over on a stick';
    const row = await call('files.add', { case: REFERENCE, file: { upload }, name: 'photo.png', origin });
    expect(row).toMatchObject({ exhibit: 'E-0002', kind: 'received', title: 'photo.png', hasPicture: true });
    const detail = await call('exhibits.read', { case: REFERENCE, exhibit: 'E-0002' });
    expect(detail.record).toBeUndefined();
    expect(detail.received).toEqual({ givenName: 'photo.png', origin, mediaTypeBy: 'content' });
    expect(detail.artifacts.map(({ role }) => role)).toEqual(expect.arrayContaining(['received', 'record']));
    expect(await engine.evidence.find(row.thumbnail ?? '')).toMatchObject({ mediaType: 'image/jpeg' });
    const path = join(fixture.root, 'gone.png');
    const missing = call('files.add', { case: REFERENCE, file: { path }, name: 'gone.png', origin });
    await expect(missing).rejects.toMatchObject({ code: 'input-unreadable' });
    expect((await call('cases.list', {}))[0]?.counts).toEqual({ sealed: 2 });
  });
});

describe('the timeline', () => {
  it('of a case has every entry with its texts, of an exhibit only its own', async () => {
    const { call } = await startWith(async (vault) => {
      const store = makeCase(vault);
      const session = store.startSession({}, { reason: 'evening round' });
      await capturePage(store, session);
      await capturePage(store, session, 'https://market.example/ad/2');
      store.endSession(session, {});
    });
    const all = await call('cases.timeline', { case: REFERENCE });
    expect(all.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['session.started', 'capture.started', 'capture.sealed', 'session.ended']),
    );
    expect(all.find(({ type }) => type === 'session.started')?.texts).toEqual({ reason: 'evening round' });
    const one = await call('cases.timeline', { case: REFERENCE, exhibit: 'E-0002' });
    expect(one.map(({ type, exhibit, texts }) => [type, exhibit, texts])).toEqual([
      ['capture.started', 'E-0002', { address: 'https://market.example/ad/2' }],
      ['capture.sealed', 'E-0002', {}],
    ]);
  });
});

describe('a search', () => {
  it('finds exhibits of all cases by words and facets', async () => {
    const { call } = await startWith(async (vault) => {
      for (const reference of ['A', 'B']) {
        const store = makeCase(vault, { reference });
        const session = store.startSession({});
        await capturePage(store, session, `https://${reference.toLowerCase()}.example/ad`);
        store.endSession(session, {});
      }
    });
    expect(await call('exhibits.search', {})).toMatchObject({ total: 2, facets: { case: [{ count: 1 }, { count: 1 }] } });
    const found = await call('exhibits.search', { text: 'IVORÉN', hosts: ['b.example'] });
    expect(found.rows.map((row) => row.case)).toEqual(['B']);
    expect(found.rows[0]?.thumbnail).toMatch(/^\/evidence\//);
    expect(await call('exhibits.search', { text: 'nothing of the kind' })).toMatchObject({ total: 0, rows: [] });
    const at = await call('exhibits.at', { url: 'https://a.example/ad#price' });
    expect(at.map((row) => row.case)).toEqual(['A']);
  });
});
