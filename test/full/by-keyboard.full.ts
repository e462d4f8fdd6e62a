import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Keyboard } from '../e2e/keyboard.ts';
import { startApp } from '../e2e/running-app.ts';
import { launchBareBrowser } from '../support/bare-page.ts';
import { eventually } from '../support/eventually.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBareBrowser();
});
afterAll(() => browser.close());

const PASSPHRASE = 'four words that stay';

it(
  'lets a person without a mouse set up the station, browse, capture, look, note, export, and read the verdict',
  { timeout: 400_000 },
  async () => {
    const { person } = await startApp(browser);
    const keys = new Keyboard(person.page);

    await person.see('Set up this station');
    await keys.type('4711');
    await keys.tabTo('Your agency');
    await keys.type('Customs');
    await keys.tabTo('Passphrase');
    await keys.type(PASSPHRASE);
    await keys.tabTo('Passphrase again');
    await keys.type(PASSPHRASE);
    await keys.tabTo('Make it and try the practice market');
    await keys.press('Enter');
    await person.see('Keep this recovery code');
    await keys.tabTo('I have kept it: make the vault');
    await keys.press('Enter');
    await person.see('Evidence browser of case PRACTICE', 'Recording');
    await person.seePicture();

    // In the page: its own stops, until a link of it was followed. F6 leads back.
    const front = await person.readAddress();
    await keys.press('Control', 'l');
    await keys.tabTo('Keys for the page');
    // Its first link leads to where one is: each time one stop further.
    let stops = 0;
    await eventually(async () => {
      stops += 1;
      for (let stop = 0; stop < stops; stop += 1) await keys.press('Tab');
      await keys.press('Enter');
      await person.page.waitForFunction(
        (before) => document.querySelector<HTMLInputElement>('input[inputmode=url]')?.value !== before,
        { timeout: 2000 },
        front,
      );
    });
    await person.page.waitForSelector('::-p-aria([name="Load again"])');
    await keys.press('F6');
    await keys.press('Control', 'a');
    await keys.type(`${new URL(front).origin}/annonce/2-x\n`);
    await eventually(async () => expect(await person.readAddress()).toMatch(/\/annonce\/2-/));
    await person.page.waitForSelector('::-p-aria([name="Load again"])');
    await person.seePicture();
    await keys.press('Control', 'Shift', 's');
    await person.see('E-0001', /Sealed\s+[\d.]+\sm?s/);

    // Tab goes to the page: F6 leads past it, to the captures.
    await keys.press('Control', 'l');
    await keys.press('F6');
    await keys.keepsPlace('E-0001');
    await keys.press('Enter');
    await person.see('Why do you look at these exhibits?');
    await keys.tabTo('Training');
    await keys.press('Enter');
    await person.see('What this does not show');
    await keys.keepsPlace();
    await keys.tabTo('Picture');
    await keys.press('ArrowRight');
    await keys.press('ArrowRight');
    await person.see('Character set');
    await keys.tabTo('Write a note');
    await keys.type('Same seller?');
    await keys.tabTo('Add note');
    await keys.press('Enter');
    await person.see(/Same seller\?/);
    await keys.keepsPlace();

    await keys.press('Control', 'k');
    await person.page.waitForSelector('[role=dialog] input:focus');
    await keys.type('practice');
    await person.page.waitForSelector('[role=dialog] [role=option]');
    await keys.press('Enter');
    await person.see('Latest exhibits');
    await keys.keepsPlace();
    await keys.tabTo('Export');
    await keys.press('Enter');
    await person.see('What goes in', '1 exhibit');
    await keys.keepsPlace();
    await keys.tabTo('Make the package');
    await keys.press('Enter');
    await person.see('Make this package?');
    await keys.tabTo('Make the package');
    await keys.press('Enter');
    await person.see('The package is made', /Integrity\s+Pass/);
    await keys.keepsPlace();
    const path = /\/\S+\.zip/.exec(await person.read())?.[0] ?? '';

    await keys.tabTo('Skip to the work area');
    await keys.tabTo('Open package');
    await keys.press('Enter');
    await person.see('Drop a package here');
    await keys.keepsPlace();
    await keys.tabTo('Skip to the work area');
    await keys.press('Enter');
    await keys.tabTo('Choose a file');
    const [chooser] = await Promise.all([person.page.waitForFileChooser(), keys.press('Enter')]);
    await chooser.accept([path]);
    await person.see(/Integrity\s+Pass/, /Custody\s+Pass/, 'PRACTICE: made for practising. This is no evidence.');
    await keys.keepsPlace();
    expect([...keys.unseen]).toEqual([]);
  },
);
