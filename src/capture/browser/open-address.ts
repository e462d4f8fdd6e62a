import type { CaptureErrorCode } from '../../core/errors.ts';
import { isPugmarkError } from '../../core/errors.ts';
import type { CaptureLimits } from '../../core/model/limits.ts';
import { parseCaptureUrl } from '../../core/capture-url.ts';
import { reasonOf, withDeadline } from './deadline.ts';
import { MainFrameWatch } from './main-frame-watch.ts';
import { classifyNetError, describeNetError } from './net-errors.ts';
import type { ContainedTab } from './open-tab.ts';
import type { NavigationOutcome } from './tab.ts';
import type { NextDownload } from './tab-downloads.ts';

export interface OpenAddressOptions {
  readonly limits: Pick<CaptureLimits, 'openMs' | 'quietMs'>;
  /** Stops waiting; what is shown by then is the outcome. */
  readonly signal?: AbortSignal;
}

/** A page that polls for ever is not waited for until the end: after its load, this many times `quietMs`. */
const QUIET_PATIENCE = 10;
const ASK_MS = 5_000;

/**
 * Opens an address in a tab and waits until its document has loaded and the network is quiet, at most `openMs`.
 * A document is a document whatever its HTTP status; Chromium's own error page never is one.
 * Redirects by HTTP, by meta refresh and by script right after the load are followed; the last document counts.
 * Throws `url-malformed`, `url-scheme-refused` before anything is asked for; all else is the outcome.
 */
export async function openAddress(tab: ContainedTab, address: string, options: OpenAddressOptions): Promise<NavigationOutcome> {
  const url = parseCaptureUrl(address);
  if (tab.lost.aborted) return lostOutcome(tab);
  const opening = new Opening(tab, url.href, options);
  try {
    return await opening.run();
  } catch (error) {
    if (tab.lost.aborted) return lostOutcome(tab);
    if (isPugmarkError(error, 'deadline-passed')) return none('navigation-timeout', error.message);
    if (isPugmarkError(error, 'cancelled')) return none('cancelled', 'Cancelled before anything was shown');
    return none('navigation-failed', `${url.href}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    opening.end();
  }
}

type NavigateAnswer = { readonly loaderId?: string; readonly errorText?: string; readonly isDownload?: boolean };

class Opening {
  readonly #tab: ContainedTab;
  readonly #url: string;
  readonly #limits: OpenAddressOptions['limits'];
  readonly #watch: MainFrameWatch;
  /** The budget, the loss of the tab and the caller's signal in one. */
  readonly #over: AbortSignal;
  readonly #timeUp: AbortSignal;
  readonly #download: NextDownload;
  readonly #endNavigation: () => void;

  constructor(tab: ContainedTab, url: string, { limits, signal }: OpenAddressOptions) {
    this.#tab = tab;
    this.#url = url;
    this.#limits = limits;
    this.#timeUp = AbortSignal.timeout(limits.openMs);
    this.#over = AbortSignal.any([this.#timeUp, tab.lost, ...(signal === undefined ? [] : [signal])]);
    this.#watch = new MainFrameWatch(tab.cdp);
    this.#download = tab.nextDownload();
    this.#endNavigation = tab.beginNavigation();
  }

  end(): void {
    this.#watch.stop();
    this.#download.forget();
    this.#endNavigation();
  }

  async run(): Promise<NavigationOutcome> {
    await this.#ask(this.#watch.ready(), 'watch the page');
    let answer = await this.#navigate(this.#url);
    // Only the fragment differs from what the tab shows: nothing was asked for, and what is there is an older load.
    if (answer?.loaderId === undefined && answer?.errorText === undefined && answer !== undefined) {
      await this.#navigate('about:blank');
      answer = await this.#navigate(this.#url);
    }
    if (answer === undefined) return this.#unanswered();
    if (answer.isDownload === true) return this.#downloaded();
    if (answer.errorText !== undefined) return this.#failed(answer.errorText);
    return this.#settle();
  }

  /** Undefined when the server has said nothing by the end of the budget. */
  async #navigate(url: string): Promise<NavigateAnswer | undefined> {
    const asked = this.#tab.cdp.send('Page.navigate', { url });
    try {
      return await withDeadline(asked, { ms: this.#limits.openMs, signal: this.#over, what: `open ${this.#url}` });
    } catch (error) {
      if (this.#tab.lost.aborted || !this.#over.aborted) throw error;
      return undefined;
    }
  }

  async #unanswered(): Promise<NavigationOutcome> {
    await this.#ask(this.#tab.cdp.send('Page.stopLoading'), 'stop loading').catch(() => undefined);
    if (!this.#timeUp.aborted) return none('cancelled', `${this.#url}: cancelled before anything was shown`);
    return none('navigation-timeout', `${this.#url}: no answer within ${this.#limits.openMs} ms`);
  }

  async #downloaded(): Promise<NavigationOutcome> {
    let file = await untilOver(this.#download.file, this.#over);
    if (file === undefined && this.#over.aborted && !this.#tab.lost.aborted) {
      await this.#tab.cutDownloads();
      file = await untilOver(this.#download.file, AbortSignal.timeout(ASK_MS));
    }
    if (file !== undefined) return { kind: 'download', file };
    if (this.#tab.lost.aborted) return lostOutcome(this.#tab);
    return none('no-document', `${this.#url}: a file was announced, and nothing of it was kept`);
  }

  /** An answer that is no document: 204, a redirect to another program, an error page of Chromium's. */
  async #failed(errorText: string): Promise<NavigationOutcome> {
    const aborted = errorText === 'net::ERR_ABORTED';
    // The page that was asked for has been left for another one before it was there.
    if (aborted && this.#watch.commits > 0 && this.#watch.document?.unreachableUrl === undefined) return this.#settle();
    if (aborted) return none('no-document', `${this.#url}: the server answered without a page`);
    return none(classifyNetError(errorText), describeNetError(this.#url, errorText));
  }

  async #settle(): Promise<NavigationOutcome> {
    for (;;) {
      const { commits } = this.#watch;
      const loaded = await this.#watch.until(() => this.#watch.document?.loaded === true && !this.#watch.isMoving, this.#over);
      if (!loaded || this.#watch.document?.unreachableUrl !== undefined) return this.#settled(false);
      const quiet = await this.#tab.recording.waitForQuiet({
        quietMs: this.#limits.quietMs,
        timeoutMs: this.#limits.quietMs * QUIET_PATIENCE,
        signal: this.#over,
      });
      if (this.#watch.commits === commits && !this.#watch.isMoving) return this.#settled(quiet);
      if (this.#over.aborted) return this.#settled(false);
    }
  }

  #settled(quiet: boolean): NavigationOutcome {
    if (this.#tab.lost.aborted) return lostOutcome(this.#tab);
    const shown = this.#watch.document;
    if (shown === undefined) return none('no-document', `${this.#url}: nothing was shown`);
    if (shown.unreachableUrl !== undefined) return this.#unreachable(shown.unreachableUrl, shown.loaderId);
    if (shown.loaded && !this.#watch.isMoving) {
      return quiet ? { kind: 'document', loaded: true } : { kind: 'document', loaded: true, detail: 'the network did not become quiet' };
    }
    const why = this.#watch.commits > 1 ? 'the page was still leading elsewhere' : 'the page was still loading';
    const when = this.#timeUp.aborted ? `after ${this.#limits.openMs} ms` : 'when it was stopped';
    return { kind: 'document', loaded: false, detail: `${why} ${when}` };
  }

  /** A document led on to an address that gave nothing; what stands there now is Chromium's. */
  #unreachable(url: string, loaderId: string): NavigationOutcome {
    const exchange = this.#tab.recording.allExchanges().findLast((one) => one.loaderId === loaderId && one.problem !== undefined);
    const errorText = /net::ERR_[A-Z0-9_]+/.exec(exchange?.problem?.detail ?? '')?.[0];
    if (errorText === undefined) return none('navigation-failed', `${url}: the page led here, and it could not be opened`);
    return none(classifyNetError(errorText), `the page led on: ${describeNetError(url, errorText)}`);
  }

  #ask<T>(command: Promise<T>, what: string): Promise<T> {
    return withDeadline(command, { ms: ASK_MS, signal: this.#tab.lost, what });
  }
}

/** The value, or undefined once `signal` is aborted. */
function untilOver<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
    promise.then(resolve, () => resolve(undefined));
  });
}

function lostOutcome(tab: ContainedTab): NavigationOutcome {
  return none(tab.lossReason() ?? 'page-closed', reasonOf(tab.lost).message);
}

function none(code: CaptureErrorCode, message: string): NavigationOutcome {
  return { kind: 'none', code, message };
}
