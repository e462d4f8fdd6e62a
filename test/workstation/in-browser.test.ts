import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import { makeSecret, OneTimeTokens } from '../../src/workstation/access.ts';
import { startServer, DEFAULT_SERVER_LIMITS, type RunningServer } from '../../src/workstation/server.ts';
import { launchBareBrowser } from '../support/bare-page.ts';
import { eventually } from '../support/eventually.ts';
import { FAKE_STATION, fakeEngine, fakeFile } from '../support/fake-engine.ts';
import { projectPath } from '../support/project.ts';
import { keptTempFolder } from '../support/temp-folder.ts';
import { rendererFolder } from './running.ts';

// The window's side in a real browser, under the policy that the server sends.

const folder = keptTempFolder();
const secret = makeSecret();
const tokens = new OneTimeTokens();
const codes: string[] = [];
let browser: Browser;
let server: RunningServer;
let renderer: string;
let taken = '';

const engine: Engine = fakeEngine({
  files: {
    '/evidence/page': fakeFile('text/html', '<script>document.title = "ran"</script>'),
    '/evidence/text': fakeFile('text/plain', 'words'),
  },
  receiveUpload: async (bytes) => {
    taken = '';
    for await (const piece of bytes) taken += Buffer.from(piece).toString();
    return 'u-1';
  },
  watchTab: (_tab, listener) => {
    const ended = new AbortController();
    void (async () => {
      for (let widthPx = 1; !ended.signal.aborted; widthPx += 1)
        await listener({ jpeg: new Uint8Array(9), widthPx, heightPx: 1, viewWidth: 1, viewHeight: 1 });
    })();
    return () => {
      ended.abort();
    };
  },
});

beforeAll(async () => {
  renderer = rendererFolder(folder);
  [browser] = await Promise.all([launchBareBrowser(), bundleWindow()]);
  server = await serve(0);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function bundleWindow(): Promise<void> {
  const made = await build({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    build: { write: false, rolldownOptions: { input: projectPath('test', 'support', 'browser-window.ts') } },
  });
  const [output] = [made].flat();
  const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined;
  if (chunk?.type !== 'chunk') throw new Error('Nothing was bundled');
  writeFileSync(join(renderer, 'assets', 'main.js'), `${chunk.code}\ndocument.title += ' ran';`);
}

async function serve(port: number): Promise<RunningServer> {
  const log = { note: (code: string) => void codes.push(code) };
  return await startServer({
    engine,
    rendererFolder: renderer,
    port,
    secret,
    redeem: (token) => Promise.resolve(tokens.redeem(token)),
    log,
    limits: { ...DEFAULT_SERVER_LIMITS, uploadBytes: 1000 },
  });
}

function origin(): string {
  return `http://127.0.0.1:${server.port}`;
}

/** A window opened by a printed address. */
async function openedWindow(): Promise<Page> {
  const context = await browser.createBrowserContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(`${origin()}/start#${tokens.issue()}`);
  await eventually(async () => expect(await page.title()).toBe('Window ran'));
  return page;
}

describe('a window in a browser', () => {
  it('opens by the printed address, once, and keeps no token in sight', async () => {
    const page = await openedWindow();
    expect(page.url()).toBe(`${origin()}/`);
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(await page.evaluate('call("station.read")')).toEqual(FAKE_STATION);
    const used = tokens.issue();
    expect(tokens.redeem(used)).toBe(true);
    // With a session, an address that was used leads to the app all the same; without one, to words.
    await page.goto(`${origin()}/start#${used}`);
    await eventually(async () => expect(await page.title()).toBe('Window ran'));
    const stranger = await (await browser.createBrowserContext()).newPage();
    for (const path of [`/start#${used}`, '/']) {
      await stranger.goto(`${origin()}${path}`);
      await eventually(async () => expect(await stranger.evaluate('document.querySelector("main").checkVisibility()')).toBe(true));
      expect(await stranger.title()).toBe('Pugmark');
    }
    await stranger.close();
  });

  it('calls, hears, hands files over and shows pictures, and its policy lets nothing else run', async () => {
    const page = await openedWindow();
    await page.evaluate('call("station.read")');
    server.tell('tab.closed', { tab: 't-9' });
    await eventually(async () => expect(await page.evaluate('closedTabs')).toEqual(['t-9']));
    const text = 'words of a person. '.repeat(40);
    expect(await page.evaluate(`upload(${JSON.stringify(text)})`)).toEqual({ given: { upload: 'u-1' }, sent: text.length });
    expect(taken).toBe(text);
    expect(await page.evaluate(`refusedUpload(${JSON.stringify(text.repeat(2))})`)).toBe('input-unreadable');
    expect(await page.evaluate('frames(3)')).toEqual([1, 2, 3]);
    expect(await page.evaluate('fetch("/evidence/text").then((answer) => answer.text())')).toBe('words');
    const violations = (await page.evaluate('violations')) as readonly string[];
    // The checker of calls asks once whether it may make functions of text, and does without.
    expect(violations.filter((one) => one !== 'script-src eval')).toEqual([]);
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('script'), { textContent: 'document.title = "inline"' }))`,
    );
    await page.evaluate(`document.body.append(Object.assign(document.createElement('iframe'), { src: '/evidence/page' }))`);
    await eventually(async () => {
      const refused = ((await page.evaluate('violations')) as readonly string[]).map((one) => one.split(' ')[0]);
      expect(refused).toEqual(expect.arrayContaining(['script-src-elem', 'frame-src']));
    });
    expect(await page.title()).toBe('Window ran');
  });

  it('connects again by itself when the engine was started again, and ends when its session is over', async () => {
    const page = await openedWindow();
    const { port } = server;
    await page.evaluate('call("station.read")');
    await server.close();
    await eventually(async () => expect(await page.evaluate('connection()')).toBe('lost'));
    server = await serve(port);
    await eventually(async () => expect(await page.evaluate('connection()')).toBe('open'));
    expect(await page.evaluate('call("station.read")')).toEqual(FAKE_STATION);
    const context = page.browserContext();
    await context.deleteCookie(...(await context.cookies()));
    await server.close();
    server = await serve(port);
    await eventually(async () => expect(await page.evaluate('connection()')).toBe('ended'));
  });
});
