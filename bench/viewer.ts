import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch, type ElementHandle, type Page } from 'puppeteer-core';
import type { BenchFinding } from './finding.ts';
import { makePackageVault } from './package/package-case.ts';
import { runPackageWork, type TimedWork } from './package/package-work.ts';
import type { BenchMarket } from './practice-process.ts';
import { readProcessorMs } from './processor-time.ts';
import { describeMs, medianOf } from './statistics.ts';

const MEGABYTE = 1_000_000;
const ROUNDS = 3;
const PAGES = 7;
const MAX_RATIO = 2;
/** Longer than that a person feels that a page hangs. */
const MAX_GAP_MS = 200;
const CHECK_TIMEOUT_MS = 600_000;

/** What START-HERE.html takes for a package beside `pugmark verify` on the same file, and whether the page stays usable meanwhile. */
export async function measureViewer(
  market: BenchMarket,
  browserPath: string,
  startHere: string,
  say: (line: string) => void,
): Promise<readonly BenchFinding[]> {
  const megabytes = Number(process.env['PUGMARK_BENCH_MEGABYTES'] ?? 1_000);
  const vault = await makePackageVault([market.bench, ...market.many.slice(0, PAGES - 1)]);
  try {
    const { exhibits, kinds } = await vault.fill('VIEWER', megabytes * MEGABYTE);
    say(`  Case of ${megabytes} MB: ${exhibits} exhibits; ${kinds}`);
    vault.release();
    const made = await runPackageWork('export', vault.folder, 'VIEWER', join(dirname(vault.folder), 'out-viewer'));
    const path = made.path ?? '';
    const findings = await measurePackageInPage(path, { browserPath, startHere, megabytes });
    await rm(path);
    return findings;
  } finally {
    await vault.remove();
  }
}

/** One package that is there already. */
export async function measurePackageInPage(
  path: string,
  { browserPath, startHere, megabytes }: { readonly browserPath: string; readonly startHere: string; readonly megabytes: number },
): Promise<readonly BenchFinding[]> {
  const commandLine: TimedWork[] = [];
  const inPage: CheckedInPage[] = [];
  const browser = await launch({ executablePath: browserPath, pipe: true, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      commandLine.push(await runPackageWork('verify', path, 'pictures'));
      const page = await browser.newPage();
      inPage.push(await checkInPage(page, startHere, path, browser.process()?.pid));
      await page.close();
    }
  } finally {
    await browser.close();
  }
  const commandLineMs = commandLine.map(({ workMs }) => workMs);
  const ratio = medianOf(inPage.map(({ tookMs }) => tookMs)) / medianOf(commandLineMs);
  const busyMs = medianOf(inPage.map(({ processorMs }) => processorMs));
  const commandLineBusyMs = medianOf(commandLine.map(({ processorMs }) => processorMs));
  const gapMs = Math.max(...inPage.map(({ longestGapMs }) => longestGapMs));
  return [
    {
      question: `START-HERE.html on ${megabytes} MB`,
      measured:
        `${ratio.toFixed(2)} x: ${describeMs(inPage.map(({ tookMs }) => tookMs))} to ${describeMs(commandLineMs)} of the command line; ` +
        `processor ${(busyMs / commandLineBusyMs).toFixed(2)} x: ${Math.round(busyMs)} ms to ${Math.round(commandLineBusyMs)} ms`,
      bound: `at most ${MAX_RATIO} x`,
      holds: ratio <= MAX_RATIO,
    },
    {
      question: `longest wait for a frame of the page meanwhile`,
      measured: `${Math.round(gapMs)} ms`,
      bound: `under ${MAX_GAP_MS} ms`,
      holds: gapMs < MAX_GAP_MS,
    },
  ];
}

interface CheckedInPage {
  readonly tookMs: number;
  /** Of the whole browser. */
  readonly processorMs: number;
  readonly longestGapMs: number;
}

async function checkInPage(page: Page, startHere: string, path: string, browserId = 0): Promise<CheckedInPage> {
  await page.goto(pathToFileURL(startHere).href);
  await page.evaluate(() => {
    let last = performance.now();
    Reflect.set(globalThis, 'longestGapMs', 0);
    const look = (now: number): void => {
      Reflect.set(globalThis, 'longestGapMs', Math.max(Number(Reflect.get(globalThis, 'longestGapMs')), now - last));
      last = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame((now) => {
      last = now;
      look(now);
    });
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the picker of the page
  const picker = (await page.waitForSelector('#verifier-file')) as ElementHandle<HTMLInputElement> | null;
  const spentBefore = readProcessorMs(browserId) ?? Number.NaN;
  const startedMs = performance.now();
  await picker?.uploadFile(path);
  await page.waitForSelector('[data-result], [role=alert]', { timeout: CHECK_TIMEOUT_MS });
  const tookMs = performance.now() - startedMs;
  const processorMs = (readProcessorMs(browserId) ?? Number.NaN) - spentBefore;
  const failed = await page.$$eval('[role=alert], [data-state=fail]', (elements) => elements.map((element) => element.textContent ?? ''));
  if (failed.length > 0) throw new Error(`The page does not call the package whole: ${failed.join('; ')}`);
  return { tookMs, processorMs, longestGapMs: Number(await page.evaluate(() => Reflect.get(globalThis, 'longestGapMs'))) };
}
