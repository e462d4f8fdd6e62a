import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, afterAll, describe, expect, test } from 'vitest';
import type { BrowserSurface, BrowserSurfaces } from '../../src/core/surface-ports.ts';
import { DESK_ROUTES } from './desk-page.ts';
import { eventually } from './eventually.ts';
import { startHostileServer } from './hostile-server.ts';
import { asked, click, press, SurfaceBench, titleOf } from './surface-bench.ts';
import { tempFolder } from './temp-folder.ts';
import type { TruthServer } from './truth-server.ts';

/** The same, further: whatever a page asks, opens and sends, and captures that are stopped. */
export function describeSurfaceContractInFull(name: string, open: BrowserSurfaces['open'], shows: BrowserSurface['shows']): void {
  const isNative = shows === 'native';
  describe(`the surface in full: ${name}`, () => {
    const bench = new SurfaceBench(open);
    let server: TruthServer;
    const ends: (() => void)[] = [];
    beforeAll(async () => {
      server = await startHostileServer(DESK_ROUTES, (end) => void ends.push(end));
    });
    afterAll(() => ends.forEach((end) => end()));
    const askedFor = (path: string): number => server.served().filter(({ url }) => url === server.url(path)).length;

    test('asks with lists and file choosers, and gives the page what was chosen', async () => {
      const tab = await bench.show(server.url('/desk'));
      await click(tab, 'select');
      const list = await asked(tab, 'select');
      expect(list).toMatchObject({
        multiple: false,
        options: [
          { label: 'one', selected: true },
          { label: 'two', disabled: true },
          { label: 'three', group: 'more' },
        ],
      });
      expect(list.box).toMatchObject({ left: 430, top: 10, width: 200 });
      await tab.answer(list.id, { accept: true, selected: [2] });
      await titleOf(tab, '2 0');
      await click(tab, 'select');
      const again = await asked(tab, 'select');
      await tab.answer(again.id, { accept: false });
      await press(tab, ' ', 'Space');
      await asked(tab, 'select');
      const path = join(tempFolder(), 'a.txt');
      writeFileSync(path, 'x');
      await click(tab, 'files');
      const chooser = await asked(tab, 'files');
      expect(chooser.multiple).toBe(true);
      await tab.answer(chooser.id, { accept: true, files: [path] });
      await titleOf(tab, '2 1');
    });

    test('asks with dialogs, no more often than is bearable', async () => {
      const tab = await bench.show(server.url('/desk'));
      await click(tab, 'ask');
      const alert = await asked(tab, 'alert');
      expect(alert.text).toBe('one\ntwo');
      await tab.answer(alert.id, { accept: true });
      await tab.answer((await asked(tab, 'confirm')).id, { accept: true });
      const prompt = await asked(tab, 'prompt');
      expect(prompt.value).toBe('me');
      await tab.answer(prompt.id, { accept: true, text: 'you' });
      await titleOf(tab, '[true,"you"]');

      await click(tab, 'alerts');
      await tab.answer((await asked(tab, 'alert')).id, { accept: true });
      await eventually(() => expect(tab.state.incidents.map(({ code }) => code)).toContain('dialog'));
      await tab.go({ url: server.url('/next') });
      await titleOf(tab, 'next');
    });

    test('lets a page that wants to be asked be left, or not', async () => {
      const tab = await bench.show(server.url('/desk'));
      await click(tab, 'stay');
      await titleOf(tab, 'stays');
      await tab.go({ url: server.url('/next') });
      // The shell waits for nobody.
      if (isNative) return titleOf(tab, 'next');
      await tab.answer((await asked(tab, 'leave')).id, { accept: false });
      await tab.go({ url: server.url('/next') });
      const leave = await asked(tab, 'leave');
      expect(tab.state.title).toBe('stays');
      await tab.answer(leave.id, { accept: true });
      await titleOf(tab, 'next');
    });

    test('makes tabs of windows, recorded from before their first request', async () => {
      const tab = await bench.show(server.url('/desk'));
      const news: string[] = [];
      const stop = bench.surface.onTab(({ kind, tab: { id, openerId } }) => void news.push(`${kind} ${id} ${openerId ?? ''}`));
      for (const [thing, path] of [
        ['window', '/popup'],
        ['blank', '/popup?noopener'],
        ['scripted', '/popup?scripted'],
      ] as const) {
        // Such a window has no address of its own, and where none is opened nobody can write into it.
        if (thing === 'scripted' && isNative) continue;
        const before = bench.surface.tabs.length;
        await click(tab, thing);
        await eventually(() => expect(bench.surface.tabs).toHaveLength(before + 1));
        const popup = bench.surface.tabs.at(-1);
        if (popup === undefined) throw new Error('no tab');
        expect(popup.openerId).toBe(tab.id);
        await eventually(() => expect(popup.state).toMatchObject({ url: server.url(path), title: 'popup', loading: false }));
        const { observation } = await bench.capture(popup);
        expect(observation).toMatchObject({ state: 'sealed', http: { status: 200, headersAs: 'exact', source: 'network' } });
        expect(askedFor(path)).toBe(1);
      }
      // Their opener is alive, and goes on being drawn behind them.
      expect((await bench.capture(tab)).observation).toMatchObject({ state: 'sealed', reasons: [] });
      // There a page has no hold on the tabs that it opened.
      if (!isNative) await click(tab, 'close-window');
      await eventually(() => expect(bench.surface.tabs).toHaveLength(3));
      const last = bench.surface.tabs.at(-1);
      // A script closes only what a script has opened.
      if (last !== undefined) await (isNative ? last.close() : click(last, { x: 30, y: 20 }));
      await eventually(() => expect(bench.surface.tabs).toHaveLength(2));
      stop();
      expect(news.filter((one) => one.startsWith('opened'))).toHaveLength(isNative ? 2 : 3);
      expect(news.filter((one) => one.startsWith('closed'))).toHaveLength(isNative ? 1 : 2);
    });

    test('bounds what a page opens, and tells the rest', async () => {
      const tab = await bench.show(server.url('/opens-without-gesture'));
      await tab.go({ url: server.url('/desk') });
      await titleOf(tab, 'desk');
      for (let i = 0; i < 6; i += 1) {
        await click(tab, 'blank');
        await press(tab, 'Shift', 'ShiftLeft');
      }
      await eventually(() => expect(tab.state.incidents.filter(({ code }) => code === 'popup').length).toBeGreaterThanOrEqual(3));
      await eventually(() => expect(bench.surface.tabs).toHaveLength(4));
    });

    test('captures tabs side by side, one tab once at a time, hands off the while', async () => {
      const [one, two] = [await bench.show(server.url('/desk')), await bench.show(server.url('/next'))];
      const both = Promise.all([bench.capture(one), bench.capture(two)]);
      await expect(bench.capture(one)).rejects.toMatchObject({ code: 'usage' });
      await eventually(() => expect(one.state.locked).toBe(true));
      await click(one, 'link');
      for (const { observation } of await both) expect(observation).toMatchObject({ state: 'sealed', reasons: [] });
      expect(one.state.title).toBe('desk');
      // Input is only dropped, never kept for later.
      await click(one, 'link');
      await titleOf(one, 'next');
    });

    test('stops and keeps, or ends with the tab', async () => {
      const tab = await bench.show(server.url('/desk'));
      const keep = new AbortController();
      const stopped = await bench.capture(tab, { keep: keep.signal, onProgress: ({ stage }) => stage === 'opened-up' && keep.abort() });
      expect(stopped.observation).toMatchObject({ state: 'partial', reasons: [{ code: 'stopped-by-operator' }] });
      expect(stopped.staging.names('screenshot-viewport')).toHaveLength(1);

      const ended = await bench.capture(tab, { onProgress: ({ stage }) => void (stage === 'opened-up' && tab.close()) });
      expect(ended.observation).toMatchObject({
        state: 'partial',
        reasons: expect.arrayContaining([expect.objectContaining({ code: 'page-closed' })]),
      });
      expect(ended.staging.names('wacz')).toHaveLength(1);
      await expect(tab.go({ url: server.url('/next') })).rejects.toMatchObject({ code: 'page-closed' });
    });

    test('refuses permissions, keeps downloads with the capture, and forgets on demand', async () => {
      server.route('/cookie', { type: 'text/html', headers: { 'set-cookie': 'a=b; Max-Age=1000' }, body: '<title>cookie</title>' });
      server.route('/shows-cookie', (request) => ({ type: 'text/html', body: `<title>${request.headers.cookie ?? 'none'}</title>` }));
      const tab = await bench.show(server.url('/cookie'));
      const other = await bench.show(server.url('/shows-cookie'));
      await titleOf(other, 'a=b');
      await bench.surface.clearData();
      await other.go('reload');
      await titleOf(other, 'none');

      await tab.go({ url: server.url('/desk') });
      await titleOf(tab, 'desk');
      await click(tab, 'file');
      await eventually(() => expect(tab.state.incidents.map(({ code }) => code)).toContain('download'));
      const { staging } = await bench.capture(tab);
      expect(await Promise.all(staging.names('download').map((file) => staging.text(file)))).toEqual(['MZ'.repeat(100)]);
      await click(tab, 'permission');
      await titleOf(tab, 'refused');
    });
  });
}
