import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';
import { launch } from 'puppeteer-core';
import sharp from 'sharp';
import { buildBrowserFlags } from '../src/capture/browser/browser-flags.ts';
import { findBrowser } from '../src/capture/browser/find-browser.ts';
import { thisMachine } from '../src/capture/browser/this-machine.ts';
import { decodeRuler, type RgbaPicture } from '../src/practice/ruler/ruler.ts';
import { GRAPHICS_FLAGS, type LongPageResult } from './long-page-result.ts';
import { startStation } from './station.ts';

// A process of its own: its highest memory is that of one capture of the long page.
const [url = '', drawing = ''] = process.argv.slice(2);
const isGraphics = drawing === 'graphics path';
process.send?.(await measure());

async function measure(): Promise<LongPageResult> {
  const station = await startStation(isGraphics ? { gpu: 'as-found', extraFlags: GRAPHICS_FLAGS } : undefined);
  try {
    const [captured] = await station.capture([url], 1);
    if (captured === undefined || captured.result.state !== 'sealed')
      throw new Error(`The long page was not sealed: ${captured?.result.state}`);
    const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
    const whole = await decodePicture(await station.readArtifact(captured.result.exhibit, 'screenshot-full.png'));
    const rows = decodeRuler(whole);
    const naive = decodeRuler(await decodePicture(await shootNaively()));
    return {
      rows: rows.length,
      wholeRows: countInPlace(rows),
      naiveRows: countInPlace(naive),
      headers: countHeaders(whole),
      peakMegabytes,
      clickToSealedMs: captured.clickToSealedMs,
    };
  } finally {
    await station.close();
  }
}

async function decodePicture(png: Uint8Array): Promise<RgbaPicture> {
  const { data, info } = await sharp(png, { limitInputPixels: false }).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** What `page.screenshot({ fullPage: true })` gives of the same page in the same browser. */
async function shootNaively(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'pugmark-naive-'));
  const flags = buildBrowserFlags({
    profileFolder: folder,
    headless: true,
    sandbox: process.getuid?.() !== 0,
    ...(isGraphics ? { gpu: 'as-found' } : {}),
  });
  const args = isGraphics ? [...flags, ...GRAPHICS_FLAGS] : flags;
  const browser = await launch({
    executablePath: findBrowser(thisMachine()).path,
    pipe: true,
    args,
    ignoreDefaultArgs: true,
    defaultViewport: null,
  });
  try {
    const page = await browser.newPage();
    await page.goto(url, { waitUntil: 'load' });
    return await page.screenshot({ fullPage: true });
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function countInPlace(rows: readonly (number | undefined)[]): number {
  return rows.filter((number, place) => number === place).length;
}

/** Runs of the header's colour at the left edge, where nothing else has it. */
function countHeaders({ width, height, data }: RgbaPicture): number {
  let headers = 0;
  let isInside = false;
  for (let y = 0; y < height; y++) {
    const at = (y * width + 4) * 4;
    const isHeader = data[at] === 0x1f && data[at + 1] === 0x5c && data[at + 2] === 0x4a;
    if (isHeader && !isInside) headers += 1;
    isInside = isHeader;
  }
  return headers;
}
