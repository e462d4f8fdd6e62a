import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESK_ROUTES } from '../support/desk-page.ts';
import { ElectronWithPages, type PagedContents } from '../support/electron-with-pages.ts';
import { eventually } from '../support/eventually.ts';
import { startHostileServer } from '../support/hostile-server.ts';
import { SurfaceBench, titleOf } from '../support/surface-bench.ts';
import { describeSurfaceContractInFull } from '../support/surface-contract-in-full.ts';
import type { TruthServer } from '../support/truth-server.ts';

const electron = new ElectronWithPages();
describeSurfaceContractInFull("views of Electron's, reached by their debuggers", electron.open, 'native');
afterAll(() => electron.close());

describe('views that end, and what they print', () => {
  const bench = new SurfaceBench(electron.open);
  const ends: (() => void)[] = [];
  let server: TruthServer;
  beforeAll(async () => {
    server = await startHostileServer(DESK_ROUTES, (end) => void ends.push(end));
  });
  afterAll(() => ends.forEach((end) => end()));
  const newest = (): PagedContents => {
    const contents = electron.contents.at(-1);
    if (contents === undefined) throw new Error('no view');
    return contents;
  };

  test('a view that crashes says so, ends its capture with what there is, and comes again', async () => {
    const tab = await bench.show(server.url('/desk'));
    const { observation } = await bench.capture(tab, { onProgress: ({ stage }) => stage === 'opened-up' && newest().crash() });
    expect(observation).toMatchObject({
      state: 'partial',
      reasons: expect.arrayContaining([expect.objectContaining({ code: 'renderer-crashed' })]),
    });
    await eventually(() => expect(tab.state).toMatchObject({ locked: false, problem: { code: 'renderer-crashed' } }));
    await tab.go('reload');
    await titleOf(tab, 'desk');
    expect((await bench.capture(tab)).observation).toMatchObject({ state: 'sealed', reasons: [] });
  });

  test('a view that is closed from outside is told as closed', async () => {
    const tab = await bench.show(server.url('/desk'));
    newest().close();
    await eventually(() => expect(tab.state).toMatchObject({ problem: { code: 'page-closed' } }));
    await tab.go({ url: server.url('/next') });
    await titleOf(tab, 'next');
  });

  test('a page is printed by the shell, on A4', async () => {
    const tab = await bench.show(server.url('/next'));
    const { observation, staging } = await bench.capture(tab, { print: true });
    expect(observation).toMatchObject({ state: 'sealed', reasons: [] });
    expect(await staging.text('page.pdf')).toMatch(/\/MediaBox \[0 0 59[45](?:\.\d+)? 84[12](?:\.\d+)?\]/);
  });

  test('nothing reached the debugger that is not there', () => {
    expect(electron.contents.flatMap((one) => one.debugger.forbidden)).toEqual([]);
  });
});
