import { pathToFileURL } from 'node:url';
import type { Browser, Frame, Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { toUtf8 } from '../../src/core/digest/encoding.ts';
import { startBareSite } from './bare-page.ts';
import { makePacked } from './hostile/key-holder-attacks.ts';
import { buildControl, buildForgedReport, buildHostileBody, buildSlyBody, FORGED_WORDS } from './hostile-report.ts';
import { tempFolder } from './temp-folder.ts';
import { keepFile, openVerifier, type OpenVerifier, type PlacedVerifier } from './verifier-page.ts';

const FRAME = '.report iframe';
/** What may be in the document of the frame. */
const PLAIN = [
  'A',
  'B',
  'BDI',
  'BODY',
  'DIV',
  'H1',
  'H2',
  'HEAD',
  'HTML',
  'IMG',
  'META',
  'P',
  'SECTION',
  'SPAN',
  'STYLE',
  'TABLE',
  'TBODY',
  'TR',
  'TD',
];

/** A forged report does nothing in START-HERE.html, with and without the first of its two walls; in a page that forbids nothing it does. Gives what was loaded of it before: nothing. */
export async function tryHostileReport(browser: Browser, placed: PlacedVerifier): Promise<readonly string[]> {
  const heard: string[] = [];
  const site = await startBareSite();
  site.route('/', (request, response) => {
    heard.push(request.url ?? '');
    response.end('');
  });
  for (const path of HEARD) site.route(`/${path}`, (_, response) => void (heard.push(path), response.end('')));
  const to = `http://127.0.0.1:${site.port}`;
  try {
    const open = async (body: string): Promise<OpenVerifier & { readonly codes: readonly string[] }> => {
      const forged = await makePacked({ payload: (files) => void files.set('data/report.en.v01.html', toUtf8(buildForgedReport(body))) });
      const verifier = await openVerifier(browser, placed.url);
      const verdict = await verifier.check(keepFile(tempFolder(), 'forged.zip', forged.zip));
      await verifier.page.click('#tab-reports');
      return { ...verifier, codes: verdict.axes.integrity.findings.map(({ code }) => code) };
    };
    const refused = await open(buildHostileBody(to));
    expect(refused.codes).toEqual(['layout-unknown-file']);
    await refused.page.waitForSelector('.report [role=alert]');
    expect(await refused.page.$(FRAME)).toBeNull();
    await refused.page.close();

    const verifier = await open(buildSlyBody(to));
    const { page } = verifier;
    expect(verifier.codes).toEqual([]);
    await page.waitForSelector(FRAME);
    const shown = await frameOf(page);
    await expect.poll(() => shown.evaluate(() => document.body.innerText)).toContain(FORGED_WORDS);
    const made = await shown.evaluate(() => ({
      names: [...new Set([...document.querySelectorAll('*')].map(({ nodeName }) => nodeName))],
      attributes: [...new Set([...document.querySelectorAll('*')].flatMap((one) => one.getAttributeNames()))],
      origin: self.origin,
    }));
    expect(made.names.filter((name) => !PLAIN.includes(name))).toEqual([]);
    expect([made.attributes.filter((name) => !['class', 'lang', 'charset', 'src', 'alt'].includes(name)), made.origin]).toEqual([
      [],
      'null',
    ]);
    expect(await page.$eval('.theirs', (note) => note.textContent)).toContain('not of this page');
    await press(page, shown);
    expect(await stateOf(page, placed.url)).toEqual(QUIET);
    // Of what was refused while it was read; of requests there is none.
    expect(verifier.complaints.filter((said) => !/Content Security Policy/.test(said))).toEqual([]);

    // Were it shown, and not made anew: the frame has no rights, and the policy of the page.
    await page.$eval(FRAME, (frame, raw) => void (frame.srcdoc = raw), `<!doctype html>${buildHostileBody(to)}`);
    const raw = await frameOf(page);
    await expect.poll(() => raw.evaluate(() => document.body.innerText)).toContain(FORGED_WORDS);
    await press(page, raw);
    expect(await stateOf(page, placed.url)).toEqual(QUIET);
    const loaded = [...heard];
    await page.close();

    const control = await browser.newPage();
    await control.goto(pathToFileURL(keepFile(tempFolder(), 'control.html', toUtf8(buildControl(to)))).href).catch(() => undefined);
    await expect.poll(() => heard).toEqual(expect.arrayContaining(['script', 'img', 'css', 'link', 'iframe', 'refresh']));
    await control.close();
    return loaded;
  } finally {
    await site.close();
  }
}

const HEARD = [
  'css',
  'import',
  'refresh',
  'link',
  'script',
  'img',
  'srcset',
  'video',
  'poster',
  'svg-image',
  'iframe',
  'object',
  'embed',
].concat(['mutated', 'noscript', 'click', 'top', 'blank', 'form', 'attribute']);
const QUIET = { attacked: false, url: true, covered: false, pages: true };

async function frameOf(page: Page): Promise<Frame> {
  await expect.poll(() => page.frames().length).toBeGreaterThan(1);
  const frame = await (await page.$(FRAME))?.contentFrame();
  if (frame === undefined || frame === null) throw new Error('There is no frame');
  return frame;
}

/** Presses whatever may be pressed in the frame. */
async function press(page: Page, frame: Frame): Promise<void> {
  const before = (await page.browser().pages()).length;
  for (const id of ['disk', 'up', 'new', 'send', 'away']) {
    const place = await frame.$(`#${id}`).catch(() => null);
    await place?.evaluate((one) => (one as HTMLElement).click()).catch(() => undefined);
  }
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 150)));
  expect((await page.browser().pages()).length).toBe(before);
}

async function stateOf(page: Page, url: string): Promise<typeof QUIET> {
  const seen = await page.evaluate(() => {
    const warning = document.querySelector('.theirs')?.getBoundingClientRect();
    window.scrollTo(0, 0);
    const top = document.elementFromPoint((warning?.left ?? 0) + 20, 60);
    return { attacked: 'attacked' in globalThis, covered: top instanceof HTMLIFrameElement };
  });
  return { ...seen, url: page.url() === url, pages: true };
}
