import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SurfaceTab } from '../../../src/core/surface-ports.ts';
import { startHostileServer } from '../../support/hostile-server.ts';
import { openChromiumSurface, SURFACE_LIMITS, SurfaceBench, titleOf } from '../../support/surface-bench.ts';
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

  test('forgets nothing while a capture is under way', async () => {
    await visit('p2');
    let leaving: Promise<void> | undefined;
    const { observation } = await bench.capture(tab, {
      limits: LIMITS,
      onProgress: ({ seenAt }) => {
        if (seenAt !== undefined && !tab.state.locked) leaving ??= tab.go({ url: server.url('/p3') }).catch(() => undefined);
      },
    });
    await leaving;
    expect(observation.completeness).toMatchObject({ items: [] });
    await visit('p4');
  });
});
