import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCaptureUrl } from '../../core/capture-url.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { Observation } from '../../core/model/capture-record.ts';
import type { CaptureLimits } from '../../core/model/limits.ts';
import type { TabInput } from '../../core/model/page-view.ts';
import type { PageAnswer, SurfaceTab, SurfaceTabState, TabFrame, TabPlace } from '../../core/surface-ports.ts';
import { pause, reasonOf } from '../browser/deadline.ts';
import type { CaptureParts } from '../capture-tab.ts';
import { captureLivePage, type LiveCaptureRequest } from './live-capture.ts';
import { LivePage } from './live-page.ts';
import type { HostedPage, PageHost, PageView } from './page-host.ts';
import { navigate } from './tab-navigation.ts';

export interface LiveTabOptions {
  readonly id: string;
  readonly openerId?: string;
  readonly parts: CaptureParts;
  readonly host: PageHost;
  readonly limits: CaptureLimits;
  /** A folder of this tab alone; removed on close. */
  readonly folder: string;
  /** Until somebody has said where it lies. */
  readonly place: TabPlace;
  /** It is closed, by whoever. */
  readonly onClosed: (tab: LiveTab) => void;
}

/** Changes within this time are told as one. */
const TELL_MS = 50;
const MAX_INCIDENTS = 20;
/** How long a capture that is under way may take to end once its tab is closed. */
const CAPTURE_END_MS = 15_000;
const SELECTION_CHARACTERS = 1024 * 1024;

/** A tab of the embedded browser. Its page may crash and be replaced; the tab stays. */
export class LiveTab implements SurfaceTab {
  readonly id: string;
  readonly openerId?: string;
  readonly #options: LiveTabOptions;
  readonly #listeners = new Set<(state: SurfaceTabState) => void>();
  readonly #watchers = new Map<(frame: TabFrame) => Promise<void>, () => void>();
  #page: LivePage | undefined;
  #view: PageView | undefined;
  #place: TabPlace;
  #pages = 0;
  #locked = false;
  #loss: SurfaceTabState['problem'];
  #lastUrl = '';
  #capturing: Promise<unknown> | undefined;
  #closing: Promise<void> | undefined;
  #telling: NodeJS.Timeout | undefined;
  #told = '';

  private constructor(options: LiveTabOptions) {
    this.id = options.id;
    if (options.openerId !== undefined) this.openerId = options.openerId;
    this.#options = options;
    this.#place = options.place;
  }

  /** Throws `browser-lost`, `browser-launch-failed`. */
  static async open(options: LiveTabOptions, hosted: Promise<HostedPage> | HostedPage): Promise<LiveTab> {
    const tab = new LiveTab(options);
    await tab.#open(await hosted);
    return tab;
  }

  /** Where the browser tells it. */
  get targetId(): string | undefined {
    return this.#page?.tab.targetId;
  }

  get lastPlace(): TabPlace {
    return this.#place;
  }

  get state(): SurfaceTabState {
    const page = this.#page;
    const shown = page?.state.shown;
    const problem = this.#loss ?? shown?.problem;
    const question = page?.questions.question;
    return {
      url: shown?.url ?? '',
      title: shown?.title ?? '',
      loading: this.#loss === undefined && shown?.loading === true,
      canGoBack: shown?.canGoBack ?? false,
      canGoForward: shown?.canGoForward ?? false,
      security: shown?.security ?? 'none',
      exchanges: page?.state.counts.exchanges ?? 0,
      bytes: page?.state.counts.bytes ?? 0,
      locked: this.#locked,
      incidents: (page?.tab.incidents ?? []).slice(-MAX_INCIDENTS).map(({ code, detail }) => ({ code, detail })),
      ...(problem === undefined ? {} : { problem }),
      ...(question === undefined ? {} : { question }),
    };
  }

  onState(listener: (state: SurfaceTabState) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async go(to: Parameters<SurfaceTab['go']>[0]): Promise<void> {
    const url = typeof to === 'string' ? undefined : parseCaptureUrl(to.url).href;
    if (this.#locked) throw new PugmarkError('usage', 'The tab is being captured: its page must stay');
    const page = await this.#livingPage();
    // A page in the place of a crashed one has no history; what stood there is asked for again.
    const isFresh = page.state.shown.url === '' && this.#lastUrl !== '';
    const wanted = url ?? (to === 'reload' && isFresh ? this.#lastUrl : undefined);
    if (wanted !== undefined) await navigate(page, { url: wanted });
    else if (typeof to === 'string') await navigate(page, to);
    const again = wanted ?? (to === 'reload' ? page.state.shown.url : '');
    if (again !== '') void this.#replaceIfHung(page, again).catch(() => undefined);
  }

  async answer(questionId: string, answer: PageAnswer): Promise<void> {
    await this.#page?.questions.answer(questionId, answer).catch(() => undefined);
  }

  async input(input: TabInput): Promise<void> {
    if (this.#locked || this.#loss !== undefined) return;
    await this.#page?.input(input);
  }

  async selection(): Promise<string> {
    return (await this.#page?.selection(SELECTION_CHARACTERS)) ?? '';
  }

  async place(place: TabPlace): Promise<void> {
    const isShown = place.visible && !this.#place.visible;
    this.#place = place;
    if (isShown) await this.#view?.front();
    // A capture pictures the page as large as it was at the click.
    if (!this.#locked) await this.#view?.place(place);
  }

  watch(listener: (frame: TabFrame) => Promise<void>): () => void {
    this.#watchers.set(listener, this.#view?.watch(listener) ?? (() => undefined));
    return () => {
      this.#watchers.get(listener)?.();
      this.#watchers.delete(listener);
    };
  }

  async capture(request: LiveCaptureRequest): Promise<Observation> {
    if (this.#capturing !== undefined) throw new PugmarkError('usage', 'The tab is being captured already');
    const page = this.#page;
    if (page === undefined || this.#loss !== undefined || this.#closing !== undefined) {
      throw new PugmarkError('usage', 'The tab shows no document that could be captured');
    }
    const { parts } = this.#options;
    const { warnings } = page;
    const front = async (): Promise<void> => this.#view?.front();
    const capturing = captureLivePage(parts, { page, request, warnings, front, lock: (locked) => this.#lock(locked) });
    this.#capturing = capturing;
    try {
      return await capturing;
    } finally {
      this.#capturing = undefined;
      await this.#view?.place(this.#place);
    }
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#end());
  }

  async #open({ browser, window }: HostedPage): Promise<void> {
    const { parts, host, limits, folder } = this.#options;
    const { width, height, scale } = this.#place;
    this.#pages += 1;
    const page = await LivePage.open(
      {
        browser,
        tabId: this.id,
        clock: parts.clock,
        hashing: parts.hashing,
        limits,
        folder: join(folder, `page-${this.#pages}`),
        viewport: { widthPx: width, heightPx: height, scale },
        onChange: () => this.#tellSoon(),
      },
      window,
    );
    this.#page = page;
    this.#loss = undefined;
    this.#view = await host.view(page.tab);
    for (const [listener, stop] of this.#watchers) {
      stop();
      this.#watchers.set(listener, this.#view.watch(listener));
    }
    if (page.tab.lost.aborted) this.#lost(page);
    else page.tab.lost.addEventListener('abort', () => this.#lost(page), { once: true });
    await this.#view.place(this.#place);
    this.#tellSoon();
  }

  #lost(page: LivePage): void {
    if (page !== this.#page || this.#closing !== undefined) return;
    const { code, message } = reasonOf(page.tab.lost);
    this.#lastUrl = page.state.shown.url;
    this.#loss = { code, message };
    this.#tellSoon();
    // A window that a page opened may close itself.
    if (code === 'page-closed' && this.openerId !== undefined) void this.close();
  }

  /** The page, or a new one in the place of one that crashed. */
  async #livingPage(): Promise<LivePage> {
    const page = this.#page;
    if (this.#closing !== undefined || page === undefined) throw new PugmarkError('page-closed', 'The tab is closed');
    if (this.#loss === undefined) return page;
    if (this.#loss.code === 'browser-lost') throw new PugmarkError('page-closed', 'The browser of this tab has gone');
    await this.#capturing?.catch(() => undefined);
    await page.close();
    await this.#open(await this.#options.host.newPage());
    return this.#page ?? page;
  }

  /** A page in an endless loop is left by nobody: it goes, and another one opens the address in its place. */
  async #replaceIfHung(page: LivePage, url: string): Promise<void> {
    if (!(await page.isHung()) || page !== this.#page || this.#locked || this.#closing !== undefined) return;
    await page.close();
    await this.#open(await this.#options.host.newPage());
    if (this.#page !== undefined) await navigate(this.#page, { url });
  }

  #lock(locked: boolean): void {
    this.#locked = locked;
    this.#tellSoon();
  }

  #tellSoon(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      const { state } = this;
      const text = JSON.stringify(state);
      if (text === this.#told) return;
      this.#told = text;
      for (const listener of this.#listeners) listener(state);
    }, TELL_MS);
  }

  async #end(): Promise<void> {
    const page = this.#page;
    if (this.#capturing !== undefined) {
      // The capture hears of the loss and seals what it has.
      await page?.tab.leave();
      await Promise.race([this.#capturing.catch(() => undefined), pause(CAPTURE_END_MS)]);
    }
    for (const stop of this.#watchers.values()) stop();
    await page?.close();
    clearTimeout(this.#telling);
    await rm(this.#options.folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
    this.#options.onClosed(this);
  }
}
