import { CASE, type EveryScreen, type Hands } from './hands.ts';

const AD = 'http://practice-kraampje.localhost/v/1007-ad';

/** Presses these one after the other; the last opens a dialog. */
const dialog =
  (...words: readonly string[]): NonNullable<EveryScreen['act']> =>
  async ({ page, press }) => {
    for (const one of words) await press(one);
    return page.waitForSelector('[role=dialog]');
  };

/** A tab of the evidence browser with this address. */
const showTab = async ({ page }: Hands, url: string): Promise<void> => {
  await page.waitForSelector('input[inputmode=url]');
  await page.evaluate((address) => window.fakeRpc.client.call('tabs.open', { case: 'K-2026-014', url: address }), url);
};

const verify = async ({ page }: Hands, name: string): Promise<void> => {
  const job = await page.evaluate(async (file) => {
    const given = { file: { path: '/given.zip' }, name: file };
    return (await window.fakeRpc.client.call('package.verify', given)).job;
  }, name);
  await page.evaluate((hash) => void (location.hash = hash), `#/open-package?job=${job}`);
};

const erase = async (hands: Hands, what: { readonly case: string; readonly exhibit?: string }): Promise<void> => {
  await hands.page.evaluate(async (given) => {
    const confirmed = given.exhibit ?? given.case;
    const reason = 'Another person than the seller, told by the investigating judge of Antwerp';
    await window.fakeRpc.client.call('erasure.run', { ...given, reason, ground: 'Order 12/2026', confirmed });
  }, what);
};

/** Dialogs, and screens that are there only after something was done. */
export const MORE_SCREENS: readonly EveryScreen[] = [
  { name: 'recovery code at the first start', start: { vault: 'none' }, act: makeVault },
  { name: 'recovery at unlock', start: { vault: 'locked' }, act: ({ press }) => press('I have lost the passphrase') },
  { name: 'recovery with a mistyped code', start: { vault: 'locked' }, act: mistypeCode },
  { name: 'shortcuts', act: async ({ page }) => (await page.keyboard.press('?'), page.waitForSelector('[role=dialog]')) },
  { name: 'search dialog', act: searchCases },
  { name: 'new case', act: dialog('New case') },
  { name: 'close the case', hash: CASE, act: dialog('Close the case') },
  { name: 'add files', hash: CASE, act: dialog('Add files') },
  { name: 'add a receipt', hash: CASE, act: dialog('Add a receipt') },
  { name: 'retention', hash: CASE, act: dialog('Review retention') },
  { name: 'hold', hash: CASE, act: dialog('Put on hold') },
  { name: 'case on hold', hash: CASE, act: (hands) => hold(hands) },
  { name: 'erasure of a case', hash: CASE, act: (hands) => openErasure(hands, 'Erase the case by law') },
  {
    name: 'erased case',
    hash: CASE,
    act: async (hands) => (await erase(hands, { case: 'K-2026-014' }), hands.see('erased by law', 'main')),
  },
  { name: 'erasure of an exhibit', hash: `${CASE}/exhibit/E-0022`, act: (hands) => openErasure(hands, 'Erase E-0022 by law') },
  {
    name: 'erased exhibit',
    hash: CASE,
    act: async (hands) => {
      await erase(hands, { case: 'K-2026-014', exhibit: 'E-0022' });
      await hands.page.evaluate((hash) => void (location.hash = hash), `${CASE}/exhibit/E-0022`);
      await hands.see('Order 12/2026', 'main');
    },
  },
  {
    name: 'table of exhibits, one erased',
    hash: `${CASE}/exhibits`,
    act: async (hands) => {
      await erase(hands, { case: 'K-2026-014', exhibit: 'E-0022' });
      await hands.press('As a table');
      await hands.page.waitForSelector('#result-0');
      await hands.press('Choose E-0021');
    },
  },
  { name: 'exhibit of a failed attempt', hash: `${CASE}/exhibit/E-0006` },
  { name: 'save a file', hash: `${CASE}/exhibit/E-0003`, act: saveFile },
  { name: 'redaction', hash: `${CASE}/exhibit/E-0003`, act: coverPlace },
  { name: 'redaction of the text', hash: `${CASE}/exhibit/E-0003`, act: coverWords },
  { name: 'new statement', hash: `${CASE}/case-data`, act: dialog('New statement') },
  {
    name: 'statements of an exhibit',
    hash: `${CASE}/case-data`,
    act: async (hands) => (await makeStatement(hands), hands.see('Vendeur', 'main')),
  },
  {
    name: 'corroboration',
    hash: `${CASE}/exhibit/E-0003`,
    act: async (hands) => {
      await hands.page.locator('[role=tab][data-key=statements]').click();
      await hands.press('Corroborate');
      await hands.page.locator('[role=dialog] [role=option]').click();
      await hands.see('Two tortoises', '[role=dialog]');
    },
  },
  { name: 'browser with a page', hash: `${CASE}/browser`, act: async (hands) => (await showTab(hands, AD), hands.see('Already captured')) },
  { name: 'browser that could not open', hash: `${CASE}/browser`, act: (hands) => showTab(hands, `${AD}?fail`) },
  ...(['confirm', 'prompt', 'files', 'select', 'leave'] as const).map((kind): EveryScreen => ({
    name: `question of a page, ${kind}`,
    hash: `${CASE}/browser`,
    act: (hands) => showTab(hands, `${AD}?ask=${kind}`),
  })),
  { name: 'restart of the browser', hash: `${CASE}/browser`, act: restartBrowser },
  { name: 'logins', hash: `${CASE}/browser`, act: dialog('Keep logins') },
  { name: 'capture that ended', start: { stageMs: 10 }, hash: `${CASE}/browser`, act: (hands) => capture(hands, 'sealed') },
  { name: 'capture under way', start: { stageMs: 600_000 }, hash: `${CASE}/browser`, act: (hands) => capture(hands, 'running') },
  { name: 'batch with a queue', hash: `${CASE}/batch`, act: fillBatch },
  {
    name: 'export with a passphrase',
    hash: `${CASE}/export?exhibits=E-0002`,
    act: async ({ press, see }) => {
      await press('Platform (notice)');
      await see('question must be answered first');
      await press('Whoever has it');
      await press('Recipients of the register');
    },
  },
  {
    name: 'confirmation of an export',
    hash: `${CASE}/export`,
    act: async (hands) => (await hands.see('19 exhibits'), dialog('Make the package')(hands)),
  },
  {
    name: 'exported package',
    hash: `${CASE}/export`,
    act: async (hands) => {
      await hands.see('19 exhibits');
      await dialog('Make the package')(hands);
      await hands.press('Make the package');
      await hands.see('K-2026-014-prosecutor-0001.zip', 'main');
    },
  },
  {
    name: 'forms',
    hash: `${CASE}/export`,
    act: async ({ press, see }) => (await press('INTERPOL'), await press('Show the forms'), see('to be completed', 'main')),
  },
  { name: 'verdict with findings', act: async (hands) => (await verify(hands, 'changed.zip'), hands.see('file-changed')) },
  { name: 'verdict without a vault', start: { vault: 'none' }, act: async (hands) => (await verify(hands, 'a.zip'), hands.see('E-0003')) },
  { name: 'keep a package', act: async (hands) => (await verify(hands, 'Bern.zip'), dialog('Keep beside my cases')(hands)) },
  { name: 'continue a package', act: async (hands) => (await verify(hands, 'locked.age'), dialog('Continue as a case')(hands)) },
  { name: 'received package', hash: `${CASE}/received/E-0009`, act: ({ page }) => page.waitForSelector('main li a') },
  { name: 'received package, encrypted', hash: `${CASE}/received/E-0010`, act: ({ see }) => see('Kept encrypted') },
  ...(['picture', 'text', 'facts', 'certificate', 'custody', 'completeness', 'files'] as const).map((panel): EveryScreen => ({
    name: `received exhibit, ${panel}`,
    hash: `${CASE}/received/E-0009/E-0001`,
    act: async ({ page }) => {
      await page.locator(`[role=tab][data-key=${panel}]`).click();
      await page.waitForSelector(`[role=tab][data-key=${panel}][aria-selected=true]`);
    },
  })),
  {
    name: 'found in packages from others',
    hash: '#/exhibits?text=papagei',
    act: async ({ press, see }) => (await press('1 exhibit in packages from others'), see('of the sender, in E-0009')),
  },
  { name: 'search that is saved', hash: '#/exhibits?text=gabon', act: dialog('Save this search') },
  { name: 'saved search that is renamed', hash: '#/exhibits?text=gabon', act: renameSearch },
  { name: 'change an authority', hash: '#/settings', act: dialog('Change Northern Time') },
  { name: 'clock compared', hash: '#/settings', act: async ({ press, see }) => (await press('Compare now'), see('1.24 s')) },
  { name: 'add an authority', hash: '#/settings', act: dialog('Add an authority') },
  { name: 'add a recipient', hash: '#/settings', act: dialog('Add a recipient') },
  { name: 'key rotation', hash: '#/settings', act: dialog('Change the evidence key') },
  { name: 'key that was changed', hash: '#/settings', act: rotateKey },
  { name: 'engine that does not answer', act: ({ page }) => page.evaluate(() => window.fakeRpc.client.setConnection('lost')) },
];

async function makeVault({ page, see }: Hands): Promise<void> {
  const fields = await page.$$('form input:not([type=checkbox])');
  for (const [at, text] of ['W-4471', 'Federal Wildlife Crime Unit', 'four unrelated words', 'four unrelated words'].entries())
    await fields[at]?.type(text);
  await page.keyboard.press('Enter');
  await see('Keep this recovery code');
}

async function mistypeCode({ page, press, see }: Hands): Promise<void> {
  await press('I have lost the passphrase');
  for (const [label, text] of [
    ['Recovery code', 'WAJS-KXF7'],
    ['New passphrase', 'four unrelated words'],
    ['Passphrase again', 'four unrelated words\n'],
  ] as const)
    await (await page.waitForSelector(`::-p-aria([name="${label}"][role="textbox"])`))?.type(text);
  await see('The code was mistyped');
}

async function searchCases({ page }: Hands): Promise<void> {
  await page.keyboard.down('Control');
  await page.keyboard.press('k');
  await page.keyboard.up('Control');
  await page.waitForSelector('[role=dialog] input:focus');
  await page.keyboard.type('o');
  await page.waitForSelector('[role=option]');
}

async function openErasure(hands: Hands, words: string): Promise<void> {
  await hands.press(words);
  await hands.see('What is destroyed', '[role=dialog]');
  await hands.press('Erase for good');
  await hands.see('Write exactly', '[role=dialog]');
}

async function saveFile({ page, see }: Hands): Promise<void> {
  await page.locator('[role=tab][data-key=files]').click();
  await page.locator('button[aria-label="Save capture.json"]').click();
  await see('The file leaves the vault', '[role=dialog]');
}

async function coverPlace({ page, press }: Hands): Promise<void> {
  await press('Cover places in a copy');
  await press('Add a box');
  await page.waitForSelector('[role=application] [role=button]:focus');
}

async function coverWords({ page, press, see }: Hands): Promise<void> {
  await page.locator('[role=tab][data-key=text]').click();
  await page.type('[role=tabpanel] input[type=search]', 'tortoise_home');
  await press('Cover places in a copy');
  await press('Cover what was found (120 places)');
  await see('120 masks');
}

async function makeStatement({ page }: Hands): Promise<void> {
  await page.evaluate(async () => {
    await window.fakeRpc.client.call('statements.make', {
      case: 'K-2026-014',
      nature: 'asserted',
      handling: ['H0'],
      evaluation: { source: 'B', information: '2' },
      evidence: [],
      content: {
        kind: 'account',
        fields: { status: 'account-holder-shown-on-page', platform: 'Kraampje', displayName: 'Vendeur de Liège' },
      },
    });
    for (const item of window.fakeRpc.fake.cases) window.fakeRpc.client.tell('case.changed', item);
  });
}

async function restartBrowser(hands: Hands): Promise<void> {
  await hands.page.waitForSelector('::-p-aria([name="Keep logins…"])');
  await hands.page.evaluate(async () => {
    window.fakeRpc.fake.browser = { ...window.fakeRpc.fake.browser, isCurrent: false };
    await window.fakeRpc.client.call('settings.change', { proxy: 'http://127.0.0.1:9' });
  });
  await dialog('Restart needed')(hands);
}

async function capture(hands: Hands, state: 'sealed' | 'running'): Promise<void> {
  await showTab(hands, AD);
  await hands.page.evaluate(() => window.fakeRpc.client.call('captures.start', { tabs: ['tab-1'] }));
  await hands.page.waitForFunction((wanted) => window.fakeRpc.fake.captures[0]?.state === wanted, {}, state);
  await hands.page.locator('section[aria-label^=Captures] > :last-child button').click();
  await hands.page.waitForSelector('section[aria-label^=Captures] article');
}

async function fillBatch({ page, see }: Hands): Promise<void> {
  await page.evaluate(async (ad) => {
    const text = Array.from({ length: 6 }, (_, i) => `${ad}-${i}-with-an-address-that-goes-on-and-on`).join('\n');
    await window.fakeRpc.client.call('batch.add', { case: 'K-2026-014', name: 'list-of-addresses.txt', text });
    const { fake, client } = window.fakeRpc;
    const states = ['done', 'failed', 'running', 'waiting', 'interrupted', 'waiting'] as const;
    fake.batch.items = fake.batch.items.map((item, i) => ({ ...item, state: states[i] ?? 'waiting' }));
    client.tell('batch.changed', fake.batch);
  }, AD);
  await see('list-of-addresses.txt, line 6', 'main');
}

async function rotateKey(hands: Hands): Promise<void> {
  await dialog('Change the evidence key')(hands);
  const field = await hands.page.waitForSelector('::-p-aria([name="Passphrase of the vault, again"][role="textbox"])');
  await field?.type('correct horse battery\n');
  await hands.see('Fingerprint from then on', '[role=dialog]');
}

async function hold(hands: Hands): Promise<void> {
  await dialog('Put on hold')(hands);
  await hands.page.type('[role=dialog] textarea', 'Order of the court of 12 November 2026');
  await hands.press('Put on hold');
  await hands.see('On hold: nothing of this case', 'main');
}

async function renameSearch(hands: Hands): Promise<void> {
  await dialog('Save this search')(hands);
  await hands.page.type('[role=dialog] input', ' with a name that is longer than most names of searches\n');
  await dialog('Rename gabon')(hands);
}
