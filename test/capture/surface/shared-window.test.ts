import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LiveTab } from '../../../src/capture/surface/live-tab.ts';
import { DESK_ROUTES } from '../../support/desk-page.ts';
import { eventually } from '../../support/eventually.ts';
import { startHostileServer } from '../../support/hostile-server.ts';
import { click, openChromiumSurface, SURFACE_LIMITS, SurfaceBench } from '../../support/surface-bench.ts';
import type { Route, TruthServer } from '../../support/truth-server.ts';

const TALL: Route = {
  type: 'text/html',
  body: '<!doctype html><title>popup</title><link rel="icon" href="data:,"><body style="height:6000px;background:linear-gradient(red,blue)">tall',
};

describe('tabs that share a window of the browser', () => {
  const bench = new SurfaceBench(openChromiumSurface);
  const ends: (() => void)[] = [];
  let server: TruthServer;
  beforeAll(async () => {
    server = await startHostileServer({ ...DESK_ROUTES, '/popup': TALL }, (end) => void ends.push(end));
  });
  afterAll(() => ends.forEach((end) => end()));

  test('are captured at the same time, each with its pictures', async () => {
    const opener = await bench.show(server.url('/desk'));
    await click(opener, 'window');
    const popup = await eventually(() => {
      const tab = bench.surface.tabs.at(-1);
      if (tab === undefined || tab === opener || tab.state.loading || tab.state.title !== 'popup') throw new Error('no popup yet');
      return tab;
    });
    // Once with the one in front, once with the other: the one behind has no reason to be drawn again.
    for (const front of [popup, opener]) {
      const { lastPlace } = opener as LiveTab;
      await Promise.all([popup, opener].map((tab) => tab.place({ ...lastPlace, visible: tab === front })));
      for (const { observation, staging } of await Promise.all([bench.capture(opener), bench.capture(popup)])) {
        expect(observation).toMatchObject({ state: 'sealed', reasons: [] });
        expect(observation.steps.filter(({ outcome }) => outcome !== 'done')).toEqual([]);
        expect([staging.names('screenshot-viewport').length, staging.names('screenshot-full').length]).toEqual([1, 1]);
        const { clickedAt, seenAt = '', seenCompleteAt = '' } = observation.times;
        for (const at of [seenAt, seenCompleteAt]) expect(Date.parse(at) - Date.parse(clickedAt ?? '')).toBeLessThan(SURFACE_LIMITS.seenMs);
      }
    }
  });
});
