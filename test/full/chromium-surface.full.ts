import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { processesOfBrowser } from '../support/browser-processes.ts';
import { DESK_ROUTES } from '../support/desk-page.ts';
import { eventually } from '../support/eventually.ts';
import { startHostileServer } from '../support/hostile-server.ts';
import { openChromiumSurface, SurfaceBench, titleOf } from '../support/surface-bench.ts';
import { describeSurfaceContractInFull } from '../support/surface-contract-in-full.ts';
import { tempFolder } from '../support/temp-folder.ts';
import type { TruthServer } from '../support/truth-server.ts';

describeSurfaceContractInFull('a Chromium of ours, shown as a live picture', openChromiumSurface, 'picture');

describe('processes that die', () => {
  const bench = new SurfaceBench(openChromiumSurface);
  const ends: (() => void)[] = [];
  let server: TruthServer;
  beforeAll(async () => {
    server = await startHostileServer(DESK_ROUTES, (end) => void ends.push(end));
  });
  afterAll(() => ends.forEach((end) => end()));

  test('a page that crashes says so, ends its capture with what there is, and comes again', async () => {
    const scratchFolder = tempFolder();
    const surface = await bench.start({ scratchFolder });
    const tab = await bench.show(server.url('/desk'), surface);
    const crash = (): void => processesOfBrowser(scratchFolder).renderers.forEach((pid) => process.kill(pid, 'SIGKILL'));
    const { observation } = await bench.capture(tab, { onProgress: ({ stage }) => stage === 'opened-up' && crash() });
    expect(observation).toMatchObject({
      state: 'partial',
      reasons: expect.arrayContaining([expect.objectContaining({ code: 'renderer-crashed' })]),
    });
    await eventually(() => expect(tab.state).toMatchObject({ locked: false, loading: false, problem: { code: 'renderer-crashed' } }));
    await tab.go('reload');
    await titleOf(tab, 'desk');
    await eventually(() => expect(tab.state).not.toHaveProperty('problem'));
    expect((await bench.capture(tab)).observation).toMatchObject({ state: 'sealed', reasons: [] });
    await surface.close();
  });

  test('a browser that dies is lost, and so are its tabs', async () => {
    const scratchFolder = tempFolder();
    const surface = await bench.start({ scratchFolder });
    const tab = await bench.show(server.url('/desk'), surface);
    expect(surface.lost.aborted).toBe(false);
    process.kill(processesOfBrowser(scratchFolder).main, 'SIGKILL');
    await eventually(() => expect(surface.lost.aborted).toBe(true));
    await eventually(() => expect(tab.state).toMatchObject({ problem: { code: 'browser-lost' } }));
    await expect(surface.openTab()).rejects.toMatchObject({ code: 'browser-lost' });
    await expect(tab.go({ url: server.url('/next') })).rejects.toMatchObject({ code: 'page-closed' });
    await surface.close();
    expect(surface.tabs).toEqual([]);
  });
});
