import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/rpc/contract/station.ts';
import type { PanelName } from '../../src/renderer/features/exhibit/panels.ts';
import type { FakeStart } from '../support/fake-rpc/fake-station.ts';
import { usePreviewWindow } from '../renderer/preview/preview-window.ts';

const window = usePreviewWindow();
const CASE = '#/case/K-2026-014';
const PANELS: readonly PanelName[] = [
  'picture',
  'text',
  'facts',
  'statements',
  'media',
  'network',
  'certificate',
  'custody',
  'completeness',
  'files',
];
/** A name longer than most. */
const LONG = `#/case/${encodeURIComponent('Onderzoeksdossier 2026/1182-B handel in beschermde schildpadden')}`;
const OPENING = { interrupted: ['E-0007'], exportsEnded: 1, restored: true, moved: true };

const SCREENS: readonly { readonly name: string; readonly start?: FakeStart; readonly hash?: string; readonly panel?: PanelName }[] = [
  { name: 'first start', start: { vault: 'none' } },
  { name: 'unlock', start: { vault: 'locked' } },
  { name: 'vault in use', start: { vault: 'busy' } },
  { name: 'cases after a restore', start: { opening: OPENING } },
  { name: 'no case', start: { empty: true } },
  { name: 'case', hash: CASE },
  { name: 'case with a long name', hash: LONG },
  { name: 'practice case', hash: '#/case/PRACTICE' },
  { name: 'browser', hash: `${CASE}/browser` },
  { name: 'captures', hash: '#/captures' },
  { name: 'case data', hash: `${CASE}/case-data` },
  { name: 'exhibits of a case', hash: `${CASE}/exhibits` },
  { name: 'exhibits that were found', hash: '#/exhibits?text=gabon' },
  { name: 'batch', hash: `${CASE}/batch` },
  { name: 'export', hash: `${CASE}/export` },
  { name: 'export of some', hash: `${CASE}/export?exhibits=E-0001,E-0002` },
  { name: 'open package', hash: '#/open-package' },
  { name: 'settings', hash: '#/settings' },
  { name: 'why exhibits are looked at', start: { asksReason: true }, hash: `${CASE}/exhibit/E-0003` },
  ...PANELS.map((panel) => ({ name: `exhibit, ${panel}`, hash: `${CASE}/exhibit/E-0003`, panel })),
];

/** A window of 1280 by 800 pixels that is zoomed to 200 %, and a common one. */
const SIZES = [
  { name: 'zoomed to 200 %', width: 640, height: 400, deviceScaleFactor: 2 },
  { name: 'at 1280 by 800', width: 1280, height: 800, deviceScaleFactor: 1 },
];

describe.each(SIZES)('a window $name', (size) => {
  describe.each(LANGUAGES)('in %s', (language) => {
    it.each(SCREENS)('loses no text: $name', { timeout: 60_000 }, async ({ start, hash, panel }) => {
      const { page, open, findLost } = window();
      await page.setViewport({ width: size.width, height: size.height, deviceScaleFactor: size.deviceScaleFactor });
      await open({ ...start, settings: { language } }, hash);
      if (panel !== undefined) {
        await page.waitForSelector(`[role=tab][data-key=${panel}]`);
        await page.$eval(`[role=tab][data-key=${panel}]`, (tab) => (tab as HTMLElement).click());
        await page.waitForSelector(`[role=tab][data-key=${panel}][aria-selected=true]`);
      }
      await page.waitForSelector('[role=progressbar]', { hidden: true });
      // In the zoomed window letters have twice their size already.
      const lost = await findLost();
      expect(size.deviceScaleFactor === 1 ? lost : lost.filter((one) => !one.startsWith('at 200%'))).toEqual([]);
    });
  });
});
