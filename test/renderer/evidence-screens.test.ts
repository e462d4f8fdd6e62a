import type { Page } from 'puppeteer-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TabInput } from '../../src/core/model/page-view.ts';
import type { Answer } from '../../src/rpc/contract/browser.ts';
import { projectPath } from '../support/project.ts';
import { useOneWindow } from './preview/one-window.ts';
import { withLongerTier } from '../support/tier.ts';

const CASE = 'K-2026-014';
const MANY = 100_000;
const views = withLongerTier<'cards' | 'table'>(['table'], ['cards']);
const AD = 'http://practice-kraampje.localhost/v/1007-ad';

const shown = useOneWindow('#/settings');
const { show, press, violations } = shown;
let page: Page;
beforeAll(() => {
  ({ page } = shown);
});

const openTab = (url: string): Promise<unknown> =>
  page.evaluate((address) => window.fakeRpc.client.call('tabs.open', { case: 'K-2026-014', url: address }), url);
const inputs = (): Promise<readonly TabInput[]> => page.evaluate(() => window.fakeRpc.fake.inputs);
const textOf = (selector: string): Promise<string> => page.$eval(selector, (element) => element.textContent);

describe('the evidence browser', () => {
  it('goes to an address, gives the page its keys, and captures what it shows, all by keyboard', async () => {
    await show(`#/case/${CASE}/browser`);
    await page.waitForSelector('input[inputmode=url]');
    await page.focus('input[inputmode=url]');
    await page.keyboard.type(`${AD}\n`);
    await page.waitForSelector('[role=tab][aria-selected=true]');
    await page.waitForSelector('[role=tabpanel] canvas');
    expect(await textOf('#address-security')).toBe('Not secured');
    await page.waitForFunction(() => document.body.textContent.includes('Already captured as E-0008'));

    await page.focus('[role=tabpanel] textarea');
    await page.keyboard.type('ab');
    await page.keyboard.press('Tab');
    await page.waitForFunction(() => window.fakeRpc.fake.inputs.length >= 6);
    const typed = (await inputs()).flatMap((input) => (input.kind === 'key' && input.act === 'down' ? [input.key] : []));
    expect(typed).toEqual(['a', 'b', 'Tab']);
    await page.keyboard.press('F6');
    await page.waitForSelector('input[inputmode=url]:focus');

    await page.focus('[role=tabpanel] textarea');
    await page.keyboard.down('Control');
    await page.keyboard.down('Shift');
    await page.keyboard.press('S');
    await page.keyboard.up('Shift');
    await page.keyboard.up('Control');
    await page.waitForFunction(() => window.fakeRpc.fake.captures[0]?.state === 'sealed');
    await page.waitForFunction(() =>
      /Seen.*Sealed.*Time confirmed/.test(document.querySelector('section[aria-label^=Captures]')?.textContent ?? ''),
    );
    expect(await violations()).toEqual([]);
  });

  it('gives mouse and wheel to the page in its own places', async () => {
    await show(`#/case/${CASE}/browser`);
    await page.waitForSelector('input[inputmode=url]');
    await openTab(AD);
    const canvas = await page.waitForSelector('[role=tabpanel] canvas');
    const box = await canvas?.boundingBox();
    if (box === null || box === undefined) throw new Error('No picture');
    await page.mouse.click(box.x + 40, box.y + 30);
    await page.mouse.wheel({ deltaY: 120 });
    await page.waitForFunction(() => window.fakeRpc.fake.inputs.some(({ kind }) => kind === 'wheel'));
    const all = await inputs();
    expect(all.find((input) => input.kind === 'mouse' && input.act === 'down')).toMatchObject({ x: 40, y: 30, button: 'left', clicks: 1 });
    expect(all.find(({ kind }) => kind === 'wheel')).toMatchObject({ deltaY: 120 });
    const place = await page.evaluate(() => [...window.fakeRpc.fake.places.values()].at(-1));
    expect(place).toMatchObject({ width: Math.round(box.width), height: Math.round(box.height) });
  });

  it('shows what a page asks as the page’s own words, and never as markup', async () => {
    await show(`#/case/${CASE}/browser`);
    await page.waitForSelector('input[inputmode=url]');
    await openTab(`${AD}?ask=confirm`);
    await page.waitForSelector('[role=alertdialog]');
    const words = await textOf('[role=alertdialog]');
    expect(words).toContain('From the page, not from Pugmark');
    expect(words).toContain('practice-kraampje.localhost');
    expect(words).toContain('<h1>Enter the passphrase</h1>');
    expect(await page.$$eval('[role=alertdialog] h1', (found) => found.length)).toBe(0);
    expect(await violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('[role=alertdialog]') === null);
    expect(await page.evaluate((): readonly Answer[] => window.fakeRpc.fake.answers)).toEqual([{ accept: false }]);
  });
});

describe('the browser of the case', () => {
  it('says how it runs, and offers to start it anew when settings changed or a login is to be kept', async () => {
    await show(`#/case/${CASE}/browser`);
    await page.waitForSelector('::-p-aria([name="Keep logins…"])');
    await page.evaluate(async () => {
      window.fakeRpc.fake.browser = { ...window.fakeRpc.fake.browser, isCurrent: false };
      await window.fakeRpc.client.call('settings.change', { proxy: 'http://127.0.0.1:9' });
    });
    await page.locator('::-p-aria([name="Restart needed"])').click();
    await page.waitForSelector('[role=dialog]');
    // Until it is started anew it runs as it was.
    expect(await textOf('main')).toContain('No proxy');
    await page.locator('[role=dialog] ::-p-aria([name="Restart the browser"][role="button"])').click();
    await page.waitForFunction(() => document.querySelector('main')?.textContent.includes('http://127.0.0.1:9'));
    await page.locator('::-p-aria([name="Keep logins…"])').click();
    await page.waitForSelector('[role=dialog]');
    expect(await violations()).toEqual([]);
    await page.type('[role=dialog] input', 'Kraampje\n');
    await page.waitForSelector('::-p-aria([name="Login: kraampje"])');
  });
});

describe('an exhibit', () => {
  it('shows a picture of 40,000 px with few tiles, wherever one looks', async () => {
    await show(`#/case/${CASE}/exhibit/E-0001`);
    const canvas = '[role=application] canvas';
    const shown = (): Promise<{ tiles: number; held: number; level: number }> =>
      page.$eval(canvas, ({ dataset }) => ({
        tiles: Number(dataset['tiles']),
        held: Number(dataset['held']),
        level: Number(dataset['level']),
      }));
    await page.waitForSelector(`${canvas}[data-tiles]`);
    await page.focus('[role=application]');
    const seen = [];
    for (const key of ['1', 'PageDown', 'PageDown', 'PageDown', 'PageDown', 'PageDown', 'PageDown', 'End', '9', '0', 'Home'] as const) {
      await page.keyboard.press(key);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      seen.push(await shown());
    }
    expect(Math.max(...seen.map(({ tiles }) => tiles))).toBeLessThan(60);
    expect(Math.max(...seen.map(({ held }) => held))).toBeLessThan(768);
    await page.keyboard.press('1');
    await page.waitForSelector(`${canvas}[data-level="0"]`);
    await page.keyboard.press('9');
    await page.waitForSelector(`${canvas}[data-level="5"], ${canvas}[data-level="6"]`);
    expect(await page.$$eval('canvas', (all) => all.length)).toBe(2);
  });

  it('has every part within reach of the keyboard, and nothing that axe finds wrong', async () => {
    await show(`#/case/${CASE}/exhibit/E-0003`);
    await page.waitForSelector('[role=tab][aria-selected=true]');
    await page.focus('[role=tab][aria-selected=true]');
    const names: string[] = [];
    for (let i = 0; i < 10; i += 1) {
      names.push(await textOf('[role=tab][aria-selected=true]'));
      await page.waitForFunction(() => (document.querySelector('[role=tabpanel]')?.textContent.length ?? 0) > 20);
      expect(await violations(i === 0 ? undefined : '[role=tabpanel]')).toEqual([]);
      await page.keyboard.press('ArrowRight');
    }
    expect(names.join()).toBe('Picture,Text,Page facts,Statements,Media,Network,Certificate,Custody,Completeness,Files');
  });

  it('is looked at for a reason, in the words of the person', async () => {
    await show('#/cases');
    await page.evaluate(() => window.fakeRpc.fake.reasons.clear());
    // A window that has not read this exhibit before.
    await show(`#/case/${CASE}/exhibit/E-0005`);
    await page.waitForSelector('[role=dialog]');
    expect(await violations()).toEqual([]);
    await page.type('[role=dialog] input', 'Hearing of 3 December\n');
    await page.waitForSelector('[role=tab]');
    expect(await page.evaluate(() => [...window.fakeRpc.fake.reasons])).toEqual([[CASE, 'Hearing of 3 December']]);
    await page.waitForFunction(() => document.querySelector('aside')?.textContent.includes('Hearing of 3 December'));
  });

  it('keeps thousands of exchanges out of the document but in view', async () => {
    await show(`#/case/${CASE}/exhibit/E-0001`);
    await page.waitForSelector('[role=tab]');
    await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('[role=tab]')].find(({ textContent }) => textContent === 'Network')?.click(),
    );
    await page.waitForSelector('[role=grid] [role=row][aria-rowindex="2"]');
    await page.focus('[role=grid]');
    await page.keyboard.press('End');
    await page.waitForSelector('[role=grid] [role=row][aria-rowindex="3205"][aria-selected=true]');
    expect(await page.$$eval('[role=grid] [role=row]', (rows) => rows.length)).toBeLessThan(80);
    await page.type('input[type=search]', '404 script');
    await page.waitForFunction(() => /^\d+ of 3,204/.test(document.querySelector('[role=tabpanel] [role=status]')?.textContent ?? ''));
    await page.waitForFunction(() => !document.querySelector('[role=tabpanel] [role=status]')?.textContent.startsWith('3,204'));
  });

  it('takes a note that stays text', async () => {
    await show(`#/case/${CASE}/exhibit/E-0001`);
    await page.waitForSelector('aside textarea');
    await page.type('aside textarea', 'Same box <img src=x onerror=alert(1)>');
    await page.keyboard.down('Control');
    await page.keyboard.press('Enter');
    await page.keyboard.up('Control');
    await page.waitForSelector('aside li');
    expect(await textOf('aside li')).toContain('Same box <img src=x onerror=alert(1)>');
    expect(await page.$$eval('aside img', (found) => found.length)).toBe(0);
    expect(await page.$eval('aside textarea', (field) => field.value)).toBe('');
  });
});

describe('times, recipients and receipts', () => {
  it('lets authorities be switched off and asked again, and units be entered in the register', async () => {
    await show('#/settings');
    await page.waitForSelector('::-p-aria([name="Northern Time"])');
    expect(await violations()).toEqual([]);
    await press('Northern Time');
    await page.waitForFunction(async () => (await window.fakeRpc.client.call('time.read', {})).authorities[0]?.enabled === false);
    await press('Ask again now');
    await page.waitForFunction(() => document.querySelector('main')?.textContent.includes('Nothing is waiting for an answer.'));
    await press('Add a recipient');
    await page.waitForSelector('[role=dialog]');
    await page.keyboard.type('Customs, Antwerp');
    await page.locator('[role=dialog] ::-p-aria([name="Key for encryption (age1…)"])').fill(`age1${'p'.repeat(58)}`);
    await page.locator('[role=dialog] ::-p-aria([name="How you made sure that these keys are theirs"])').fill('By hand');
    expect(await violations('[role=dialog]')).toEqual([]);
    await press('Add a recipient');
    await page.waitForFunction(() => document.querySelector('main')?.textContent.includes('Customs, Antwerp'));
  });

  it('encrypts an export to chosen recipients, shows the digest of the file, and takes the receipt', async () => {
    await show(`#/case/${CASE}/export?exhibits=E-0002`);
    await press('Whoever has it');
    await press('Recipients of the register');
    // Nobody is chosen yet: nothing is made.
    await page.waitForFunction(() => document.querySelector('main button[data-disabled]')?.textContent.includes('Make the package'));
    await press('Parket Antwerpen');
    await press('Make the package');
    await page.waitForSelector('[role=dialog] ::-p-text(only the recipients you chose can open it)');
    await press('Make the package');
    await page.waitForSelector('::-p-text(SHA-256 of the encrypted file)');
    expect(await violations()).toEqual([]);
    await show(`#/case/${CASE}`);
    await page.waitForSelector('::-p-text(No receipt yet)');
    await press('Add a receipt');
    const [chooser] = await Promise.all([
      page.waitForFileChooser(),
      page.locator('[role=dialog] ::-p-aria([name="Choose a file"][role="button"])').click(),
    ]);
    await chooser.accept([projectPath('LICENSE')]);
    await press('Record it');
    await page.waitForSelector('::-p-text(Signed by the receiving station)');
    expect(await violations()).toEqual([]);
  });
});

describe('the gallery', () => {
  beforeAll(async () => {
    await page.evaluate((many) => {
      const { fake, client } = window.fakeRpc;
      const some = fake.exhibits.slice(0, 22);
      fake.exhibits = Array.from({ length: many }, (_, i) => ({
        ...(some[i % 22] ?? fake.exhibits[0]),
        exhibit: `E-${String(many - i).padStart(4, '0')}`,
      })) as typeof fake.exhibits;
      for (const item of fake.cases) client.tell('case.changed', item);
    }, MANY);
  });

  it.each(views)('scrolls through a hundred thousand exhibits as %s with a bounded document', async (view) => {
    await show('#/exhibits');
    await page.waitForSelector('[role=grid]');
    if (view === 'table') await page.click('button[aria-label="As a table"]');
    await page.waitForSelector('#result-0');
    let most = 0;
    for (const part of [0.001, 0.3, 0.7, 0.95, 1]) {
      await page.$eval('[role=grid]', (grid, to) => grid.scrollTo({ top: to * grid.scrollHeight }), part);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      most = Math.max(most, await page.$$eval('[role=grid] *', (all) => all.length));
    }
    await page.waitForSelector('#result-99999');
    expect(most).toBeLessThan(1_500);
    await page.focus('[role=grid]');
    await page.keyboard.press('Home');
    await page.waitForSelector('#result-0');
    expect(await violations()).toEqual([]);
  });

  it('finds, chooses by keyboard, and hands the choice to the export', async () => {
    await show(`#/case/${CASE}/exhibits?text=turtle-nobody-has`);
    await page.waitForFunction(() => document.body.textContent.includes('Nothing found'));
    await page.evaluate(() => {
      location.hash = '#/case/K-2026-014/exhibits?text=gabon';
    });
    await page.waitForSelector('#result-0 mark');
    expect(await textOf('#result-0 mark')).toBe('Gabon');
    await page.focus('[role=grid]');
    await page.keyboard.press(' ');
    await page.waitForSelector('#result-0[aria-selected=true]');
    await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button')].find(({ textContent }) => textContent === 'Export')?.click(),
    );
    await page.waitForFunction(() => /^#\/case\/K-2026-014\/export\?exhibits=E-\d{4,9}$/.test(location.hash));
  });

  it('chooses among a hundred thousand for the export, by words and by keyboard', async () => {
    await show(`#/case/${CASE}/export?exhibits=E-0002`);
    await page.waitForSelector('#choice-0');
    expect(await violations()).toEqual([]);
    await page.focus('[role=listbox]');
    await page.keyboard.press('End');
    await page.waitForFunction(() => {
      const at = document.querySelector('[role=listbox]')?.getAttribute('aria-activedescendant');
      return at !== 'choice-0' && document.querySelector(`#${at} b`)?.textContent.startsWith('E-') === true;
    });
    await page.keyboard.press(' ');
    await page.waitForFunction(() => /^2 of \d+,\d+ chosen/.test(document.querySelector('main [role=status]')?.textContent ?? ''));
    expect(await page.$$eval('[role=listbox] [role=option]', (all) => all.length)).toBeLessThan(60);
    await page.type('input[type=search]', 'zqx');
    await page.waitForFunction(() => document.querySelector('[role=listbox]')?.textContent.includes('Nothing found'));
    await page.locator('::-p-aria([name="Choose none"])').click();
    await page.waitForFunction(() => document.querySelector('main [role=status]')?.textContent.startsWith('0 of'));
  });
});

describe('batch and captures', () => {
  it('take lines into the queue and tell those that were refused', async () => {
    await show(`#/case/${CASE}/batch`);
    await page.waitForSelector('textarea');
    await page.type('textarea', 'https://a.example/1\nftp://b.example/\n<b>no</b>\nhttps://c.example/2');
    await page.evaluate(() => document.querySelector('form')?.requestSubmit());
    await page.waitForFunction(() => document.body.textContent.includes('2 addresses were added. 2 lines were refused:'));
    expect(await page.$$eval('form b', (found) => found.length)).toBe(0);
    await page.waitForFunction(() => document.querySelectorAll('[role=region] li').length === 2);
    expect(await violations()).toEqual([]);
  });

  it('say what a capture that was stopped kept and misses', async () => {
    await show(`#/case/${CASE}/browser`);
    await page.waitForSelector('input[inputmode=url]');
    await openTab(AD);
    await page.evaluate(async () => {
      const { fake, client } = window.fakeRpc;
      fake.stageMs = 60_000;
      fake.captures = [];
      await client.call('captures.start', { tabs: fake.tabs.map(({ id }) => id) });
      location.hash = '#/captures';
    });
    await page.waitForSelector('article button');
    expect(await violations()).toEqual([]);
    await page.click('article button');
    await page.waitForFunction(() => document.querySelector('article')?.textContent.includes('it was stopped by the operator'));
    expect(await textOf('article')).toContain('1 file');
    expect(await violations()).toEqual([]);
  });
});
