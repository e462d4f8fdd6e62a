import { describe, expect, it } from 'vitest';
import { FakeSurfaces } from '../support/fake-surface.ts';
import { observePage } from '../support/fake-observation.ts';
import { eventually } from '../support/eventually.ts';
import { makeFixture } from '../storage/vault-fixture.ts';
import { fillWithPage, PASSPHRASE, REFERENCE, start, type StartedEngine } from './engine-fixture.ts';
import { EXPORT_REQUEST, untilEnded } from './export-jobs.ts';

const WHOLE = { case: REFERENCE, reason: 'ordered', ground: 'art. 17', confirmed: REFERENCE };
const AD = { case: REFERENCE, url: 'https://ads.test/1' };

async function startBrowsing(surfaces: FakeSurfaces): Promise<StartedEngine> {
  const fixture = makeFixture();
  const vault = await fixture.init();
  await fillWithPage(vault);
  vault.close();
  const started = await start(fixture, { surfaces });
  await started.call('vault.unlock', { passphrase: PASSPHRASE });
  return started;
}

describe('a case that somebody works in', () => {
  it('is not erased while anything of it is captured or handed over; its tabs go with it', async () => {
    const surfaces = new FakeSurfaces();
    const look = Promise.withResolvers<undefined>();
    surfaces.capture = async (tab, request) => {
      await look.promise;
      return await observePage({ ...request, url: tab.state.url });
    };
    const started = await startBrowsing(surfaces);
    const { call, told } = started;
    const tab = await call('tabs.open', AD);
    await call('captures.start', { tabs: [tab.id] });
    expect(await call('erasure.preview', { case: REFERENCE })).toMatchObject({ underWay: 1 });
    for (const act of [() => call('erasure.run', WHOLE), () => call('cases.close', { case: REFERENCE })])
      await expect(act()).rejects.toMatchObject({ code: 'work-under-way' });
    expect(await call('tabs.list', {})).toHaveLength(1);
    look.resolve(undefined);
    await eventually(async () => expect((await call('captures.list', {}))[0]?.state).toBe('sealed'));

    const job = await call('export.start', EXPORT_REQUEST);
    await expect(call('erasure.run', WHOLE)).rejects.toMatchObject({ code: 'work-under-way' });
    expect((await untilEnded(started, job)).state).toBe('done');
    expect(await call('tabs.list', {})).toHaveLength(1);

    // Another tab that is opened just then goes too, or is refused.
    const erased = call('erasure.run', WHOLE);
    const late = await call('tabs.open', AD).catch((error: unknown) => error);
    expect((await erased).exhibits).toEqual(['E-0001', 'E-0002']);
    expect(await call('tabs.list', {})).toEqual([]);
    expect(told.filter(({ name }) => name === 'tab.closed').length).toBeGreaterThan(late instanceof Error ? 0 : 1);
    expect(surfaces.opened.every(({ isClosed }) => isClosed)).toBe(true);
    expect(await call('captures.list', {})).toEqual([]);
    await expect(call('tabs.open', AD)).rejects.toMatchObject({ code: 'case-closed' });
    await expect(call('batch.add', { case: REFERENCE, text: AD.url, name: 'list' })).rejects.toMatchObject({ code: 'case-closed' });
    expect(await call('vault.lock', {})).toMatchObject({ vault: 'locked' });
  });

  it('takes its addresses out of the queue with it', async () => {
    const { call } = await startBrowsing(new FakeSurfaces());
    await call('batch.pause', {});
    await call('batch.add', { case: REFERENCE, text: AD.url, name: 'list' });
    expect((await call('batch.read', {})).items).toHaveLength(1);
    await call('erasure.run', WHOLE);
    expect((await call('batch.read', {})).items).toEqual([]);
  });
});
