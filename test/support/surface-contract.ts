import { beforeAll, afterAll, describe, expect, test } from 'vitest';
import { PugmarkError } from '../../src/core/errors.ts';
import type { BrowserSurfaces } from '../../src/core/surface-ports.ts';
import { DESK_ROUTES } from './desk-page.ts';
import { eventually } from './eventually.ts';
import { startHostileServer } from './hostile-server.ts';
import { click, press, SurfaceBench, titleOf } from './surface-bench.ts';
import type { TruthServer } from './truth-server.ts';

/** What every embedded browser does, whichever shell shows it. */
export function describeSurfaceContract(name: string, open: BrowserSurfaces['open']): void {
  describe(`the surface: ${name}`, () => {
    const bench = new SurfaceBench(open);
    let server: TruthServer;
    const ends: (() => void)[] = [];
    beforeAll(async () => {
      server = await startHostileServer(DESK_ROUTES, (end) => void ends.push(end));
    });
    afterAll(() => ends.forEach((end) => end()));

    test('goes where the person goes, and tells it', async () => {
      const told: string[] = [];
      const tab = await bench.surface.openTab();
      tab.onState(({ url }) => void told.push(url));
      expect(tab.state).toMatchObject({ url: '', title: '', security: 'none', canGoBack: false, exchanges: 0 });
      await tab.go({ url: server.url('/desk') });
      await titleOf(tab, 'desk');
      await eventually(() => expect(tab.state).toMatchObject({ loading: false, security: 'insecure', canGoBack: false, exchanges: 2 }));
      await click(tab, 'link');
      await titleOf(tab, 'next');
      await eventually(() => expect(tab.state).toMatchObject({ canGoBack: true, canGoForward: false }));
      await tab.go('back');
      await titleOf(tab, 'desk');
      await eventually(() => expect(tab.state.canGoForward).toBe(true));
      await tab.go('forward');
      await titleOf(tab, 'next');
      expect(told).toContain(server.url('/desk'));
      await expect(tab.go({ url: 'file:///etc/passwd' })).rejects.toMatchObject({ code: 'url-scheme-refused' });
      await tab.go({ url: 'http://nowhere.invalid/' });
      await eventually(() => expect(tab.state).toMatchObject({ security: 'none', problem: { code: 'dns-failed' } }));
      await tab.go('back');
      await titleOf(tab, 'next');
      expect(tab.state).not.toHaveProperty('problem');
    });

    test('passes mouse, keys and text on', async () => {
      const tab = await bench.show(server.url('/desk'));
      await press(tab, 'F2', 'F2', { shift: true });
      await titleOf(tab, 'key 113 F2 true');
      await click(tab, 'field');
      await press(tab, 'h', 'KeyH');
      await tab.input({ kind: 'composition', text: 'é' });
      await tab.input({ kind: 'text', text: 'éllo 🐘' });
      await titleOf(tab, /^héllo 🐘 /);
      await press(tab, 'a', 'KeyA', { ctrl: true });
      await eventually(async () => expect(await tab.selection()).toBe('héllo 🐘'));
      await press(tab, 'Backspace', 'Backspace');
      await titleOf(tab, '0 0');
    });

    test('captures again and again while the recording goes on', async () => {
      const tab = await bench.show(server.url('/desk'));
      const asked = (): number => server.served().length;
      const before = asked();
      const seen: boolean[] = [];
      const first = await bench.capture(tab, {
        onProgress: ({ seenAt }) => {
          if (seenAt !== undefined) seen.push(tab.state.locked);
        },
      });
      const second = await bench.capture(tab);
      expect(seen).toEqual([true]);
      expect(tab.state.locked).toBe(false);
      expect(asked()).toBe(before);
      for (const { observation } of [first, second]) {
        expect(observation).toMatchObject({
          state: 'sealed',
          reasons: [],
          address: { requestedUrl: server.url('/desk'), documentUrl: server.url('/desk') },
          completeness: { exchanges: 2, byPhase: { before: 2 }, items: [] },
        });
      }
      const rolesOf = ({ observation }: typeof first): readonly string[] => observation.artifacts.map(({ role }) => role).sort();
      expect(rolesOf(second)).toEqual(rolesOf(first));
      expect(await second.staging.text('served.html')).toBe(await first.staging.text('served.html'));

      await click(tab, 'in-page');
      await titleOf(tab, 'opened');
      const third = await bench.capture(tab);
      expect(third.observation).toMatchObject({
        state: 'sealed',
        address: { requestedUrl: server.url('/desk/opened'), documentUrl: server.url('/desk'), shownUrl: server.url('/desk/opened') },
        completeness: { exchanges: 3, items: [] },
      });
      expect(await third.staging.text('text.txt')).toContain('what the page asked for later');
    });

    test('keeps nothing of a document that is refused', async () => {
      const tab = await bench.show(server.url('/desk'));
      const kept: string[] = [];
      const capturing = bench.capture(tab, {
        judgeDocument: ({ url }) => {
          throw new PugmarkError('practice-page-refused', url);
        },
        onProgress: ({ step }) => void kept.push(step ?? ''),
      });
      await expect(capturing).rejects.toMatchObject({ code: 'practice-page-refused', message: server.url('/desk') });
      expect(kept).toEqual([]);
      expect(tab.state.locked).toBe(false);
      const blank = await bench.surface.openTab();
      await expect(bench.capture(blank)).rejects.toMatchObject({ code: 'usage' });
    });
  });
}
