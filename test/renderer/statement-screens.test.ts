import type { Page } from 'puppeteer-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useOneWindow } from './preview/one-window.ts';

const CASE = 'K-2026-014';
const EXHIBIT = `#/case/${CASE}/exhibit/E-0003`;

const shown = useOneWindow('#/settings');
const { show, press, see, violations } = shown;
let page: Page;
beforeAll(() => {
  ({ page } = shown);
});

const fill = (name: string, text: string): Promise<void> =>
  page.locator(`[role=dialog] ::-p-aria([name="${name}"][role="textbox"])`).fill(text);
const send = (): Promise<void> => page.evaluate(() => document.querySelector<HTMLFormElement>('[role=dialog] form')?.requestSubmit());
const closed = (): Promise<unknown> => page.waitForFunction(() => document.querySelector('[role=dialog]') === null);
/** Opens the list under this label, the last one of its name. */
const openList = async (label: string): Promise<void> => {
  await page.evaluate((name) => {
    const fields = [...document.querySelectorAll<HTMLElement>('[class*=_field_]')];
    const field = fields.findLast((one) => one.firstElementChild?.textContent.startsWith(name));
    field?.querySelector('button')?.click();
  }, label);
  await page.waitForSelector('[role=listbox] [role=option]');
};
/** Takes an option of that list. */
const choose = async (label: string, option: string): Promise<void> => {
  await openList(label);
  await press(option);
  await page.waitForFunction(() => document.querySelector('[data-trigger=Select]') === null);
};

describe('statements', () => {
  it('begin with words that were selected by keys in a text that nothing changes', async () => {
    await show(EXHIBIT);
    await page.locator('[role=tab][data-key=text]').click();
    const before = await (await page.waitForSelector('pre'))?.evaluate((text) => text.textContent);
    await page.focus('pre');
    await page.keyboard.type('<b>forged</b>');
    await page.keyboard.press('Delete');
    expect(await page.$eval('pre', (text) => text.textContent)).toBe(before);
    await page.keyboard.down('Control');
    await page.keyboard.press('Home');
    await page.keyboard.up('Control');
    await page.keyboard.down('Shift');
    for (let i = 0; i < 7; i += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.up('Shift');
    await page.waitForFunction(() => document.getSelection()?.toString() === 'Griekse');
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    await press('Statement from the selection');
    await page.waitForSelector('[role=dialog]');
    await send();
    await see('Something above is missing', '[role=dialog]');
    expect(await violations('[role=dialog]')).toEqual([]);
    await fill('Platform (needed)', 'Kraampje');
    await send();
    await closed();
    const made = await page.evaluate(() => window.fakeRpc.fake.statements.map(({ statement }) => statement));
    expect(made).toMatchObject([
      {
        nature: 'displayed',
        content: { kind: 'account', fields: { status: 'account-holder-shown-on-page', displayName: 'Griekse' } },
        evidence: [{ exhibit: 'E-0003', role: 'text', artifact: 'page.txt', sha256: expect.stringMatching(/^sha256:/), quote: 'Griekse' }],
      },
      {
        nature: 'asserted',
        content: { kind: 'truth', fields: { opinion: 'not-assessed' } },
        evaluation: { source: 'X', information: '4' },
      },
    ]);
  });

  it('stand in the case data, with whether they are true apart, and are replaced and withdrawn, never changed', async () => {
    await show(`#/case/${CASE}/case-data`);
    await see('Griekse, Kraampje');
    await see('Whether it is true not assessed');
    expect(await violations()).toEqual([]);
    await press('Replace: Griekse');
    await page.waitForSelector('[role=dialog]');
    await choose('Status', 'charged');
    await press('H3: other restriction');
    await send();
    // No page shows that somebody was charged; and a restriction needs its words.
    await see('No page shows the status of a person', '[role=dialog]');
    await choose('Who says so', 'said by the author');
    await fill('The restriction in words (needed)', 'Ask first');
    await send();
    await closed();
    await see('charged');
    await press('Withdraw: Griekse');
    await fill('Why', 'Another account');
    await send();
    await closed();
    await see('Nothing said yet');
    await press('Replaced and withdrawn too');
    await see('Withdrawn by W-4471: Another account');
    const states = await page.evaluate(() => window.fakeRpc.fake.statements.map(({ state }) => state));
    expect(states).toEqual(['replaced', 'current', 'withdrawn']);
  });

  it('find one of many persons and things by a few letters, without the mouse', async () => {
    await page.evaluate(async () => {
      for (let at = 1; at <= 14; at += 1) {
        await window.fakeRpc.client.call('statements.make', {
          case: 'K-2026-014',
          nature: 'asserted',
          handling: ['H0'],
          evaluation: { source: 'B', information: '2' },
          evidence: [],
          content: {
            kind: 'account',
            fields: { status: 'account-holder-shown-on-page', platform: 'Kraampje', displayName: `Vendeur ${at} à Liège` },
          },
        });
      }
      for (const item of window.fakeRpc.fake.cases) window.fakeRpc.client.tell('case.changed', item);
    });
    await show(`#/case/${CASE}/case-data`);
    await see('Vendeur 14');
    await press('New statement');
    await page.waitForSelector('[role=dialog]');
    await choose('Statement about', 'Relation');
    await openList('From');
    await page.waitForSelector('[data-trigger=Select] input:focus');
    await page.keyboard.type('liege 13');
    await page.waitForFunction(() => document.querySelectorAll('[role=listbox] [role=option]').length === 1);
    // React Aria tells which one is at hand only after a moment.
    await page.waitForFunction(() => document.getElementById(document.activeElement?.getAttribute('aria-activedescendant') ?? '') !== null);
    expect(await violations('[data-trigger=Select]')).toEqual([]);
    await page.keyboard.press('Enter');
    await see('Vendeur 13 à Liège', '[role=dialog]');
    await page.keyboard.press('Escape');
    await closed();
  });

  it('link two exhibits after both were compared, and take facts of the page', async () => {
    await show(EXHIBIT);
    await page.locator('[role=tab][data-key=statements]').click();
    await press('Corroborate');
    await page.locator('[role=dialog] [role=option]').click();
    await see('Two tortoises <b>sold</b>', '[role=dialog]');
    expect(await violations('[role=dialog]')).toEqual([]);
    await send();
    await closed();
    await see('↔');
    await page.locator('[role=tab][data-key=facts]').click();
    await press('Make a statement of this');
    await see('record of the capture', '[role=dialog]');
    await page.keyboard.press('Escape');
    await closed();
  });
});

describe('covering', () => {
  it('draws boxes by mouse and keys, takes back, and makes the copy', async () => {
    await show(EXHIBIT);
    await page.locator('[role=tab][data-key=picture]').click();
    await press('Cover places in a copy');
    const area = await (await page.waitForSelector('[role=application]'))?.boundingBox();
    const [x = 0, y = 0] = [area?.x, area?.y];
    await page.mouse.move(x + 40, y + 40);
    await page.mouse.down();
    await page.mouse.move(x + 140, y + 90, { steps: 3 });
    await page.mouse.up();
    await page.waitForSelector('[role=application] [role=button]');
    await press('Add a box');
    await page.waitForSelector('[role=application] [role=button]:focus');
    const [, second] = await page.$$('[role=application] [role=button]');
    const label = (): Promise<string | null | undefined> | undefined => second?.evaluate((box) => box.getAttribute('aria-label'));
    const before = await label();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.down('Shift');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.up('Shift');
    expect(await label()).not.toBe(before);
    expect(await violations()).toEqual([]);
    await page.keyboard.press('Delete');
    await see('1 mask');
    await page.keyboard.down('Control');
    await page.keyboard.press('z');
    await page.keyboard.up('Control');
    await see('2 masks');
    await press('Make the redacted copy');
    await see('The redacted copy redacted-1-full-page.png was made', 'body');
    const [made] = await page.evaluate(() => window.fakeRpc.fake.redacted);
    expect(made).toMatchObject({ artifact: 'full-page.png', masks: [{ kind: 'box' }, { kind: 'box', reason: 'third-party' }] });
    await page.locator('[role=tab][data-key=files]').click();
    await see('third person: 2');
    expect(await violations('[role=tabpanel]')).toEqual([]);
  });

  it('covers every place of some words in the text', async () => {
    await page.locator('[role=tab][data-key=text]').click();
    await page.type('[role=tabpanel] input[type=search]', 'tortoise_home');
    await press('Cover places in a copy');
    await press('Cover what was found (120 places)');
    await see('120 masks');
    await page.waitForFunction(() => document.querySelectorAll('pre mark[data-covered]').length === 120);
    await press('Make the redacted copy');
    await see('redacted-2-page.txt', 'body');
    const made = await page.evaluate(() => window.fakeRpc.fake.redacted[1]);
    expect(made).toMatchObject({ artifact: 'page.txt', everywhere: true, masks: { length: 120 } });
  });
});

describe('an export', () => {
  it('to a platform is made only after the warning was read and the question answered', async () => {
    await show(`#/case/${CASE}/export`);
    await page.waitForSelector('[role=radiogroup]');
    await press('Platform (notice)');
    await see('1 question must be answered first');
    await see('The receiver needs the notice, not the evidence.');
    expect(await violations()).toEqual([]);
    const canMake = (): Promise<boolean> =>
      page.evaluate(() =>
        [...document.querySelectorAll('main button:not([data-disabled])')].some(({ textContent }) => textContent === 'Make the package'),
      );
    await press('I have read this');
    expect(await canMake()).toBe(false);
    await choose('The investigator of the case agrees', 'yes');
    await page.waitForFunction(() => document.querySelector('main button[data-disabled]') === null);
    expect(await canMake()).toBe(true);
  });

  it('shows its forms, and copies field and section with what cannot be seen by its number', async () => {
    await press('INTERPOL');
    await press('Show the forms');
    await see('to be completed');
    expect(await violations()).toEqual([]);
    await page.evaluate(() => {
      const copied: string[] = [];
      Object.assign(window, { copied });
      navigator.clipboard.writeText = (text) => Promise.resolve(void copied.push(text));
    });
    await press('Copy: Title of the ad');
    await press('Copy section: Precautions');
    await see('Copied');
    const [field, section] = await page.evaluate(() => (window as unknown as { readonly copied: readonly string[] }).copied);
    expect(field).toBe('Invoice [U+202E]gpj.exe <b>now</b>\nسلاحف برية');
    expect(section).toContain('[not done] Cache emptied');
    expect(section).toContain('Testudo hermanni\t2');
  });
});
