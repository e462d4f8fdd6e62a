import type { Page } from 'puppeteer-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useOneWindow } from './preview/one-window.ts';

const CASE = 'K-2026-014';
const PACKAGE = `#/case/${CASE}/received/E-0009`;
/** What an act of an own exhibit or case is called: none of them may stand where something is another's. */
const OWN_ACTS = /^(?:Save|Cover|Note|Add|Export|Capture|Statement|Choose|Close|Make)/;

const shown = useOneWindow('#/settings');
const { show, press, see, violations } = shown;
let page: Page;
beforeAll(() => {
  ({ page } = shown);
});

const acts = (): Promise<readonly string[]> =>
  page.$$eval('main button, main input[type=checkbox]', (all) =>
    all.map((one) => one.getAttribute('aria-label') ?? one.textContent.trim()),
  );

describe('packages from others', () => {
  it('stand beside the own cases, marked, and open read-only with everything but acts', async () => {
    await show('#/cases');
    await see('Received from others');
    await see('Fedpol, Bern');
    await see('Integrity: Pass');
    expect(await violations('main')).toEqual([]);
    await show(PACKAGE);
    await see('recorded by the sender');
    // Words of the sender are words.
    await see('Package of case BERN <b>2026/441</b>');
    await page.waitForFunction(() => document.querySelectorAll('main li img').length === 3);
    expect((await acts()).filter((act) => OWN_ACTS.test(act))).toEqual([]);
    expect(await violations()).toEqual([]);
    await page.locator('main input[type=search]').fill('nobody');
    await see('Nothing in it has these words');
    await page.locator('main input[type=search]').fill('graupapagei');
    await page.waitForFunction(() => document.querySelectorAll('main li img').length === 1);
    await page.locator('main li a').click();
    await page.waitForSelector('[role=tab][aria-selected=true]');
    await see('Received, read-only');
    await page.focus('[role=tab][aria-selected=true]');
    expect(await violations()).toEqual([]);
    const names: string[] = [];
    for (let i = 0; i < 7; i += 1) {
      names.push(await page.$eval('[role=tab][aria-selected=true]', (tab) => tab.textContent));
      await page.waitForFunction(() => (document.querySelector('[role=tabpanel]')?.textContent.length ?? 0) > 20);
      expect((await acts()).filter((act) => OWN_ACTS.test(act))).toEqual([]);
      await page.keyboard.press('ArrowRight');
    }
    expect(names.join()).toBe('Picture,Text,Page facts,Certificate,Custody,Completeness,Files');
    // The control: an own exhibit has acts by these names.
    await show(`#/case/${CASE}/exhibit/E-0003`);
    await page.waitForFunction(() =>
      [...document.querySelectorAll('main button')].some(({ textContent }) => textContent.startsWith('Cover')),
    );
    expect((await acts()).some((act) => OWN_ACTS.test(act))).toBe(true);
  });

  it('that are kept encrypted say so, and what fits in them is found apart from the own exhibits', async () => {
    await show(`#/case/${CASE}/received/E-0010`);
    await see('Kept encrypted: nothing in it can be shown');
    await show('#/exhibits?text=papagei');
    await see('1 exhibit in packages from others');
    await press('1 exhibit in packages from others');
    await see('E-0001 of the sender, in E-0009 of K-2026-014');
    expect(await violations('main')).toEqual([]);
  });

  it('are kept, or gone on from, after the app said what that does', async () => {
    const verify = (name: string): Promise<string> =>
      page.evaluate(async (file) => {
        const given = { file: { path: '/given.zip' }, name: file };
        return (await window.fakeRpc.client.call('package.verify', given)).job;
      }, name);
    await show(`#/open-package?job=${await verify('from Bern.zip')}`);
    await press('Keep beside my cases');
    await see('A receipt is signed', '[role=dialog]');
    expect(await violations('[role=dialog]')).toEqual([]);
    await press('Sign the receipt and keep it');
    await see('The receipt is signed. Send it back');
    await page.locator('main ::-p-aria([name="Open what is in it"])').click();
    await see('recorded by the sender');

    await show(`#/open-package?job=${await verify('locked.age')}`);
    await see('It came encrypted and is kept as it came');
    await press('Continue as a case of my own');
    await page.locator('[role=dialog] ::-p-aria([name="Reference"][role="textbox"])').fill(CASE);
    await page.locator('[role=dialog] ::-p-aria([name="Title"][role="textbox"])').fill('Goes on');
    await press('Sign the receipt and make the case');
    await page.waitForSelector('[role=dialog] [role=alert]');
    await page.keyboard.press('Escape');
    // Nothing is offered for what something speaks against.
    await show(`#/open-package?job=${await verify('changed.zip')}`);
    await see('Fail');
    expect(await page.$$eval('main button', (all) => all.map(({ textContent }) => textContent))).not.toContain('Keep beside my cases');
  });
});
