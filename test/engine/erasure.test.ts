import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CallInput } from '../../src/rpc/contract.ts';
import { makeCase } from '../storage/vault-fixture.ts';
import { AD_TITLE, capturePage, PASSPHRASE, REFERENCE, startWith } from './engine-fixture.ts';

const SAID = { reason: 'Taken by mistake: another person', ground: 'Art. 17(1)(d), order 12/2026' };
const FIRST = { case: REFERENCE, exhibit: 'E-0001' };

type Order = CallInput<'erasure.run'>;

/** A case of exhibits, the first with a note. */
async function startWithExhibits(count = 3): Promise<Awaited<ReturnType<typeof startWith>>> {
  return await startWith(async (vault) => {
    const store = makeCase(vault);
    const session = store.startSession({});
    for (let i = 1; i <= count; i += 1) await capturePage(store, session, `https://market.example/ad/${i}`);
    store.record({ type: 'note.added', exhibit: 'E-0001', details: {}, texts: { note: 'the seller is Jan' } });
    store.endSession(session, {});
  });
}

describe('an exhibit that is erased by law', () => {
  it('is counted before anybody decides, and refused without reason, ground or the number written once more', async () => {
    const { call } = await startWithExhibits(1);
    expect(await call('erasure.preview', FIRST)).toMatchObject({ exhibits: ['E-0001'], underWay: 0, files: 9, notes: 1, packages: 0 });
    expect((await call('erasure.preview', { case: REFERENCE })).exhibits).toHaveLength(1);
    const wrong: readonly Order[] = [
      { ...FIRST, ...SAID, reason: '  ', confirmed: 'E-0001' },
      { ...FIRST, ...SAID, ground: '  ', confirmed: 'E-0001' },
      { ...FIRST, ...SAID, confirmed: 'E-0002' },
      { ...FIRST, ...SAID, confirmed: '' },
      { case: REFERENCE, ...SAID, confirmed: 'E-0001' },
    ];
    for (const order of wrong) await expect(call('erasure.run', order)).rejects.toMatchObject({ code: 'usage' });
    await expect(call('erasure.run', { ...FIRST, exhibit: 'E-0009', ...SAID, confirmed: 'E-0009' })).rejects.toMatchObject({
      code: 'exhibit-unknown',
    });
    expect((await call('exhibits.read', FIRST)).row).not.toHaveProperty('erased');
  });

  it('is gone from the vault, the screens and the folder of pictures, and its tombstone says who, why and on what ground', async () => {
    const started = await startWithExhibits();
    const { call, engine, fixture } = started;
    const before = await call('exhibits.read', FIRST);
    const addresses = [before.row.thumbnail ?? '', ...before.artifacts.map(({ address }) => address)].filter((one) => one !== '');
    for (const address of addresses) expect(await engine.evidence.find(address)).toBeDefined();
    expect(readdirSync(join(fixture.folder, 'derived')).length).toBeGreaterThan(0);
    const objects = (await call('erasure.run', { ...FIRST, ...SAID, confirmed: ' E-0001' })).files;
    expect(objects).toBeGreaterThan(0);
    for (const address of addresses) expect(await engine.evidence.find(address)).toBeUndefined();
    expect(existsSync(join(fixture.folder, 'derived'))).toBe(false);

    const { row, erasure, artifacts, notes } = await call('exhibits.read', FIRST);
    expect(row).toMatchObject({ erased: true, state: 'sealed', requestedUrl: '', hasPicture: false, digest: before.row.digest });
    expect(row).not.toHaveProperty('title');
    expect(erasure).toEqual({ ...SAID, by: 'NL-1234', erasedAt: expect.stringMatching(/^20/) });
    expect([artifacts, notes]).toEqual([[], []]);
    const timeline = await call('cases.timeline', FIRST);
    expect(timeline.at(-1)).toMatchObject({ type: 'exhibit.erased', texts: SAID, digest: before.row.digest });
    expect(JSON.stringify(timeline)).not.toMatch(/Jan|market\.example/);
    expect((await call('cases.list', {}))[0]).toMatchObject({ counts: { sealed: 2 }, erased: 1 });
    // In the list it stands as what it is; no word of it is found.
    await expect
      .poll(async () => (await call('exhibits.search', { cases: [REFERENCE], sort: 'oldest' })).rows.map(({ erased = false }) => erased))
      .toEqual([true, false, false]);
    expect(await call('exhibits.search', { text: AD_TITLE })).toMatchObject({ total: 2 });
    expect(started.told.at(-1)?.name).toBe('case.changed');
    await expect(call('erasure.run', { ...FIRST, ...SAID, confirmed: 'E-0001' })).rejects.toMatchObject({ code: 'usage' });
    expect(await call('erasure.preview', FIRST)).toMatchObject({ exhibits: [], files: 0 });
    // The others are as they were, and the check finds nothing wrong.
    expect((await call('exhibits.read', { case: REFERENCE, exhibit: 'E-0002' })).artifacts).toHaveLength(9);
    await call('vault.lock', {});
    const report = await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE });
    expect(report.findings).toEqual([]);
  });
});

describe('a case on hold', () => {
  it('loses nothing, not even one exhibit, until somebody lifts the hold with a reason', async () => {
    const { call } = await startWithExhibits(1);
    const hold = { case: REFERENCE, held: true, reason: ' needed by the court ' };
    const whole = { case: REFERENCE, ...SAID, confirmed: REFERENCE };
    await expect(call('cases.hold', { ...hold, held: false })).rejects.toMatchObject({ code: 'usage' });
    await expect(call('cases.hold', { ...hold, reason: '  ' })).rejects.toMatchObject({ code: 'usage' });
    const held = { since: expect.stringMatching(/^20/), by: 'NL-1234', reason: 'needed by the court' };
    expect((await call('cases.hold', hold)).hold).toEqual(held);
    await expect(call('cases.hold', hold)).rejects.toMatchObject({ code: 'usage' });
    expect(await call('erasure.preview', FIRST)).toMatchObject({ held: true, files: 9 });
    for (const order of [whole, { ...FIRST, ...SAID, confirmed: 'E-0001' }])
      await expect(call('erasure.run', order)).rejects.toMatchObject({ code: 'case-held' });
    await call('cases.close', { case: REFERENCE });
    expect((await call('cases.list', {}))[0]).toMatchObject({ state: 'closed', hold: held });
    await expect(call('erasure.run', whole)).rejects.toMatchObject({ code: 'case-held' });
    expect((await call('exhibits.read', FIRST)).artifacts).toHaveLength(9);

    expect(await call('cases.hold', { ...hold, held: false, reason: 'acquitted' })).not.toHaveProperty('hold');
    expect((await call('cases.timeline', { case: REFERENCE })).filter(({ type }) => type === 'hold.set')).toMatchObject([
      { details: { held: true }, texts: { reason: 'needed by the court' } },
      { details: { held: false }, texts: { reason: 'acquitted' } },
    ]);
    expect(await call('erasure.run', whole)).toMatchObject({ exhibits: ['E-0001'] });
    await expect(call('cases.hold', hold)).rejects.toMatchObject({ code: 'case-closed' });
  });
});

describe('a case that is erased by law', () => {
  it('keeps its reference, who erased it and why, and takes nothing more', async () => {
    const { call, fixture } = await startWithExhibits();
    await call('cases.review', { case: REFERENCE, regime: 'general', retainUntil: '2026-12-01', reason: 'first review' });
    const order = { case: REFERENCE, ...SAID };
    await expect(call('erasure.run', { ...order, confirmed: 'op-2026/17' })).rejects.toMatchObject({ code: 'usage' });
    expect(await call('erasure.run', { ...order, confirmed: REFERENCE })).toMatchObject({ exhibits: ['E-0001', 'E-0002', 'E-0003'] });
    const [item] = await call('cases.list', {});
    expect(item).toMatchObject({ reference: REFERENCE, title: '', state: 'erased', erasure: { ...SAID, by: 'NL-1234' } });
    expect(item).not.toHaveProperty('basis');
    expect([item?.counts, item?.erased]).toEqual([{}, 3]);
    // The day of review is no text, and stays in the log; why it was set was one.
    expect(item?.retention).toMatchObject({ regime: 'general', until: '2026-12-01' });
    expect(item?.retention).not.toHaveProperty('reason');
    expect((await call('exhibits.read', FIRST)).erasure).toMatchObject(SAID);
    for (const act of [
      call('erasure.run', { ...order, confirmed: REFERENCE }),
      call('cases.review', { case: REFERENCE, reason: 'again' }),
      call('tabs.open', { case: REFERENCE, url: 'http://practice-x.localhost/' }),
    ])
      await expect(act).rejects.toMatchObject({ code: 'case-closed' });
    await call('vault.lock', {});
    expect((await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE })).findings).toEqual([]);
  });
});
