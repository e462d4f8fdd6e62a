import type { BrowserOptions, CaptureBrowser, CaptureBrowsers } from '../core/capture-ports.ts';

/**
 * One browser at a time, started again after it was lost. Captures that run side by side share it; whoever comes while it
 * starts waits for the same start.
 */
export class BrowserPool {
  readonly #browsers: CaptureBrowsers;
  readonly #options: BrowserOptions;
  #current: Promise<CaptureBrowser> | undefined;
  #launches = 0;

  constructor(browsers: CaptureBrowsers, options: BrowserOptions) {
    this.#browsers = browsers;
    this.#options = options;
  }

  /** How often a browser had to be started; more than one means that one was lost. */
  get launches(): number {
    return this.#launches;
  }

  /** A browser that is running. Throws as `CaptureBrowsers.launch`; the next call tries again. */
  async acquire(): Promise<CaptureBrowser> {
    this.#current ??= this.#launch();
    const starting = this.#current;
    const browser = await starting.catch((error: unknown) => {
      this.#forget(starting);
      throw error;
    });
    if (!browser.lost.aborted) return browser;
    this.#forget(starting);
    await browser.close();
    return this.acquire();
  }

  #launch(): Promise<CaptureBrowser> {
    this.#launches += 1;
    return this.#browsers.launch(this.#options);
  }

  /** Several may find the same browser gone: only the first makes room for a new one. */
  #forget(gone: Promise<CaptureBrowser>): void {
    if (this.#current === gone) this.#current = undefined;
  }

  /** Ends the browser, also one that is still starting. */
  async close(): Promise<void> {
    const browser = await this.#current?.catch(() => undefined);
    await browser?.close();
  }
}
