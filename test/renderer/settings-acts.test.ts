import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';
import { useOneWindow } from './preview/one-window.ts';

const CASE = 'K-2026-014';
const PASSPHRASE = 'correct horse battery';
const CODE = 'WAJS-KXF7-MT11-EV74-SDB0-JGA8-8XS4';

const shown = useOneWindow('#/settings');
const { show, press, violationsInBoth } = shown;
let page: Page;
beforeAll(() => {
  ({ page } = shown);
});

const see = (words: string, within = 'body'): Promise<unknown> => shown.see(words, within);
const type = async (label: string, text: string): Promise<void> => {
  const field = await page.waitForSelector(`::-p-aria([name="${label}"][role="textbox"])`);
  await field?.click({ count: 3 });
  await field?.type(text);
};
const noDialog = (): Promise<unknown> => page.waitForFunction(() => document.querySelector('[role=dialog]') === null);

describe('the evidence key', () => {
  it('is changed by keyboard, after it was said what that does, with the passphrase', async () => {
    await show('#/settings');
    const open = await page.waitForSelector('::-p-aria([name="Change the evidence key…"][role="button"])');
    await open?.focus();
    await page.keyboard.press('Enter');
    await see('The old key signs a link to the new one', '[role=dialog]');
    await page.waitForSelector('[role=dialog] input:focus');
    await page.keyboard.type('a guess\n');
    await see('This passphrase does not open the vault', '[role=dialog]');
    expect(await violationsInBoth()).toEqual([]);
    await type('Passphrase of the vault, again', PASSPHRASE);
    await page.keyboard.press('Enter');
    await see('Fingerprint from then on', '[role=dialog]');
    const codes = await page.$$eval('[role=dialog] code', (all) => all.map(({ textContent }) => textContent));
    expect(codes).toEqual([...Array.from({ length: 16 }, () => '1f0b'), ...Array.from({ length: 16 }, () => '7e57')]);
    expect(await page.$('[role=dialog] svg[role=img]')).not.toBeNull();
    expect(await violationsInBoth()).toEqual([]);
    await page.keyboard.press('Escape');
    await noDialog();
  });
});

describe('the sources of time', () => {
  it('are changed when every line is one, compared at once, and a proxy is told', async () => {
    await show('#/settings');
    await see('Time servers are not asked, for their questions (SNTP) do not go through a proxy');
    await press('Compare now');
    await see('1.24 s ahead, give or take 0.52 s: http-date https://north.example/');
    await type('Time servers (SNTP), one a line', 'ntp.example\nnot a server');
    await see('“not a server” is no time server');
    expect(await page.$('::-p-aria([name="Save the sources"]):not([data-disabled])')).toBeNull();
    const field = await page.waitForSelector('::-p-aria([name="Time servers (SNTP), one a line"][role="textbox"])');
    await field?.evaluate((area) => (area as HTMLTextAreaElement).select());
    await field?.type('ntp.example\n[2001:db8::1]:123');
    const addresses = await page.waitForSelector('::-p-aria([name="Web addresses whose answers have a date, one a line"][role="textbox"])');
    await addresses?.evaluate((area) => (area as HTMLTextAreaElement).select());
    await page.keyboard.press('Delete');
    await addresses?.focus();
    await addresses?.evaluate((area) => (area as HTMLTextAreaElement).select());
    await page.keyboard.press('Delete');
    await press('Save the sources');
    await see('No web address is named: the clock is not compared with anything');
    const { clock } = await page.evaluate(() => window.fakeRpc.client.call('time.read', {}));
    expect(clock).toEqual({ sntp: ['ntp.example', '[2001:db8::1]:123'], http: [] });
    expect(await violationsInBoth()).toEqual([]);
  });
});

describe('saving a file', () => {
  it('says what it does, and takes a reason of its own', async () => {
    await show(`#/case/${CASE}/exhibit/E-0005`);
    await page.waitForSelector('[role=tab]');
    await page.locator('::-p-aria([name="Files"][role="tab"])').click();
    await page.locator('button[aria-label="Save capture.json"]').click();
    await see('The file leaves the vault', '[role=dialog]');
    expect(await page.$eval('[role=dialog] input', (field) => field.value)).toBe('Work on this case');
    expect(await violationsInBoth()).toEqual([]);
    await type('Why you save it', 'Hearing of 3 December');
    await page.keyboard.press('Enter');
    await noDialog();
    expect(await page.evaluate(() => window.fakeRpc.fake.saved)).toEqual(['E-0005 capture.json Hearing of 3 December']);
  });
});

describe('lawful erasure', () => {
  it('of an exhibit tells what goes and what stays, takes reason, ground and its number, and leaves a tombstone', async () => {
    await show(`#/case/${CASE}/exhibit/E-0022`);
    await page.locator('::-p-aria([name="Erase E-0022 by law…"][role="button"])').click();
    await see('1 package that holds it: whoever has it has to erase it', '[role=dialog]');
    await see('3 statements, also where they rest on other exhibits too', '[role=dialog]');
    await press('Erase for good');
    await see('Write exactly E-0022.', '[role=dialog]');
    expect(await violationsInBoth()).toEqual([]);
    await type('Reason', 'Another person than the seller');
    await type('Legal ground', 'Order 12/2026');
    await type('Write E-0022 to confirm', 'E-0003\n');
    await see('Write exactly E-0022.', '[role=dialog]');
    await type('Write E-0022 to confirm', 'E-0022\n');
    await noDialog();
    await see('Order 12/2026', 'main');
    await see('Another person than the seller', 'main');
    expect(await page.$('::-p-aria([name="Erase E-0022 by law…"][role="button"])')).toBeNull();
    // Of what was shown nothing is left but the custody.
    await page.waitForSelector('::-p-aria([name="Custody"][role="tab"])[aria-selected=true]');
    expect(await violationsInBoth()).toEqual([]);
    await show(`#/case/${CASE}/exhibits`);
    await page.waitForFunction(() => /E-0022\s*Erased/.test(document.querySelector('main')?.textContent ?? ''));
  });

  it('of a case is shown where the case was, and the day of review can be said before', async () => {
    await show(`#/case/${CASE}`);
    await press('Review retention…');
    await type('Reason', 'First review');
    await page.$eval('[role=dialog] input[type=date]', (field) => field.focus());
    await page.keyboard.type('01022026');
    expect(await violationsInBoth()).toEqual([]);
    await press('Enter it in the log');
    await noDialog();
    await see('First review', 'aside');
    await show('#/cases');
    await see('Review was due by');
    await show(`#/case/${CASE}`);
    await press('Erase the case by law…');
    await see('with all that was kept of them', '[role=dialog]');
    await type('Reason', 'End of the period');
    await type('Legal ground', 'Art. 5');
    await type(`Write ${CASE} to confirm`, `${CASE}\n`);
    await noDialog();
    await see('This case was erased by law', 'main');
    await see('End of the period', 'main');
    expect(await page.$('::-p-aria([name="Export"][role="link"])')).toBeNull();
    expect(await violationsInBoth()).toEqual([]);
  });
});

describe('a lost passphrase', () => {
  it('is replaced by the code or the key file, with one clear word for what is wrong', async () => {
    const keyFile = join(tempFolder(), 'agency.key');
    writeFileSync(keyFile, 'no key at all');
    await page.evaluate(() => window.fakeRpc.client.call('vault.lock', {}));
    await press('I have lost the passphrase');
    await type('Recovery code', 'WAJS-KXF7');
    await type('New passphrase', 'four new unrelated words');
    await type('Passphrase again', 'four new words\n');
    await see('The two are not the same.');
    await type('Passphrase again', 'four new unrelated words\n');
    await see('The code was mistyped: compare it with the paper');
    expect(await violationsInBoth()).toEqual([]);
    await page.locator('::-p-aria([role="button"]):is(button[aria-haspopup=listbox])').click();
    await page.locator('[role=option]:last-of-type').click();
    const [chooser] = await Promise.all([page.waitForFileChooser(), press('Choose a file')]);
    await chooser.accept([keyFile]);
    await see('Taken: agency.key');
    await press('Set the new passphrase and open');
    await see('The file holds no key of age');
    expect(await violationsInBoth()).toEqual([]);
    await page.locator('::-p-aria([role="button"]):is(button[aria-haspopup=listbox])').click();
    await page.locator('[role=option]:first-of-type').click();
    await type('Recovery code', CODE);
    await press('Set the new passphrase and open');
    await page.waitForSelector('nav');
    expect(await page.evaluate(() => window.fakeRpc.fake.passphrase)).toBe('four new unrelated words');
  });
});
