import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBareBrowser } from '../support/bare-page.ts';
import { eventually } from '../support/eventually.ts';
import { isLongTier } from '../support/tier.ts';
import { projectPath } from '../support/project.ts';
import type { Person } from './person.ts';
import { startApp } from './running-app.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBareBrowser();
});
afterAll(() => browser.close());

const PASSPHRASE = 'four words that stay';

describe('a newcomer', () => {
  it(
    'answers three questions, captures an ad, looks at it, makes a statement of its text, exports it, and reads the verdict',
    { timeout: 240_000 },
    async () => {
      const { person } = await startApp(browser);
      await answerThreeQuestions(person);
      await captureAnAd(person);
      await captureAnotherByKey(person);
      await lookAtTheExhibit(person);
      await sayWhoShowedIt(person);
      await addAFile(person);
      const path = await exportAPackage(person);
      expect(path).toMatch(/practice_interpol_\w+\.zip$/);
      await openThePackage(person, path);
    },
  );

  // A second app: in the long tier. That the engine comes back for its window is tried at every change in test/workstation.
  it.each(isLongTier() ? ['is told'] : [])(
    '%s when the engine was lost, and finds everything again behind the right passphrase',
    { timeout: 120_000 },
    async () => {
      const { person, killEngine } = await startApp(browser);
      await answerThreeQuestions(person);
      const origin = new URL(await person.readAddress()).origin;
      await person.press('Batch', 'link');
      await person.fill('Addresses', `${origin}/annonces`);
      await person.press('Add 1 line');
      await person.see('Capturing', '/annonces');
      await person.meetsNoBarrier();
      killEngine();
      await person.see('The engine ended unexpectedly and was started again.');
      await person.meetsNoBarrier();
      await person.fill('Passphrase', 'four words that went');
      await person.press('Unlock');
      await person.see('This passphrase does not open the vault.');
      await person.meetsNoBarrier();
      await person.fill('Passphrase', PASSPHRASE);
      await person.press('Unlock');
      await person.see('Batch capture', `${origin}/annonces`);
      expect(await person.read()).not.toContain('The queue is empty');
    },
  );
});

// A third one: each act with its engine is tried at every change in test/engine, its screens in test/renderer.
it.each(isLongTier() ? ['erases'] : [])(
  'whoever %s a file by law, changes the key and has lost the passphrase goes on working',
  { timeout: 240_000 },
  async () => {
    const { person } = await startApp(browser);
    const code = await answerThreeQuestions(person);
    await addAFile(person, '1 kept');
    // The notice lies over the lower edge.
    await person.press('Close');
    await person.press('E-0001', 'link');
    await person.press('Training');
    await person.see('The agency, by hand');
    await person.press('Erase E-0001 by law…');
    await person.see('What is destroyed', 'What this does not reach');
    await person.fill('Reason', 'Given by mistake');
    await person.fill('Legal ground', 'Order 12/2026');
    await person.fill('Write E-0001 to confirm', 'E-0001\n');
    await person.see('It was erased by law.', 'Given by mistake', 'Order 12/2026', 'Exhibit erased');
    expect(await person.read()).not.toContain('The agency, by hand');
    await person.meetsNoBarrier();

    await person.press('Settings', 'link');
    await person.press('Change the evidence key…');
    await person.fill('Passphrase of the vault, again', `${PASSPHRASE}\n`);
    await person.see('Fingerprint until then', 'Fingerprint from then on');
    await person.meetsNoBarrier();
    await person.page.keyboard.press('Escape');
    await person.press('Cases', 'link');
    await person.page.locator('nav ::-p-text(PRACTICE)').click();
    await addAFile(person, '1 kept');

    await person.press('Lock the vault (4711)');
    await person.press('I have lost the passphrase');
    await person.fill('Recovery code', code.toLowerCase());
    await person.fill('New passphrase', 'four words that came');
    await person.fill('Passphrase again', 'four words that came\n');
    await person.see('PRACTICE');
    await person.press('Lock the vault (4711)');
    await person.fill('Passphrase', 'four words that came');
    await person.press('Unlock');
    await person.see('PRACTICE');
  },
);

/** Screens that test/renderer looks at as well: once more in the long tier, with a real engine behind them. */
async function meetsNoBarrierHereEither(person: Person): Promise<void> {
  if (isLongTier()) await person.meetsNoBarrier();
}

/** Gives the recovery code. */
async function answerThreeQuestions(person: Person): Promise<string> {
  await person.see('Set up this station');
  await meetsNoBarrierHereEither(person);
  await person.fill('Your service number', '4711');
  await person.fill('Your agency', 'Customs');
  await person.fill('Passphrase', PASSPHRASE);
  await person.fill('Passphrase again', PASSPHRASE);
  await person.press('Make it and try the practice market');
  await person.see('Keep this recovery code', /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){6}/);
  const [code = ''] = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){6}/.exec(await person.read()) ?? [];
  await person.meetsNoBarrier();
  await person.press('I have kept it: make the vault');
  await person.see('Evidence browser of case PRACTICE', 'Recording');
  await person.seePicture();
  return code;
}

async function captureAnAd(person: Person): Promise<void> {
  const front = await person.readAddress();
  await eventually(async () => {
    // The page may still be putting itself together under the pointer.
    if ((await person.readAddress()) === front) await person.clickPicture(134, 398);
    expect(await person.readAddress()).toMatch(/\/annonce\/\d+-/);
  });
  await person.press('Capture');
  await person.see('E-0001', /Seen\s+[\d.]+\sm?s/);
  await person.see(/Sealed\s+[\d.]+\sm?s/, /Already captured as E-0001/);
  await person.meetsNoBarrier();
}

async function captureAnotherByKey(person: Person): Promise<void> {
  const { origin } = new URL(await person.readAddress());
  await person.fill('Address', `${origin}/annonce/2-x\n`);
  await eventually(async () => expect(await person.readAddress()).toMatch(/\/annonce\/2-/));
  await person.page.waitForSelector('::-p-aria([name="Load again"])');
  await person.seePicture();
  const { keyboard } = person.page;
  await keyboard.down('Control');
  await keyboard.down('Shift');
  await keyboard.press('KeyS');
  await keyboard.up('Shift');
  await keyboard.up('Control');
  await person.see('E-0002', /Sealed\s+[\d.]+\sm?s/, '2 kept');
  await person.page.reload();
  await person.see('E-0002', /Sealed\s+[\d.]+\sm?s/, '2 kept', '2 captures');
  await person.seePicture();
}

async function lookAtTheExhibit(person: Person): Promise<void> {
  await person.press('E-0002', 'link');
  await person.see('Why do you look at these exhibits?');
  await person.meetsNoBarrier();
  await person.press('Training');
  await person.see('What this does not show', 'for practice no authority is asked');
  await person.seePicture();
  await meetsNoBarrierHereEither(person);
  await person.press('Page facts', 'tab');
  await person.see('Character set', 'practice-grenier.localhost');
  await person.press('Completeness', 'tab');
  await person.see('Nothing is known to be missing');
  await person.fill('Write a note', 'Same seller as E-0001?');
  await person.press('Add note');
  await person.press('Custody', 'tab');
  await person.see('Exhibit looked at', 'Training', 'Note added', 'Same seller as E-0001?');
  await person.meetsNoBarrier();
}

/** From words of the page, selected by keys, to a statement that rests on them. */
async function sayWhoShowedIt(person: Person): Promise<void> {
  const { page } = person;
  await person.press('Text', 'tab');
  await page.focus('pre');
  await page.keyboard.down('Shift');
  await page.keyboard.press('End');
  await page.keyboard.up('Shift');
  await page.waitForSelector('::-p-aria([name="Statement from the selection"]):not([data-disabled])');
  await person.press('Statement from the selection');
  await person.fill('Platform (needed)', 'Grenier');
  await meetsNoBarrierHereEither(person);
  await person.press('Make the statement');
  await page.waitForFunction(() => document.querySelector('[role=dialog]') === null);
  await person.press('Statements', 'tab');
  await person.see(', Grenier', 'shown by the page', /Whether it is true\s+not assessed/, 'X4', 'text of the page');
}

async function addAFile(person: Person, kept = '3 kept'): Promise<void> {
  await person.press('Cases', 'link');
  await meetsNoBarrierHereEither(person);
  await person.page.locator('nav ::-p-text(PRACTICE)').click();
  await person.press('Add files');
  await person.chooseFile('Choose files', projectPath('LICENSE'));
  await person.fill('Where they come from', 'The agency, by hand');
  await person.meetsNoBarrier();
  await person.press('Add to the case');
  await person.see('1 file was added to PRACTICE.', 'LICENSE', kept);
  await person.meetsNoBarrier();
}

async function exportAPackage(person: Person): Promise<string> {
  await person.press('Export', 'link');
  await person.see('What goes in', '3 exhibits');
  await person.page.locator('::-p-text(INTERPOL, through)').click();
  await person.see(/What stays out[^]*Facts about the station[^]*Not chosen/);
  await person.press('Show the forms');
  await person.see('to be completed');
  await person.press('Back to the choices');
  await person.page.locator('::-p-text(With a report)').click();
  await person.see(/What stays out[^]*Report/);
  await meetsNoBarrierHereEither(person);
  await person.press('Make the package');
  await person.see('Make this package?', 'The file is not encrypted');
  await person.page.locator('[role=dialog] ::-p-aria([name="Make the package"][role="button"])').click();
  await person.see('The package is made');
  await readTheVerdict(person);
  return /\/\S+\.zip/.exec(await person.read())?.[0] ?? '';
}

async function openThePackage(person: Person, path: string): Promise<void> {
  await person.press('Open package', 'link');
  await meetsNoBarrierHereEither(person);
  await person.chooseFile('Choose a file', path);
  await readTheVerdict(person);
  await person.meetsNoBarrier();
}

async function readTheVerdict(person: Person): Promise<void> {
  await person.see(/Integrity\s+Pass/, /Custody\s+Pass/, /Authorship\s+Not checked/, /Time\s+Not checked/, /Completeness\s+As recorded/);
  await person.see('PRACTICE: made for practising. This is no evidence.');
}
