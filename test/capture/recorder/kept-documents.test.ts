import type { CDPSession } from 'puppeteer-core';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BodySpool } from '../../../src/capture/recorder/body-spool.ts';
import { DocumentTracker } from '../../../src/capture/recorder/document-tracker.ts';
import { ExchangeLog } from '../../../src/capture/recorder/exchange-log.ts';
import { KeptDocuments } from '../../../src/capture/recorder/kept-documents.ts';
import { readRequestSent } from '../../../src/capture/recorder/network-events.ts';
import type { RecordedTarget } from '../../../src/capture/recorder/recorded-target.ts';
import type { SurfaceTab } from '../../../src/core/surface-ports.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { systemClock } from '../../../src/platform/system-clock.ts';
import { startHostileServer } from '../../support/hostile-server.ts';
import { openChromiumSurface, SURFACE_LIMITS, SurfaceBench, titleOf } from '../../support/surface-bench.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import type { Route, TruthServer } from '../../support/truth-server.ts';

/** What one document may have: a page and three more, with room for half as much of others. */
const LIMITS = { ...SURFACE_LIMITS, exchanges: 6, totalBytes: 100_000, bodyBytes: 50_000 };

const shop = (name: string, more = 2): Route => ({
  type: 'text/html',
  body: `<!doctype html><title>${name}</title><link rel="icon" href="data:,"><img src="/logo.svg"><script>
    const all = Array.from({ length: ${more} }, (_, i) => fetch('/data/${name}/' + i).then((r) => r.text()));
    Promise.all(all).then(() => { document.title = '${name} loaded' });</script>`,
});

describe('a tab in which somebody goes on and on', () => {
  let scratchFolder = '';
  const bench = new SurfaceBench((options) => {
    ({ scratchFolder } = options);
    return openChromiumSurface({ ...options, limits: LIMITS });
  });
  const ends: (() => void)[] = [];
  let server: TruthServer;
  let tab: SurfaceTab;
  beforeAll(async () => {
    server = await startHostileServer({}, (end) => void ends.push(end));
    const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
    server.route('/logo.svg', { type: 'image/svg+xml', headers: { 'cache-control': 'max-age=600' }, body: drawing });
    for (let page = 0; page < 8; page += 1) {
      server.route(`/p${page}`, shop(`p${page}`));
      for (let i = 0; i < 2; i += 1) server.route(`/data/p${page}/${i}`, { type: 'text/plain', body: `${page}${i}`.repeat(10_000) });
    }
    server.route('/many', shop('many', 8));
    for (let i = 0; i < 8; i += 1) server.route(`/data/many/${i}`, { type: 'text/plain', body: 'x' });
  });
  beforeEach(async () => {
    tab = await bench.surface.openTab();
  });
  afterAll(() => ends.forEach((end) => end()));

  const visit = async (name: string): Promise<void> => {
    await tab.go({ url: server.url(`/${name}`) });
    await titleOf(tab, `${name} loaded`);
  };
  const bodies = (): readonly string[] => readdirSync(join(scratchFolder, tab.id, 'page-1', 'bodies'));

  test('meets the limits of one document only, and keeps what that took from the cache', async () => {
    for (let page = 0; page < 8; page += 1) await visit(`p${page}`);
    const { observation } = await bench.capture(tab, { limits: LIMITS });
    expect(observation).toMatchObject({ state: 'sealed', reasons: [], completeness: { items: [] } });
    // Page, two answers, the picture from the cache and where it came from.
    expect(observation.completeness.exchanges).toBeGreaterThanOrEqual(4);
    // Three files of each of the eight documents were here.
    expect(bodies().length).toBeLessThanOrEqual(8);
  });

  test('says so of a document that meets them itself, and of no other', async () => {
    await visit('many');
    expect((await bench.capture(tab, { limits: LIMITS })).observation).toMatchObject({
      state: 'partial',
      reasons: expect.arrayContaining([expect.objectContaining({ code: 'exchange-limit' })]),
    });
    await visit('p1');
    expect((await bench.capture(tab, { limits: LIMITS })).observation).toMatchObject({ state: 'sealed', reasons: [] });
  });
});

const session: Partial<CDPSession> = {};
const target: RecordedTarget = {
  kind: 'page',
  targetId: undefined,
  session: session as CDPSession,
  streamSession: undefined,
  ownerLoaderId: undefined,
  gone: false,
  claimed: true,
};

class Tab {
  readonly documents = new DocumentTracker('main', systemClock);
  readonly spool = new BodySpool({ folder: tempFolder(), limits: LIMITS, hashing: nodeHashing, onFailure: () => undefined });
  readonly log: ExchangeLog = new ExchangeLog({
    documents: this.documents,
    clock: systemClock,
    maxExchanges: LIMITS.exchanges,
    listener: {
      onRequest: () => undefined,
      onResponse: () => undefined,
      onEnded: () => undefined,
      onLimit: (owner) => this.kept.hit('exchange-limit', owner),
      onFull: () => this.kept.forget(true),
    },
  });
  readonly kept = new KeptDocuments({
    documents: this.documents,
    log: this.log,
    spool: this.spool,
    limits: LIMITS,
    onForgotten: () => undefined,
  });

  ask(loaderId: string, requestId: string, type = 'Fetch'): void {
    const request = { url: `https://site.example/${requestId}`, method: 'GET', headers: {} };
    const event = readRequestSent({ requestId, loaderId, frameId: 'main', type, request });
    if (event !== undefined) this.log.onRequest(target, event);
  }

  show(loaderId: string, type = 'Navigation'): void {
    this.documents.onFrameNavigated({ frame: { id: 'main', loaderId, url: `https://site.example/${loaderId}` }, type });
    this.kept.documentShown();
  }

  /** A document with this many exchanges, its own among them. */
  open(loaderId: string, exchanges: number): void {
    this.ask(loaderId, loaderId, 'Document');
    this.show(loaderId);
    for (let i = 1; i < exchanges; i += 1) this.ask(loaderId, `${loaderId}-${i}`);
  }

  countOf(loaderId: string): number {
    return this.log.hops.filter(({ ownerLoaderId }) => ownerLoaderId === loaderId).length;
  }
}

describe('documents that were left', () => {
  test('stay as far as there is room for them, the newest first', () => {
    const tab = new Tab();
    for (const loaderId of ['a', 'b', 'c', 'd']) tab.open(loaderId, 2);
    expect(['a', 'b', 'c', 'd'].map((loaderId) => tab.countOf(loaderId))).toEqual([0, 0, 2, 2]);
    expect(tab.kept.limitsHit).toEqual([]);
  });

  test('stay, all of them, while a capture is under way', () => {
    const tab = new Tab();
    tab.open('a', 4);
    const release = tab.kept.hold();
    tab.open('b', 4);
    expect(tab.countOf('a')).toBe(4);
    release();
    expect([tab.countOf('a'), tab.countOf('b')]).toEqual([0, 4]);
  });

  test('are told to lack what was forgotten of them when they come back', () => {
    const tab = new Tab();
    tab.open('a', 5);
    tab.open('b', 2);
    tab.show('a', 'BackForwardCacheRestore');
    expect(tab.kept.limitsHit).toEqual(['exchange-limit']);
    tab.show('b', 'BackForwardCacheRestore');
    expect([tab.kept.limitsHit, tab.countOf('b')]).toEqual([[], 2]);
  });

  test('make no room for a page that goes nowhere a thousand times, and take none from it', () => {
    const tab = new Tab();
    tab.open('a', 6);
    for (let i = 0; i < 1_000; i += 1) tab.ask(`nowhere-${i}`, `nowhere-${i}`, 'Document');
    expect(tab.log.hops.length).toBeLessThanOrEqual(2 * LIMITS.exchanges);
    expect([tab.countOf('a'), tab.countOf('nowhere-999'), tab.kept.limitsHit]).toEqual([6, 1, []]);
    tab.ask('a', 'one-more');
    expect([tab.countOf('a'), tab.kept.limitsHit]).toEqual([6, ['exchange-limit']]);
  });

  test('leave the room that their bodies took', async () => {
    const tab = new Tab();
    for (const byte of [1, 2, 3, 4, 5]) {
      tab.kept.documentRequested();
      tab.open(`d${byte}`, 2);
      for (const more of [0, 100]) {
        const spooled = await tab.spool.keep(new Uint8Array(45_000).fill(byte + more));
        expect(spooled?.cut).toBeUndefined();
        const hop = tab.log.hops.find(({ ownerLoaderId, body }) => ownerLoaderId === `d${byte}` && body === undefined);
        if (hop !== undefined && spooled !== undefined) hop.body = spooled.body;
      }
    }
    expect(tab.spool.storedBytes).toBeLessThanOrEqual(2 * LIMITS.totalBytes);
    // Of one document no more than its limit, as ever.
    expect((await tab.spool.keep(new Uint8Array(45_000).fill(200)))?.cut).toBe('total-limit');
  });
});
