import { PANELS } from '../../../src/renderer/features/exhibit/panels.ts';
import { MORE_SCREENS } from './every-dialog.ts';
import { CASE, type EveryScreen, type Hands } from './hands.ts';

/** A name longer than most. */
const LONG = `#/case/${encodeURIComponent('Onderzoeksdossier 2026/1182-B handel in beschermde schildpadden')}`;
const OPENING = { interrupted: ['E-0007'], exportsEnded: 1, restored: true, moved: true };

/** Every screen, every panel of an exhibit and every dialog, each in the state in which most of it is there. */
export const EVERY_SCREEN: readonly EveryScreen[] = [
  { name: 'first start', start: { vault: 'none' } },
  { name: 'unlock', start: { vault: 'locked' } },
  { name: 'vault in use', start: { vault: 'busy' } },
  { name: 'cases after a restore', start: { opening: OPENING }, act: ({ see }) => see('Received from others') },
  { name: 'no case', start: { empty: true } },
  { name: 'case', hash: CASE },
  { name: 'case with a long name', hash: LONG },
  { name: 'practice case', hash: '#/case/PRACTICE' },
  { name: 'unknown case', hash: '#/case/nothing' },
  { name: 'browser', hash: `${CASE}/browser` },
  { name: 'captures', hash: '#/captures' },
  { name: 'case data', hash: `${CASE}/case-data` },
  { name: 'exhibits of a case', hash: `${CASE}/exhibits`, act: ({ page }) => page.waitForSelector('#result-0') },
  { name: 'exhibits that were found', hash: '#/exhibits?text=gabon', act: ({ page }) => page.waitForSelector('#result-0') },
  { name: 'batch', hash: `${CASE}/batch` },
  { name: 'export', hash: `${CASE}/export` },
  { name: 'export of some', hash: `${CASE}/export?exhibits=E-0001,E-0002` },
  { name: 'open package', hash: '#/open-package' },
  { name: 'settings', hash: '#/settings', act: ({ see }) => see('Northern Time') },
  { name: 'why exhibits are looked at', start: { asksReason: true }, hash: `${CASE}/exhibit/E-0003` },
  ...PANELS.map((panel) => ({
    name: `exhibit, ${panel}`,
    hash: `${CASE}/exhibit/E-0003`,
    act: async ({ page }: Hands) => {
      await page.locator(`[role=tab][data-key=${panel}]`).click();
      await page.waitForSelector(`[role=tab][data-key=${panel}][aria-selected=true]`);
    },
  })),
  ...MORE_SCREENS,
];
