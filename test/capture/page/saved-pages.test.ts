import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildText } from '../../../src/capture/page/build-text.ts';
import { FrameSessions } from '../../../src/capture/page/frame-sessions.ts';
import { RenderedPage } from '../../../src/capture/page/rendered-page.ts';
import { takeSnapshot } from '../../../src/capture/page/take-snapshot.ts';
import { launchBareBrowser, openBarePage, startBareSite } from '../../support/bare-page.ts';
import type { BareSite } from '../../support/bare-page.ts';
import { skipAllWithout } from '../../support/needs.ts';
import { findMissingMaterial, findSharedMaterial } from '../../support/shared-material.ts';

const folder = findSharedMaterial('data', 'pages');
const names = folder === undefined ? [] : readdirSync(folder).filter((name) => /\.html(?:\.gz)?$/.test(name));

let browser: Browser;
let site: BareSite;
beforeAll(async () => {
  [browser, site] = await Promise.all([
    launchBareBrowser(['--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost']),
    startBareSite(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

const words = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

describe('saved marketplace pages, served as raw bytes with no charset', () => {
  skipAllWithout(findMissingMaterial('data', 'pages'));

  test('there are twelve of them', () => expect(names).toHaveLength(12));

  test.each(names)('%s reads as the browser shows it', async (name) => {
    const file = readFileSync(join(folder ?? '', name));
    site.route('/page', name.endsWith('.gz') ? gunzipSync(file) : file, { 'content-type': 'text/html' });
    const page = await openBarePage(browser, site.url('/page'), 'domcontentloaded');
    const sessions = await FrameSessions.attach(page);
    const { snapshot } = await takeSnapshot(sessions.list(), 10_000);
    // `innerText` gives all options of a menu, of which a reader sees one.
    const shown = await page.evaluate(() => {
      for (const menu of document.querySelectorAll('select')) menu.remove();
      return document.body.innerText;
    });
    const text = buildText(new RenderedPage(snapshot));
    await page.close();
    expect(text.match(/\ufffd/g)?.length ?? 0).toBe(shown.match(/\ufffd/g)?.length ?? 0);
    // What the browser's own text has, ours has too, but for what opacity and clipping hide.
    const ours = new Set(words(text));
    const missing = words(shown).filter((word) => !ours.has(word));
    expect(missing.length / Math.max(1, words(shown).length)).toBeLessThan(0.05);
  });
});
