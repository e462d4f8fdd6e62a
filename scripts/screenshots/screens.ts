import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import type { PanelName } from '../../src/renderer/features/exhibit/panels.ts';
import { buildHash } from '../../src/renderer/window/screen.ts';
import { CALL, type RealApp } from './app.ts';
import type { PicturedScreen } from './camera.ts';
import type { PracticeCase } from './practice-case.ts';

export const FIRST_SCREEN: PicturedScreen = { name: 'first-start', hash: '#/cases' };

/** The screens that the documentation shows, in the order of work. */
export function listScreens(shown: PracticeCase): readonly PicturedScreen[] {
  const { case: reference, whole, partial, exported, received, erased, ad, longAd } = shown;
  const exhibit = buildHash({ name: 'exhibit', case: reference, exhibit: whole });
  const browser = buildHash({ name: 'browser', case: reference });
  return [
    { name: 'cases', hash: buildHash({ name: 'cases' }) },
    { name: 'case', hash: buildHash({ name: 'case', case: reference }) },
    { name: 'browser', hash: browser, prepare: (app) => showTab(app, reference, ad) },
    {
      name: 'capture',
      moves: true,
      hash: browser,
      prepare: async (app) => {
        await showTab(app, reference, longAd);
        await app.page.click('section[class*=_bar_] > [class*=_line_] button');
        const { id } = await findTab(app, reference, longAd);
        await app.calls['captures.start']({ tabs: [id] }, CALL);
        await app.page.waitForSelector('article li:nth-child(2)[aria-current=step]');
      },
    },
    { name: 'exhibit-picture', hash: exhibit },
    { name: 'exhibit-network', hash: exhibit, prepare: ({ page }) => chooseTab(page, 'network') },
    {
      name: 'exhibit-completeness',
      hash: buildHash({ name: 'exhibit', case: reference, exhibit: partial }),
      prepare: ({ page }) => chooseTab(page, 'completeness'),
    },
    { name: 'exhibit-custody', hash: exhibit, prepare: ({ page }) => chooseTab(page, 'custody') },
    { name: 'exhibit-statements', hash: exhibit, prepare: ({ page }) => chooseTab(page, 'statements') },
    { name: 'exhibit-cover', hash: exhibit, prepare: ({ page }) => coverPlaces(page) },
    { name: 'case-data', hash: buildHash({ name: 'case-data', case: reference }) },
    { name: 'gallery', hash: buildHash({ name: 'exhibits', case: reference }) },
    {
      name: 'table',
      hash: buildHash({ name: 'exhibits', case: reference }),
      prepare: ({ page }) => page.click('[class*=_views_] button:last-child'),
    },
    { name: 'search', hash: buildHash({ name: 'exhibits', text: 'landschildpadden' }) },
    { name: 'batch', hash: buildHash({ name: 'batch', case: reference }) },
    { name: 'export', hash: buildHash({ name: 'export', case: reference }) },
    { name: 'forms', hash: buildHash({ name: 'export', case: reference }), prepare: ({ page }) => showForms(page) },
    { name: 'open-package', hash: buildHash({ name: 'open-package' }) },
    { name: 'verdict', hash: buildHash({ name: 'open-package', job: exported }) },
    { name: 'received-package', hash: buildHash({ name: 'received', case: reference, exhibit: received }) },
    { name: 'received-exhibit', hash: buildHash({ name: 'received', case: reference, exhibit: received, inner: 'E-0001' }) },
    {
      name: 'erase',
      hash: exhibit,
      prepare: async ({ page }) => {
        await openDialog(page, 'aside [class*=_ask_] button');
        await page.waitForSelector('[role=dialog] form');
      },
    },
    { name: 'erased', hash: buildHash({ name: 'exhibit', case: reference, exhibit: erased }) },
    { name: 'settings', hash: buildHash({ name: 'settings' }) },
    {
      name: 'settings-rotate',
      hash: buildHash({ name: 'settings' }),
      prepare: ({ page }) => openDialog(page, 'main [class*=_words_] > div > button'),
    },
    {
      name: 'settings-keys',
      hash: buildHash({ name: 'settings' }),
      prepare: ({ page }) => page.$eval('main svg[role=img]', (code) => code.scrollIntoView({ block: 'center' })),
    },
  ];
}

/** Those that are only looked at. */
export function listMoreScreens({ case: reference, whole }: PracticeCase): readonly PicturedScreen[] {
  const exhibit = buildHash({ name: 'exhibit', case: reference, exhibit: whole });
  return [
    { name: 'exhibit-text', hash: exhibit, prepare: ({ page }) => chooseTab(page, 'text') },
    { name: 'exhibit-facts', hash: exhibit, prepare: ({ page }) => chooseTab(page, 'facts') },
    { name: 'exhibit-media', hash: exhibit, prepare: ({ page }) => chooseTab(page, 'media') },
    { name: 'exhibit-files', hash: exhibit, prepare: ({ page }) => chooseTab(page, 'files') },
    { name: 'captures', hash: buildHash({ name: 'captures' }) },
    {
      name: 'statement',
      hash: buildHash({ name: 'case-data', case: reference }),
      prepare: ({ page }) => openDialog(page, 'main header button'),
    },
    { name: 'new-case', hash: buildHash({ name: 'cases' }), prepare: ({ page }) => openDialog(page, 'main header button:last-child') },
    { name: 'shortcuts', hash: buildHash({ name: 'cases' }), prepare: ({ page }) => page.keyboard.press('?') },
    {
      name: 'export-confirm',
      hash: buildHash({ name: 'export', case: reference }),
      prepare: async ({ page }) => {
        await page.waitForSelector('[aria-live=polite][aria-busy=false]');
        await openDialog(page, '[class*=_acts_] button[class*=_main_]');
      },
    },
  ];
}

async function openDialog(page: Page, button: string): Promise<void> {
  await page.locator(button).click();
  await page.waitForSelector('[role=dialog]');
}

/** Shows an address in the browser of the case, beside another tab. */
async function showTab(app: RealApp, reference: string, url: string): Promise<void> {
  const tabs = await app.calls['tabs.list']({ case: reference }, CALL);
  if (!tabs.some((tab) => tab.url === url)) await app.calls['tabs.open']({ case: reference, url }, CALL);
  const { id } = await findTab(app, reference, url);
  const position = (await app.calls['tabs.list']({ case: reference }, CALL)).findIndex((tab) => tab.id === id);
  await app.page.waitForFunction((count) => document.querySelectorAll('[role=tab]').length > count, {}, position);
  await (await app.page.$$('[role=tab]'))[position]?.click();
  await app.page.waitForFunction(() => document.querySelector('canvas')?.nextElementSibling?.nextElementSibling === null);
}

async function findTab(app: RealApp, reference: string, url: string): Promise<{ readonly id: string }> {
  for (;;) {
    const tab = (await app.calls['tabs.list']({ case: reference }, CALL)).find((tab) => tab.url === url && !tab.loading);
    if (tab !== undefined) return tab;
    await delay(100);
  }
}

/** Boxes over two places of the picture. */
async function coverPlaces(page: Page): Promise<void> {
  await page.click('[role=toolbar] > button:first-of-type');
  const layer = await page.waitForSelector('[class*=_layer_]');
  await layer?.evaluate((one) => one.scrollIntoView({ block: 'center' }));
  const box = await layer?.boundingBox();
  const [left, top] = [box?.x ?? 0, box?.y ?? 0];
  for (const [x, y, width, height] of [
    [24, 20, 150, 26],
    [210, 130, 120, 60],
  ] as const) {
    await page.mouse.move(left + x, top + y);
    await page.mouse.down();
    await page.mouse.move(left + x + width, top + y + height, { steps: 3 });
    await page.mouse.up();
  }
  await page.waitForFunction(() => document.querySelectorAll('[class*=_layer_] [role=button]').length === 2);
}

/** The forms for INTERPOL. */
async function showForms(page: Page): Promise<void> {
  await page.click('[role=radiogroup] label:nth-of-type(2)');
  await page.waitForSelector('[aria-live=polite][aria-busy=false]');
  await page.click('[class*=_acts_] button:not([class*=_main_])');
  await page.waitForSelector('main article');
}

async function chooseTab(page: Page, name: PanelName): Promise<void> {
  await page.click(`[role=tab][data-key=${name}]`);
  await page.waitForSelector(`[role=tab][data-key=${name}][aria-selected=true]`);
}
