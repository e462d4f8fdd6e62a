import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserOptions, CaptureBrowser, CaptureBrowsers, CaptureRequest } from '../core/capture-ports.ts';
import { PugmarkError } from '../core/errors.ts';
import type { Observation } from '../core/model/capture-record.ts';
import { launchBrowser, type LaunchOptions } from './browser/launch-browser.ts';
import { openAddress } from './browser/open-address.ts';
import { openTab } from './browser/open-tab.ts';
import type { RecordedBrowser } from './browser/recorded-browser.ts';
import { captureTab, type CaptureParts } from './capture-tab.ts';

export interface ChromiumBrowsersParts extends CaptureParts {
  /** Throws `browser-missing`. */
  readonly findExecutable: () => string;
  /** Absolute path of a folder for temporary profiles. */
  readonly temporaryFolder: string;
  /** For measurements only: how pages are drawn. */
  readonly drawing?: Pick<LaunchOptions, 'gpu' | 'extraFlags'>;
}

type OwnBrowser = RecordedBrowser & { readonly clean: () => Promise<void> };

/** Browsers of this machine, each a Chromium of ours over a pipe. */
export class ChromiumBrowsers implements CaptureBrowsers {
  readonly #parts: ChromiumBrowsersParts;

  constructor(parts: ChromiumBrowsersParts) {
    this.#parts = parts;
  }

  async launch(options: BrowserOptions): Promise<CaptureBrowser> {
    const { headless, viewport, language, proxy, profileFolder, acceptInvalidTls, practiceOnly } = options;
    const browser = await this.#start({
      headless,
      practiceOnly,
      insecureTls: acceptInvalidTls,
      ...(viewport === undefined ? {} : { window: viewport }),
      ...(language === undefined ? {} : { language }),
      ...(proxy === undefined ? {} : { proxy }),
      ...(profileFolder === undefined ? {} : { profileFolder }),
    });
    return new ChromiumBrowser(this.#parts, browser, options);
  }

  async openForPerson({ url, profileFolder, practiceOnly, cancelled }: Parameters<CaptureBrowsers['openForPerson']>[0]): Promise<void> {
    const browser = await this.#start({ headless: false, profileFolder, practiceOnly, windows: 'person' });
    try {
      const { page } = await browser.openPage();
      // The window that the browser opened by itself would outlive the one that the person closes.
      for (const other of await page.browser().pages()) if (other !== page) await other.close();
      const closed = new Promise<void>((resolve) => void page.once('close', () => resolve()));
      const over = Promise.race([closed, untilAborted(browser.lost), untilAborted(cancelled)]);
      // An address that does not answer is the person's to see and to mend.
      await Promise.race([page.goto(url).catch(() => undefined), over]);
      await over;
      if (cancelled.aborted) throw new PugmarkError('cancelled', 'The window was closed by Ctrl-C; what the profile has is kept');
    } finally {
      await browser.close();
      await browser.clean();
    }
  }

  /**
   * Does unseen what a person does in `openForPerson` to log in: opens an address, types into the fields of a form (CSS
   * selector → text) and presses its button. Throws as `launch`; `navigation-failed` when the form does not lead on.
   */
  async fillForm(form: {
    readonly url: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly button: string;
    readonly profileFolder: string;
    readonly practiceOnly: boolean;
  }): Promise<void> {
    const browser = await this.#start({ profileFolder: form.profileFolder, practiceOnly: form.practiceOnly });
    try {
      const { page } = await browser.openPage();
      await page.goto(form.url);
      for (const [selector, text] of Object.entries(form.fields)) await page.type(selector, text);
      await Promise.all([page.waitForNavigation(), page.click(form.button)]);
    } catch (cause) {
      throw new PugmarkError('navigation-failed', `The form at ${form.url} could not be filled in`, { cause });
    } finally {
      await browser.close();
      await browser.clean();
    }
  }

  async #start(options: Omit<LaunchOptions, 'executablePath' | 'scratchFolder'>): Promise<OwnBrowser> {
    const { temporaryFolder, findExecutable, drawing } = this.#parts;
    const executablePath = findExecutable();
    const scratchFolder = await mkdtemp(join(temporaryFolder, 'pugmark-')).catch((cause: unknown) => {
      throw new PugmarkError('io-failed', `No folder for the browser can be made in ${temporaryFolder}`, { cause });
    });
    const clean = (): Promise<void> => rm(scratchFolder, { recursive: true, force: true, maxRetries: 3 });
    try {
      return { ...(await launchBrowser({ ...options, ...drawing, executablePath, scratchFolder })), clean };
    } catch (error) {
      await clean();
      throw error;
    }
  }
}

class ChromiumBrowser implements CaptureBrowser {
  readonly facts: CaptureBrowser['facts'];
  readonly lost: AbortSignal;
  readonly #parts: ChromiumBrowsersParts;
  readonly #browser: OwnBrowser;
  readonly #options: BrowserOptions;

  constructor(parts: ChromiumBrowsersParts, browser: OwnBrowser, options: BrowserOptions) {
    this.#parts = parts;
    this.#browser = browser;
    this.#options = options;
    this.facts = { ...browser.facts, flags: browser.flags };
    this.lost = browser.lost;
  }

  async capture(request: CaptureRequest): Promise<Observation> {
    const { clock, hashing } = this.#parts;
    const { url, limits, staging, cancelled, onProgress } = request;
    const startedMs = clock.monotonicMs();
    onProgress({ stage: 'open' });
    const { viewport } = this.#options;
    const folder = staging.scratchFolder;
    const tab = await openTab(this.#browser, { clock, hashing, limits, folder, ...(viewport === undefined ? {} : { viewport }) });
    try {
      const outcome = await openAddress(tab, url, { limits, signal: cancelled });
      return await captureTab(this.#parts, { tab, outcome, request, startedMs, warnings: this.#browser.warnings });
    } finally {
      await tab.close();
    }
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#browser.clean();
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
