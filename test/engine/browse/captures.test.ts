import { describe, expect, it } from 'vitest';
import { parseEntryLine } from '../../../src/core/custody/entry.ts';
import { PugmarkError } from '../../../src/core/errors.ts';
import { PRACTICE_META } from '../../../src/core/model/practice.ts';
import type { VaultStore } from '../../../src/core/ports.ts';
import type { CaptureJob } from '../../../src/rpc/contract/captures.ts';
import { captureJobSchema } from '../../../src/rpc/contract/captures.ts';
import { makeCase } from '../../storage/vault-parts.ts';
import { eventually } from '../../support/eventually.ts';
import { observePage } from '../../support/fake-observation.ts';
import { FakeSurfaces } from '../../support/fake-surface.ts';
import { CALL, CASE, lastTold, makeBrowse, type BrowseFixture } from './browse-fixture.ts';

const AD = 'https://ads.test/1';

/** What the custody log says, in order: type, exhibit. */
function readLog(vault: VaultStore): string[] {
  const entries = vault.readCase(CASE).readLog();
  return entries.map(({ line }) => parseEntryLine(line)).map(({ type, exhibit }) => (exhibit === undefined ? type : `${type} ${exhibit}`));
}

/** Tabs in one browser, all at their addresses. */
async function openTabs({ call }: BrowseFixture, ...urls: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const url of urls) ids.push((await call['tabs.open']({ case: CASE, url }, CALL)).id);
  return ids;
}

async function jobsOf({ call }: BrowseFixture): Promise<readonly CaptureJob[]> {
  const jobs = await call['captures.list']({}, CALL);
  return jobs.map((job) => captureJobSchema.parse(job)).toReversed();
}

async function untilEnded(fixture: BrowseFixture): Promise<readonly CaptureJob[]> {
  return await eventually(async () => {
    const jobs = await jobsOf(fixture);
    expect(jobs.every(({ state }) => state !== 'running' && state !== 'stopping')).toBe(true);
    return jobs;
  });
}

describe('a capture of what a tab shows', () => {
  it('has its number before the page is looked at, tells how far it is, and is sealed', async () => {
    const surfaces = new FakeSurfaces();
    const fixture = await makeBrowse({ surfaces });
    const { call, vault, told } = fixture;
    let logAtLook: string[] = [];
    surfaces.capture = async (tab, request) => {
      logAtLook = readLog(vault);
      request.onProgress({ stage: 'as-seen', step: 'picture of the view', exchanges: 3, bytes: 70 });
      request.onProgress({ stage: 'as-seen', seenAt: '2026-01-01T00:00:01.000Z' });
      for (let i = 0; i < 1000; i += 1) request.onProgress({ stage: 'opened-up', step: `tile ${i}` });
      // The page went on by itself since the click: what the log has as asked for stays.
      return await observePage({ ...request, url: `${tab.state.url}/went-on` });
    };
    const [tab] = await openTabs(fixture, AD);
    const [begun] = await call['captures.start']({ tabs: [tab ?? ''] }, CALL);
    expect(begun).toMatchObject({ case: CASE, exhibit: 'E-0001', tab, url: AD, title: `Title of ${AD}`, state: 'running', time: 'none' });
    const [job] = await untilEnded(fixture);
    expect(logAtLook).toEqual(['session.started', 'capture.started E-0001']);
    expect(job).toMatchObject({
      state: 'sealed',
      stage: 'seal',
      time: 'pending',
      seenAt: '2026-01-01T00:00:01.000Z',
      exchanges: 3,
      bytes: 70,
    });
    expect(job?.steps[0]).toMatchObject({ stage: 'as-seen', name: 'picture of the view' });
    expect(job?.steps.length).toBeLessThan(1000);
    // A time stamp comes: the third word lights up by itself.
    const store = vault.openCase(CASE);
    const { origin, size } = store.latestCheckpoint() ?? { origin: '', size: 0 };
    const asked = { subject: 'checkpoint', ref: `${origin}/${size}`, authority: 'local', request: Uint8Array.of(1) } as const;
    const granted = {
      state: 'granted',
      response: Uint8Array.of(2),
      genTime: '2026-01-01T00:00:02.000Z',
      subjectSha256: `sha256:${'0'.repeat(64)}`,
    } as const;
    store.settleToken(store.addToken(asked).id, granted);
    fixture.browse.timeChanged(CASE);
    await eventually(() => expect(lastTold(told, 'capture.changed')).toMatchObject({ exhibit: 'E-0001', time: 'confirmed' }));
    expect(job?.sealedAt).toBe(job?.result?.sealedAt);
    const events = told.filter(({ name }) => name === 'capture.changed');
    expect(events.length).toBeLessThan(10);
    expect(events.at(-1)?.data).toMatchObject({ job: job?.job, state: 'sealed' });
    expect(vault.readCase(CASE).findExhibit('E-0001')?.summary).toMatchObject({ state: 'sealed', requestedUrl: AD });

    await call['browser.close']({ case: CASE }, CALL);
    expect(readLog(vault).slice(2)).toEqual(['capture.sealed E-0001', 'checkpoint.timestamped', 'session.ended']);
  });

  it('goes on beside others in one session; tabs that were opened from another are linked to its exhibit', async () => {
    const surfaces = new FakeSurfaces();
    const fixture = await makeBrowse({ surfaces });
    const { call, vault } = fixture;
    const gate = Promise.withResolvers<void>();
    let together = 0;
    surfaces.capture = async (tab, request) => {
      together += 1;
      await gate.promise;
      return await observePage({ ...request, url: tab.state.url });
    };
    const [list] = await openTabs(fixture, 'https://ads.test/list#top');
    const ad = await surfaces.opened[0]?.openTab('t1');
    ad?.change({ url: AD });
    surfaces.opened[0]?.tabs[0]?.change({ url: 'https://ads.test/list#3' });
    // Opened when the list was no longer there: of the exhibit of the list this would not be true.
    surfaces.opened[0]?.tabs[0]?.change({ url: 'https://ads.test/other' });
    const late = await surfaces.opened[0]?.openTab('t1');
    late?.change({ url: 'https://ads.test/2' });
    surfaces.opened[0]?.tabs[0]?.change({ url: 'https://ads.test/list' });

    const tabs = (await call['tabs.list']({}, CALL)).map(({ id }) => id);
    expect(tabs[0]).toBe(list);
    await call['captures.start']({ tabs: tabs.toReversed() }, CALL);
    await eventually(() => expect(together).toBe(3));
    gate.resolve();
    const jobs = await untilEnded(fixture);
    expect(jobs.map(({ exhibit, url }) => [exhibit, url])).toEqual([
      ['E-0001', 'https://ads.test/list'],
      ['E-0002', AD],
      ['E-0003', 'https://ads.test/2'],
    ]);
    const reader = vault.readCase(CASE);
    expect(['E-0002', 'E-0003'].map((exhibit) => reader.findOpenings(exhibit).openedFrom)).toEqual(['E-0001', undefined]);
    expect(readLog(vault).filter((entry) => entry === 'session.started')).toHaveLength(1);
  });

  it('goes on in several cases at once, each with a browser and a session of its own', async () => {
    const surfaces = new FakeSurfaces();
    const fixture = await makeBrowse({ surfaces });
    makeCase(fixture.vault, { reference: 'OTHER' });
    const gate = Promise.withResolvers<void>();
    surfaces.capture = async (tab, request) => {
      await gate.promise;
      return await observePage({ ...request, url: tab.state.url });
    };
    const [here] = await openTabs(fixture, AD);
    const { id: there } = await fixture.call['tabs.open']({ case: 'OTHER', url: AD }, CALL);
    const begun = await fixture.call['captures.start']({ tabs: [here ?? '', there] }, CALL);
    expect(begun.map((job) => [job.case, job.exhibit])).toEqual([
      [CASE, 'E-0001'],
      ['OTHER', 'E-0001'],
    ]);
    // One of them is left while the other goes on.
    const leaving = fixture.call['browser.close']({ case: CASE }, CALL);
    gate.resolve();
    await leaving;
    await untilEnded(fixture);
    expect(surfaces.opened.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(readLog(fixture.vault).at(-1)).toBe('session.ended');
    expect(fixture.vault.readCase('OTHER').countByState()).toEqual({ sealed: 1 });
  });

  it('takes no number for a tab that shows nothing, or that is being captured already', async () => {
    const surfaces = new FakeSurfaces();
    const fixture = await makeBrowse({ surfaces });
    const { call, vault, told } = fixture;
    surfaces.capture = (_tab, { cancelled }) =>
      new Promise((_resolve, reject) => cancelled.addEventListener('abort', () => reject(cancelled.reason)));
    const [ad] = await openTabs(fixture, AD);
    const blank = await call['tabs.open']({ case: CASE }, CALL);
    await expect(call['captures.start']({ tabs: [blank.id] }, CALL)).rejects.toMatchObject({ code: 'no-document' });
    await expect(call['captures.start']({ tabs: ['gone'] }, CALL)).rejects.toMatchObject({ code: 'page-closed' });
    expect(await jobsOf(fixture)).toEqual([]);
    expect(told.filter(({ name }) => name === 'capture.changed')).toEqual([]);
    const both = await call['captures.start']({ tabs: [ad ?? '', blank.id] }, CALL);
    expect(both.map(({ state, exhibit, error }) => [state, exhibit, error?.code])).toEqual([
      ['running', 'E-0001', undefined],
      ['failed', undefined, 'no-document'],
    ]);
    await expect(call['captures.start']({ tabs: [ad ?? ''] }, CALL)).rejects.toMatchObject({ code: 'usage' });
    await call['captures.cancel']({ job: both[0]?.job ?? '' }, CALL);
    expect((await untilEnded(fixture))[0]).toMatchObject({ state: 'cancelled', error: { code: 'cancelled' } });
    expect(readLog(vault)).toEqual(['session.started', 'capture.started E-0001', 'capture.cancelled E-0001']);
  });

  it('is kept as far as it is when stopped', async () => {
    const surfaces = new FakeSurfaces();
    const fixture = await makeBrowse({ surfaces });
    surfaces.capture = async (tab, request) => {
      await eventually(() => expect(request.keep.aborted).toBe(true));
      return await observePage({ ...request, url: tab.state.url }, 'partial');
    };
    const [job] = await fixture.call['captures.start']({ tabs: await openTabs(fixture, AD) }, CALL);
    await fixture.call['captures.stop-and-keep']({ job: job?.job ?? '' }, CALL);
    expect((await untilEnded(fixture))[0]).toMatchObject({ state: 'partial', exhibit: 'E-0001' });
  });

  it('keeps nothing of a practice page in an evidence case, and says so in a sealed record', async () => {
    const surfaces = new FakeSurfaces();
    const fixture = await makeBrowse({ surfaces });
    surfaces.capture = async (tab, request) => {
      request.judgeDocument({ url: tab.state.url, headers: [], metaNames: [PRACTICE_META] });
      return await observePage({ ...request, url: tab.state.url });
    };
    await fixture.call['captures.start']({ tabs: await openTabs(fixture, AD) }, CALL);
    const [job] = await untilEnded(fixture);
    expect(job).toMatchObject({ state: 'failed', error: { code: 'practice-page-refused' } });
    expect(job?.result?.artifacts.map(({ role }) => role)).toEqual(['operator', 'environment', 'record']);
  });

  it('is accounted for when its browser is lost, and the next browser goes on in the same session', async () => {
    const surfaces = new FakeSurfaces();
    const fixture = await makeBrowse({ surfaces });
    const { call, vault } = fixture;
    surfaces.capture = async () => {
      surfaces.opened[0]?.lose();
      throw new PugmarkError('browser-lost', 'gone');
    };
    const [tab] = await openTabs(fixture, AD);
    await call['captures.start']({ tabs: [tab ?? ''] }, CALL);
    expect((await untilEnded(fixture))[0]).toMatchObject({ state: 'failed', error: { code: 'browser-lost' } });
    surfaces.capture = (shown, request) => observePage({ ...request, url: shown.state.url });
    await call['tabs.go']({ tab: tab ?? '', to: 'reload' }, CALL);
    await call['captures.start']({ tabs: [tab ?? ''] }, CALL);
    await untilEnded(fixture);
    await fixture.browse.leaveVault();
    expect(readLog(vault)).toEqual([
      'session.started',
      'capture.started E-0001',
      'capture.failed E-0001',
      'capture.started E-0002',
      'capture.sealed E-0002',
      'session.ended',
    ]);
  });
});

describe('leaving the vault', () => {
  it('seals what was seen, interrupts what was not, and ends the session after both', async () => {
    const surfaces = new FakeSurfaces();
    const fixture = await makeBrowse({ surfaces });
    const { browse, vault } = fixture;
    surfaces.capture = async (tab, request) => {
      const isSeen = tab.state.url === AD;
      if (isSeen) request.onProgress({ stage: 'as-seen', seenAt: '2026-01-01T00:00:01.000Z' });
      await new Promise<void>((resolve, reject) => {
        request.keep.addEventListener('abort', () => resolve());
        request.cancelled.addEventListener('abort', () => reject(request.cancelled.reason));
      });
      return await observePage({ ...request, url: tab.state.url }, 'partial');
    };
    await fixture.call['captures.start']({ tabs: await openTabs(fixture, AD, 'https://ads.test/2') }, CALL);
    await expect(browse.leaveCase(CASE)).rejects.toMatchObject({ code: 'work-under-way' });
    await eventually(async () => expect((await jobsOf(fixture))[0]?.seenAt).toBeDefined());
    expect(browse.countUnderWay()).toBe(2);
    await browse.leaveVault();
    expect((await jobsOf(fixture)).map(({ state }) => state)).toEqual(['partial', 'interrupted']);
    expect(browse.countUnderWay()).toBe(0);
    expect(readLog(vault).toSorted()).toEqual([
      'capture.interrupted E-0002',
      'capture.sealed E-0001',
      'capture.started E-0001',
      'capture.started E-0002',
      'session.ended',
      'session.started',
    ]);
    expect(readLog(vault).at(-1)).toBe('session.ended');
    expect(surfaces.opened[0]?.isClosed).toBe(true);
  });

  it('ends a case that is about to be closed when nothing of it is under way', async () => {
    const surfaces = new FakeSurfaces();
    const fixture = await makeBrowse({ surfaces });
    await fixture.call['captures.start']({ tabs: await openTabs(fixture, AD) }, CALL);
    await untilEnded(fixture);
    await fixture.browse.leaveCase(CASE);
    expect(readLog(fixture.vault).at(-1)).toBe('session.ended');
    expect(surfaces.opened[0]?.isClosed).toBe(true);
  });
});
