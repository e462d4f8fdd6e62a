import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, ElementHandle, Page } from 'puppeteer-core';
import { buildPages } from '../../scripts/verifier/build-verifier.ts';
import type { PageName } from '../../scripts/verifier/pages.ts';
import type { Verdict } from '../../src/core/package/verdict.ts';
import { projectPath } from './project.ts';

export interface PlacedVerifier {
  readonly url: string;
  readonly bytes: Uint8Array;
  readonly release: string;
  remove(): void;
}

/** A page as a person has it: a file in a folder of theirs. */
export async function placeVerifier(name: PageName): Promise<PlacedVerifier> {
  const built = (await buildPages(projectPath())).find((page) => page.name === name);
  if (built === undefined) throw new Error(`There is no ${name}`);
  const root = mkdtempSync(join(tmpdir(), 'pugmark-test-'));
  const folder = join(root, 'a person’s folder');
  mkdirSync(folder);
  const path = keepFile(folder, name, built.bytes);
  return {
    url: pathToFileURL(path).href,
    bytes: built.bytes,
    release: built.release,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Returns its path. */
export function keepFile(folder: string, name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** The page, open in a browser, with everything that it says to the developer and every request that it makes. */
export interface OpenVerifier {
  readonly page: Page;
  readonly complaints: readonly string[];
  /** Checks what lies at a path and gives the verdict that the page would save. */
  check(
    path: string,
    knowledge?: {
      readonly keys?: readonly string[];
      readonly fingerprint?: string;
      readonly earlier?: string;
      /** PEM files with roots of time-stamping authorities. */
      readonly roots?: readonly string[];
      /** Supplements. */
      readonly tokens?: readonly string[];
      /** Unpacked: chosen, or dropped with the mouse, which only Chromium can be told from outside. */
      readonly folder?: boolean | 'dropped';
    },
  ): Promise<Verdict>;
}

export async function openVerifier(browser: Browser, url: string): Promise<OpenVerifier> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    // Firefox tells of the signs of its own lists, which stand in its own style.
    if (!/^(?:file|blob|data):/.test(request.url())) complaints.push(`request of ${request.url()}`);
  });
  await page.goto(url);
  const choose = async (id: string, paths: readonly string[]): Promise<void> => {
    const picker = (await page.waitForSelector(`#${id}`)) as ElementHandle<HTMLInputElement> | null;
    await picker?.uploadFile(...paths);
  };
  return {
    page,
    complaints,
    async check(path, { keys = [], fingerprint, earlier, roots = [], tokens = [], folder = false } = {}) {
      if (fingerprint !== undefined) await page.type('#verifier-fingerprint', fingerprint);
      if (keys.length > 0) await choose('verifier-keys', keys);
      if (earlier !== undefined) await choose('verifier-earlier', [earlier]);
      if (roots.length > 0) await choose('verifier-roots', roots);
      if (tokens.length > 0) await choose('verifier-tokens', tokens);
      if (folder === 'dropped') await dropFolder(page, path);
      else if (folder && (await browser.version()).startsWith('firefox')) await chooseFolderFile(page, path);
      else await choose(folder ? 'verifier-folder' : 'verifier-file', [path]);
      await page.waitForSelector('[data-result], [role=alert]', { timeout: 55_000 });
      const said = await page.$eval('[data-result], [role=alert]', (element) =>
        element.hasAttribute('data-result') ? '' : element.textContent,
      );
      if (said !== '') throw new Error(said ?? 'The page says that something failed');
      return await readSavedVerdict(page);
    },
  };
}

/** As a person who drags it there: the page gets from the browser what it gets then. */
async function dropFolder(page: Page, path: string): Promise<void> {
  const place = await page.waitForSelector('.drop');
  await place?.scrollIntoView();
  const box = await place?.boundingBox();
  const session = await page.createCDPSession();
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: (box?.x ?? 0) + 40, y: (box?.y ?? 0) + 30, data });
}

/**
 * What Firefox gives to the page for a folder. Nothing that drives it from outside can choose one (WebDriver BiDi, input.setFiles: "Is directory"): its own
 * list is put in the place of the browser's, and everything after that is the page's.
 */
async function chooseFolderFile(page: Page, path: string): Promise<void> {
  const files = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const given = files.map((file) => ({
    name: basename(file),
    way: join(basename(path), relative(path, file)),
    base64: readFileSync(file, 'base64'),
  }));
  await page.evaluate((listed) => {
    const made = listed.map(({ name, way, base64 }) => {
      const file = new File([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], name);
      Object.defineProperty(file, 'webkitRelativePath', { value: way });
      return file;
    });
    const picker = document.querySelector('#verifier-folder');
    if (picker === null) throw new Error('There is no picker');
    Object.defineProperty(picker, 'files', { value: made });
    picker.dispatchEvent(new Event('change'));
  }, given);
}

/** What "Save the verdict" hands to the browser. */
async function readSavedVerdict(page: Page): Promise<Verdict> {
  const json = await page.evaluate(async () => {
    const kept = URL.createObjectURL.bind(URL);
    const saved = await new Promise<Blob>((resolve) => {
      URL.createObjectURL = (blob: Blob) => {
        resolve(blob);
        return kept(blob);
      };
      // Nothing is to be saved on the machine of the test.
      HTMLAnchorElement.prototype.click = () => undefined;
      document.querySelector<HTMLButtonElement>('.result .actions button')?.click();
    });
    URL.createObjectURL = kept;
    return await saved.text();
  });
  return JSON.parse(json) as Verdict;
}
