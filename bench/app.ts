import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch, type Browser, type Page } from 'puppeteer-core';
import { ensureRenderer } from '../scripts/start/build-app.ts';
import { buildBrowserFlags } from '../src/capture/browser/browser-flags.ts';
import { startSupervisor, type Supervisor } from '../src/workstation/supervisor.ts';
import { countFrames, watchGaps, type Gaps } from './app-frames.ts';
import type { BenchFinding } from './finding.ts';
import { describeMs, medianOf } from './statistics.ts';

const OPENINGS = 5;
const USABLE_MS = 2_000;
const LONGEST_FRAME_MS = 100;
/** What is left of a frame's time is the machine's. */
const LONGEST_WORK_MS = 50;
const PICTURES_PER_S = 15;
const POLL_MS = 20;
const QUIET_MS = 4_000;
const SCROLL_MS = 5_000;
const WHEEL_EVERY_MS = 33;
const STEP_PX = 60;

/** The app as it is started, its window in a browser without a screen: how soon it can be used, and whether it stays smooth. */
export async function measureApp(executablePath: string): Promise<readonly BenchFinding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pugmark-app-'));
  const root = join(import.meta.dirname, '..');
  const rendererFolder = await ensureRenderer(root);
  const supervisor = await startSupervisor({
    vaultFolder: join(folder, 'vault'),
    stateFolder: join(folder, 'state'),
    rendererFolder,
    engineModule: pathToFileURL(join(root, 'src', 'workstation', 'workstation-engine.ts')).href,
    say: () => undefined,
  });
  const flags = buildBrowserFlags({ profileFolder: join(folder, 'profile'), headless: true, sandbox: process.getuid?.() !== 0 });
  const browser = await launch({ executablePath, pipe: true, args: [...flags], ignoreDefaultArgs: true, defaultViewport: null });
  try {
    const first = await measureOpenings(browser, supervisor, 'Set up this station');
    const page = await openWindow(browser, supervisor);
    await startPractice(page);
    const { perSecond, turnsPerSecond } = await measureScrolling(page);
    const quiet = await measureQuiet(page);
    const captured = await measureCapture(page);
    const again = await measureOpenings(browser, supervisor, 'PRACTICE');
    return [
      judgeOpening('app: window usable, no vault yet', first),
      judgeOpening('app: window usable, vault open', again),
      {
        question: 'app: longest time between two frames of the window during a capture',
        measured: `${Math.round(captured.longest)} ms; without a capture ${Math.round(quiet.longest)} ms`,
        bound: `${LONGEST_FRAME_MS} ms`,
        holds: captured.longest <= LONGEST_FRAME_MS,
      },
      {
        question: 'app: most work of the window in one go during a capture, in processor time',
        measured: `${captured.longestWork.toFixed(1)} ms; without a capture ${quiet.longestWork.toFixed(1)} ms`,
        bound: `${LONGEST_WORK_MS} ms`,
        holds: captured.longestWork <= LONGEST_WORK_MS,
      },
      {
        question: 'app: live picture of a page that scrolls',
        measured: `${perSecond.toFixed(1)} pictures a second, of ${turnsPerSecond.toFixed(1)} turns of the wheel`,
        bound: `at least ${PICTURES_PER_S}`,
        holds: perSecond >= PICTURES_PER_S,
      },
    ];
  } finally {
    await browser.close();
    await supervisor.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function judgeOpening(question: string, times: readonly number[]): BenchFinding {
  return { question, measured: describeMs(times), bound: `median under ${USABLE_MS} ms`, holds: medianOf(times) < USABLE_MS };
}

/** From going to the printed address to the words that can be acted on; each time in a window that has cached nothing. */
async function measureOpenings(browser: Browser, supervisor: Supervisor, words: string): Promise<readonly number[]> {
  const times: number[] = [];
  for (let opening = 0; opening < OPENINGS; opening += 1) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    const startedAt = performance.now();
    await page.goto(supervisor.issueUrl(), { waitUntil: 'domcontentloaded' });
    await waitForWords(page, words);
    times.push(performance.now() - startedAt);
    await context.close();
  }
  return times;
}

async function openWindow(browser: Browser, supervisor: Supervisor): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  await page.goto(supervisor.issueUrl());
  return page;
}

async function waitForWords(page: Page, words: string, polling = POLL_MS): Promise<void> {
  // Not with every frame: reading the window is work of the window too.
  await page.waitForFunction((wanted) => document.body.innerText.includes(wanted), { timeout: 60_000, polling }, words);
}

async function startPractice(page: Page): Promise<void> {
  for (const label of ['Your service number', 'Your agency', 'Passphrase', 'Passphrase again'])
    await page.locator(`::-p-aria([name="${label}"][role="textbox"])`).fill('four words that stay');
  await page.locator('::-p-aria([name="Make it and try the practice market"])').click();
  await page.locator('::-p-aria([name="I have kept it: make the vault"])').click();
  await page.waitForSelector('canvas', { timeout: 60_000 });
  await page.waitForSelector('::-p-aria([name="Load again"])', { timeout: 60_000 });
}

/** Pictures a second while the wheel is turned over a page of many screens. There are no more of them than turns: a hand waits for no picture. */
async function measureScrolling(page: Page): Promise<{ readonly perSecond: number; readonly turnsPerSecond: number }> {
  const address = await page.waitForSelector('input[inputmode=url]');
  const { origin } = new URL(await page.$eval('input[inputmode=url]', ({ value }) => value));
  await address?.click();
  await address?.type(`${origin}/annonces\n`);
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[inputmode=url]')?.value.endsWith('/annonces'));
  await page.waitForSelector('::-p-aria([name="Load again"])', { timeout: 60_000 });
  const frames = await countFrames(page);
  await page.mouse.move(768, 450);
  const startedAt = performance.now();
  const turned: Promise<void>[] = [];
  while (performance.now() - startedAt < SCROLL_MS) {
    turned.push(page.mouse.wheel({ deltaY: turned.length % 120 < 60 ? STEP_PX : -STEP_PX }));
    await pause(WHEEL_EVERY_MS);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const drawn = await frames.read();
  await Promise.all(turned);
  return { perSecond: drawn / seconds, turnsPerSecond: turned.length / seconds };
}

/** The same without a capture: what the machine does to any window. */
async function measureQuiet(page: Page): Promise<Gaps> {
  const gaps = await watchGaps(page);
  await pause(QUIET_MS);
  return await gaps.read();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** From pressing Capture until the exhibit is counted as kept. */
async function measureCapture(page: Page): Promise<Gaps> {
  const gaps = await watchGaps(page);
  await page.locator('::-p-aria([name="Capture"][role="button"])').click();
  await waitForWords(page, '1 kept', 500);
  return await gaps.read();
}
