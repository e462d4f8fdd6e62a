import type { CDPSession, Protocol } from 'puppeteer-core';
import type { SurfaceTabState } from '../../core/surface-ports.ts';
import { withDeadline } from '../browser/deadline.ts';
import { classifyNetError, describeNetError } from '../browser/net-errors.ts';
import type { Recording } from '../recorder/recording.ts';

type Shown = Pick<SurfaceTabState, 'url' | 'title' | 'loading' | 'canGoBack' | 'canGoForward' | 'security' | 'problem'>;

/** Titles change without a word, and the recording grows. */
const POLL_MS = 500;
const ASK_MS = 2_000;
const TITLE_CHARACTERS = 1_000;
const BLANK: Shown = { url: '', title: '', loading: false, canGoBack: false, canGoForward: false, security: 'none' };

/** What one page shows, as its browser tells it. Nothing here asks the page itself: one that hangs is shown as it stands. */
export class PageState {
  readonly #session: CDPSession;
  readonly #recording: Recording;
  readonly #mainFrameId: () => string | undefined;
  readonly #onChange: () => void;
  readonly #timer: NodeJS.Timeout;
  #shown: Shown = BLANK;
  #counts: ReturnType<Recording['countsOfDocument']>;
  /** The loader of an error page of the browser's, and the address that gave nothing. */
  #failed: { readonly loaderId: string; readonly url: string } | undefined;
  #problem: Shown['problem'];
  #hasBadCertificate = false;
  #isLoaded = false;
  #commits = 0;
  #reading: Promise<void> | undefined;
  #isStale = false;

  /** `session`: one with the Page domain enabled. */
  constructor(options: {
    readonly session: CDPSession;
    readonly recording: Recording;
    readonly mainFrameId: () => string | undefined;
    readonly onChange: () => void;
  }) {
    const { session, recording, mainFrameId, onChange } = options;
    this.#session = session;
    this.#recording = recording;
    this.#mainFrameId = mainFrameId;
    this.#onChange = onChange;
    this.#counts = recording.countsOfDocument();
    session.on('Page.frameNavigated', ({ frame }) => this.#committed(frame));
    session.on('Page.navigatedWithinDocument', () => this.refresh());
    session.on('Page.frameStartedLoading', ({ frameId }) => this.#load(frameId, true));
    session.on('Page.frameStoppedLoading', ({ frameId }) => this.#load(frameId, false));
    session.on('Page.lifecycleEvent', ({ frameId, name }) => {
      if (name !== 'load' || frameId !== this.#mainFrameId()) return;
      this.#isLoaded = true;
      this.refresh();
    });
    // Told again for the document that stands there already.
    void session.send('Page.setLifecycleEventsEnabled', { enabled: true }).catch(() => undefined);
    session.on('Security.visibleSecurityStateChanged', ({ visibleSecurityState }) => {
      this.#hasBadCertificate = visibleSecurityState.certificateSecurityState?.certificateNetworkError !== undefined;
      this.refresh();
    });
    this.#timer = setInterval(() => this.#poll(), POLL_MS);
    this.#timer.unref();
    this.refresh();
  }

  get shown(): Shown {
    return this.#shown;
  }

  get counts(): ReturnType<Recording['countsOfDocument']> {
    return this.#counts;
  }

  /** Documents that have come since the page was opened. */
  get commits(): number {
    return this.#commits;
  }

  /** The document shown has loaded all that it names itself. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** A navigation that ended before any document. */
  tellFailure(url: string, errorText: string): void {
    this.tellProblem({ code: classifyNetError(errorText), message: describeNetError(url, errorText) });
  }

  tellProblem(problem: NonNullable<Shown['problem']> | undefined): void {
    this.#problem = problem;
    this.refresh();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Reads anew; what comes while it reads is read once more afterwards. */
  refresh(): void {
    if (this.#reading !== undefined) {
      this.#isStale = true;
      return;
    }
    this.#reading = this.#read()
      .catch(() => undefined)
      .finally(() => {
        this.#reading = undefined;
        const isStale = this.#isStale;
        this.#isStale = false;
        if (isStale) this.refresh();
      });
  }

  #poll(): void {
    this.#counts = this.#recording.countsOfDocument();
    this.refresh();
    this.#onChange();
  }

  #load(frameId: string, loading: boolean): void {
    if (frameId !== this.#mainFrameId()) return;
    this.#shown = { ...this.#shown, loading };
    this.#onChange();
    this.refresh();
  }

  #committed({ parentId, loaderId, url, unreachableUrl }: Protocol.Page.Frame): void {
    if (parentId !== undefined) return;
    const isError = unreachableUrl !== undefined || url.startsWith('chrome-error:');
    this.#failed = isError ? { loaderId, url: unreachableUrl ?? url } : undefined;
    this.#problem = undefined;
    this.#isLoaded = false;
    this.#commits += 1;
    this.#counts = this.#recording.countsOfDocument();
    this.refresh();
  }

  async #read(): Promise<void> {
    const { currentIndex, entries } = await withDeadline(this.#session.send('Page.getNavigationHistory'), {
      ms: ASK_MS,
      what: 'read the history',
    });
    const entry = entries[currentIndex];
    const url = entry === undefined || entry.url === 'about:blank' ? '' : entry.url;
    const problem = this.#failed === undefined ? this.#problem : this.#describe(this.#failed);
    const { problem: _before, ...before } = this.#shown;
    const title = (entry?.title ?? '').slice(0, TITLE_CHARACTERS);
    this.#shown = {
      ...before,
      url,
      // Of a document without title, the browser gives its address for one.
      title: this.#failed !== undefined || url === '' ? '' : title,
      // A tab begins blank: that is nothing to go back to.
      canGoBack: currentIndex > (entries[0]?.url === 'about:blank' ? 1 : 0),
      canGoForward: currentIndex < entries.length - 1,
      security: this.#security(url),
      ...(problem === undefined ? {} : { problem }),
    };
    this.#onChange();
  }

  #security(url: string): Shown['security'] {
    if (this.#failed !== undefined || this.#recording.currentDocument() === undefined) return 'none';
    if (!url.startsWith('https:')) return 'insecure';
    return this.#hasBadCertificate ? 'invalid' : 'secure';
  }

  #describe({ loaderId, url }: { readonly loaderId: string; readonly url: string }): NonNullable<Shown['problem']> {
    const failure = this.#recording.failureOf(loaderId);
    const errorText = /net::ERR_[A-Z0-9_]+/.exec(failure ?? '')?.[0];
    if (errorText === undefined) return { code: 'navigation-failed', message: `${url} could not be opened` };
    return { code: classifyNetError(errorText), message: describeNetError(url, errorText) };
  }
}
