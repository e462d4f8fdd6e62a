import { describe, expect, it } from 'vitest';
import { COLOUR_RULES } from '../support/barriers.ts';
import type { FakeStart } from '../support/fake-rpc/fake-station.ts';
import { findLostInHighContrast, setHighContrast } from '../support/lost-in-high-contrast.ts';
import { EVERY_SCREEN } from './preview/every-screen.ts';
import type { EveryScreen } from './preview/hands.ts';
import { usePreviewWindow } from './preview/preview-window.ts';

const window = usePreviewWindow();

const WORKING: FakeStart = {};

/** Screens, each in the state in which most of it is there. */
const SCREENS: readonly { readonly name: string; readonly start: FakeStart; readonly hash?: string }[] = [
  { name: 'first start', start: { vault: 'none' } },
  { name: 'unlock', start: { vault: 'locked' } },
  { name: 'vault in use', start: { vault: 'busy' } },
  { name: 'cases', start: { opening: { interrupted: ['E-0007'], exportsEnded: 1, restored: true, moved: true } } },
  { name: 'no case', start: { empty: true } },
  { name: 'case', start: WORKING, hash: '#/case/K-2026-014' },
  { name: 'practice case', start: WORKING, hash: '#/case/PRACTICE' },
  { name: 'unknown case', start: WORKING, hash: '#/case/nothing' },
  { name: 'settings', start: WORKING, hash: '#/settings' },
  { name: 'export', start: WORKING, hash: '#/case/K-2026-014/export?exhibits=E-0001' },
  { name: 'open package', start: WORKING, hash: '#/open-package' },
];

let shown: FakeStart | undefined;

/** Goes to a screen as a person does where the window is there already: loading it is half of what a look costs. */
async function show(start: FakeStart, hash?: string): Promise<void> {
  const { open, page } = window();
  if (start !== shown || hash === undefined) {
    await open(start, hash);
  } else {
    const before = await page.$eval('h1', ({ textContent }) => textContent);
    await page.evaluate((to) => {
      void globalThis.window.fakeRpc.client.call('settings.change', { theme: 'light' });
      location.hash = to;
    }, hash);
    await page.waitForFunction((old) => ![null, old].includes(document.querySelector('h1')?.textContent ?? null), {}, before);
  }
  shown = start;
}

/** All rules in light; what differs in dark are the colours alone. */
async function findBarriersInBoth(): Promise<readonly string[]> {
  const { findBarriers, page } = window();
  await page.waitForSelector('html[data-theme=light]');
  const light = await findBarriers();
  await page.evaluate(() => globalThis.window.fakeRpc.client.call('settings.change', { theme: 'dark' }));
  await page.waitForSelector('html[data-theme=dark]');
  return [...light, ...(await findBarriers({ rules: COLOUR_RULES }))];
}

describe('the window, light and dark', () => {
  it.each(SCREENS)('has no barrier that axe finds, and no text that is lost at twice its size: $name', async ({ start, hash }) => {
    const { page, findLost } = window();
    await show(start, hash);
    await page.waitForSelector('[role=progressbar]', { hidden: true });
    expect(await findBarriersInBoth()).toEqual([]);
    expect(await findLost()).toEqual([]);
  });

  it('has none in a verdict with findings', async () => {
    const { open, page } = window();
    await open({});
    await page.evaluate(async () => {
      const job = await globalThis.window.fakeRpc.client.call('package.verify', { file: { upload: 'u-1' }, name: 'changed.zip' });
      location.hash = `#/open-package?job=${job.job}`;
    });
    await page.waitForSelector('::-p-text(file-changed)');
    expect(await findBarriersInBoth()).toEqual([]);
  });

  it('has none in a dialog', async () => {
    const { open, page } = window();
    await open({});
    await page.keyboard.press('?');
    await page.waitForSelector('[role=dialog]');
    expect(await findBarriersInBoth()).toEqual([]);
  });
});

describe('axe', () => {
  it('would have found one', async () => {
    const { open, findBarriers, page } = window();
    await open({});
    await page.evaluate(() => document.querySelector('main')?.append(document.createElement('button')));
    expect((await findBarriers()).map((barrier) => barrier.split(':')[0])).toEqual(['button-name']);
  });
});

describe('text that is lost', () => {
  it('would have been found: cut off, over other text, and beside the window', async () => {
    const { open, findLost, page } = window();
    await open({});
    await page.evaluate(() => {
      const lines: readonly (readonly [words: string, rules: Partial<CSSStyleDeclaration>])[] = [
        ['cut off', { width: '2rem', overflow: 'hidden', whiteSpace: 'nowrap' }],
        ['below', { height: '2rem' }],
        ['above', { marginTop: '-2rem' }],
        ['far', { width: '300rem', height: '1px' }],
      ];
      for (const [words, rules] of lines.toReversed()) {
        const line = document.createElement('p');
        line.textContent = words;
        Object.assign(line.style, rules);
        document.querySelector('main')?.prepend(line);
      }
    });
    const found = (await findLost()).filter((lost) => !lost.startsWith('at 200%'));
    expect(found.map((lost) => lost.split(' ')[0])).toEqual(['sideways', 'cut', 'over']);
  });
});

const screenOf = (name: string): EveryScreen => EVERY_SCREEN.find((screen) => screen.name === name) ?? { name };

describe('in high contrast', () => {
  it.each(['export with a passphrase', 'capture under way'])('texts, buttons and what is chosen can be told: %s', async (name) => {
    const { show, page } = window();
    await show(screenOf(name));
    await setHighContrast(page, true);
    expect(await findLostInHighContrast(page)).toEqual([]);
    // The light of the recording is drawn, not written.
    const light = await page.$$eval('[class*=_light_]', (all) => all.map((one) => getComputedStyle(one).backgroundColor));
    expect(light).toEqual(name.startsWith('capture') ? ['rgb(0, 0, 0)'] : []);
  });

  it('what would be lost is found', async () => {
    const { show, page } = window();
    await show(screenOf('capture under way'));
    await setHighContrast(page, true);
    await page.evaluate(() => {
      const rules = new CSSStyleSheet();
      rules.replaceSync(`
        [aria-current] { outline: none !important }
        [class*=_button_] { border: 0 !important }
        [class*=_number_] { color: Canvas !important }`);
      document.adoptedStyleSheets.push(rules);
    });
    const found = new Set((await findLostInHighContrast(page)).map((lost) => lost.split(':')[0]));
    expect(found).toEqual(new Set(['chosen, and looks like the others', 'no line around', 'unreadable']));
  });
});

describe('where movement is unwanted', () => {
  it('nothing moves, not even while a capture is under way', async () => {
    const { show, page } = window();
    await show(screenOf('capture under way'));
    await setHighContrast(page, false);
    const moving = (): Promise<number> => page.evaluate(() => document.getAnimations().length);
    expect(await moving()).toBe(0);
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'no-preference' }]);
    expect(await moving()).toBeGreaterThan(0);
    await setHighContrast(page, false);
  });
});

describe('by keyboard alone', () => {
  it('a newcomer sets up the station and opens a case', async () => {
    const { open, page, tabTo, read } = window();
    await open({ vault: 'none' });
    await page.keyboard.press('Enter');
    await page.waitForSelector('::-p-text(Please fill this in.)');
    await page.keyboard.type('W-4471');
    await tabTo('Your agency');
    await page.keyboard.type('Federal Wildlife Crime Unit');
    await tabTo('Passphrase');
    await page.keyboard.type('four unrelated words here');
    await tabTo('Passphrase again');
    await page.keyboard.type('four unrelated words');
    await page.keyboard.press('Enter');
    await page.waitForSelector('::-p-text(The two are not the same.)');
    await page.keyboard.type(' here');
    await page.keyboard.press('Enter');
    await page.waitForSelector('::-p-text(Keep this recovery code)');
    await tabTo('I have kept it: make the vault');
    await page.keyboard.press('Enter');
    await page.waitForSelector('::-p-text(No case yet)');
    await tabTo('New case');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=dialog]');
    await page.keyboard.type('K-2026-099');
    await tabTo('Title');
    await page.keyboard.type('Parrots');
    await page.keyboard.press('Enter');
    await page.waitForSelector('::-p-text(Nothing captured yet)');
    expect(await page.evaluate(() => location.hash)).toBe('#/case/K-2026-099');
    expect(await read()).toContain('Parrots');
  });

  it('a package is exported after it was said what will happen, and its verdict is read', async () => {
    const { open, page, tabTo, read } = window();
    await open({}, '#/case/K-2026-014/export');
    await page.waitForSelector('::-p-text(19 exhibits)');
    expect(await read()).toMatch(/Cookies and passwords that were recorded/);
    await tabTo('Make the package');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=dialog] ::-p-text(The file is sent nowhere)');
    await tabTo('Make the package');
    await page.keyboard.press('Enter');
    await page.waitForSelector('::-p-text(K-2026-014-prosecutor-0001.zip)');
    const verdict = await read();
    expect(verdict).toContain('Signed by a key about which you have said nothing');
    expect(verdict).toContain('That the site really sent this content cannot be shown by this package');
  });

  it('is never without a place: on another screen, after a dialog, and in the work by the first stop of all', async () => {
    const { open, page, tabTo } = window();
    await open({});
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.id ?? document.activeElement?.localName ?? '');
    await tabTo('K-2026-014');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#work:focus');
    await tabTo('Add files');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=dialog]:focus, [role=dialog] :focus');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Add files');
    await tabTo('Skip to the work area');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('work');
  });

  it('Ctrl+K goes to a case by a few letters, and ? shows the shortcuts', async () => {
    const { open, page } = window();
    await open({});
    await page.keyboard.down('Control');
    await page.keyboard.press('k');
    await page.keyboard.up('Control');
    await page.waitForSelector('[role=dialog] input:focus');
    await page.keyboard.type('tortoises');
    await page.waitForSelector('[role=option]');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.hash === '#/case/K-2026-014');
    await page.waitForSelector('[role=dialog]', { hidden: true });
    await page.keyboard.press('?');
    await page.waitForSelector('[role=dialog] kbd');
    await page.keyboard.press('Escape');
    await page.waitForSelector('[role=dialog]', { hidden: true });
    expect(await page.evaluate(() => location.hash)).toBe('#/case/K-2026-014');
  });
});

describe('the window', () => {
  it('speaks another language at once', async () => {
    const { open, page, read } = window();
    await open({}, '#/settings');
    await page.evaluate(() => globalThis.window.fakeRpc.client.call('settings.change', { language: 'nl' }));
    await page.waitForSelector('::-p-text(Instellingen)');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('nl');
    expect(await read()).toContain('Taal');
  });

  it('says what to do when a call fails, and when the engine is gone and back', async () => {
    const { open, page, read } = window();
    await open({ vault: 'locked' });
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=alert]');
    expect(await read()).toContain('This passphrase does not open the vault');
    await page.evaluate(() => globalThis.window.fakeRpc.client.setConnection('lost'));
    await page.waitForSelector('::-p-text(The engine does not answer.)');
    await page.evaluate(() => {
      globalThis.window.fakeRpc.fake.station = { ...globalThis.window.fakeRpc.fake.station, vault: 'open' };
      globalThis.window.fakeRpc.client.setConnection('open');
    });
    await page.waitForSelector('::-p-text(New case)');
  });

  it('shows what a page wrote as text alone, with what cannot be seen made visible', async () => {
    const { open, page } = window();
    await open({});
    await page.evaluate(() => {
      const { fake } = globalThis.window.fakeRpc;
      fake.cases = fake.cases.map((item) => ({ ...item, title: '<img src=x onerror=alert(1)> \u202Egpj.exe' }));
      location.hash = '#/case/K-2026-014';
    });
    await page.evaluate(() => globalThis.window.fakeRpc.client.tell('case.changed', globalThis.window.fakeRpc.fake.cases[0] as never));
    await page.waitForSelector('main ::-p-text(U+202E)');
    expect(await page.$('main img')).toBeNull();
  });

  it('needs nothing that the strict policy forbids', () => {
    expect(window().complaints).toEqual([]);
  });

  it('would have complained of a style in the markup', async () => {
    const { open, page, complaints } = window();
    await open({});
    await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<p style="color:red">x</p>'));
    await page.waitForSelector('p');
    expect(complaints.some((complaint) => complaint.includes('style-src'))).toBe(true);
  });
});
