import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TabFrame } from '../../src/core/surface-ports.ts';
import { processesOfBrowser } from '../support/browser-processes.ts';
import { DESK_ROUTES } from '../support/desk-page.ts';
import { eventually } from '../support/eventually.ts';
import { startHostileServer } from '../support/hostile-server.ts';
import { click, openChromiumSurface, SurfaceBench, titleOf } from '../support/surface-bench.ts';
import { describeSurfaceContractInFull } from '../support/surface-contract-in-full.ts';
import { tempFolder } from '../support/temp-folder.ts';
import type { TruthServer } from '../support/truth-server.ts';

describeSurfaceContractInFull('a Chromium of ours, shown as a live picture', openChromiumSurface, 'picture');

describe('a Chromium of ours', () => {
  const bench = new SurfaceBench(openChromiumSurface);
  const ends: (() => void)[] = [];
  let server: TruthServer;
  beforeAll(async () => {
    server = await startHostileServer(DESK_ROUTES, (end) => void ends.push(end));
  });
  afterAll(() => ends.forEach((end) => end()));

  test('gives the live picture, one frame after the other', async () => {
    const tab = await bench.surface.openTab();
    await tab.place({ left: 0, top: 0, width: 640, height: 480, scale: 2, visible: true });
    const frames: TabFrame[] = [];
    let atOnce = 0;
    const stop = tab.watch(async (frame) => {
      atOnce += 1;
      expect(atOnce).toBe(1);
      frames.push(frame);
      await new Promise((resolve) => setTimeout(resolve, 5));
      atOnce -= 1;
    });
    await tab.go({ url: server.url('/desk') });
    await eventually(() => expect(frames.at(-1)).toMatchObject({ widthPx: 640, heightPx: 480, viewWidth: 640, viewHeight: 480 }));
    stop();
    const { length } = frames;
    await click(tab, 'link');
    await titleOf(tab, 'next');
    expect(frames.length - length).toBeLessThanOrEqual(1);
  });

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
