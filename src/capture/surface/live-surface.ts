import { join } from 'node:path';
import { PugmarkError } from '../../core/errors.ts';
import type { CaptureLimits } from '../../core/model/limits.ts';
import type { BrowserSurface, SurfaceTab, TabPlace } from '../../core/surface-ports.ts';
import type { OpenedWindow, RecordedBrowser } from '../browser/recorded-browser.ts';
import type { CaptureParts } from '../capture-tab.ts';
import { LiveTab } from './live-tab.ts';
import type { HostedPage, PageHost } from './page-host.ts';

export interface LiveSurfaceOptions {
  readonly parts: CaptureParts;
  readonly facts: BrowserSurface['facts'];
  readonly host: PageHost;
  readonly lost: AbortSignal;
  readonly limits: CaptureLimits;
  readonly scratchFolder: string;
  readonly clearData: () => Promise<void>;
  readonly end: () => Promise<void>;
}

type TabNews = { readonly kind: 'opened' | 'closed'; readonly tab: SurfaceTab };

const FIRST_PLACE: TabPlace = { left: 0, top: 0, width: 1280, height: 900, scale: 1, visible: false };
/** Windows that the page of one tab may open within a minute; `limits.popups` of them, whoever clicks. */
const WINDOWS_WITHIN_MS = 60_000;
/** Tabs of one browser, each with processes and a recording of its own. */
const MAX_TABS = 100;

/** The tabs of one case, and the windows that their pages open. */
export class LiveSurface implements BrowserSurface {
  readonly facts: BrowserSurface['facts'];
  readonly shows: BrowserSurface['shows'];
  readonly lost: AbortSignal;
  readonly #options: LiveSurfaceOptions;
  readonly #tabs: LiveTab[] = [];
  readonly #listeners = new Set<(news: TabNews) => void>();
  /** When the page of a tab opened windows, on the monotonic clock. */
  readonly #windows = new Map<LiveTab, number[]>();
  #opened = 0;
  #closing: Promise<void> | undefined;

  constructor(options: LiveSurfaceOptions) {
    this.facts = options.facts;
    this.shows = options.host.shows;
    this.lost = options.lost;
    this.#options = options;
  }

  get tabs(): readonly LiveTab[] {
    return this.#tabs;
  }

  async openTab(): Promise<LiveTab> {
    if (this.#closing !== undefined || this.lost.aborted) throw new PugmarkError('browser-lost', 'The browser has gone');
    if (this.#tabs.length >= MAX_TABS) throw new PugmarkError('usage', `More than ${MAX_TABS} tabs cannot be open`);
    return this.#open(this.#options.host.newPage(), this.#tabs.at(-1));
  }

  /** A page has opened a window. False: it is turned away. */
  takeWindow(window: OpenedWindow, browser: RecordedBrowser): boolean {
    const opening = this.openFor(window.openerTargetId, () => ({ browser, window: window.open() }));
    // One that cannot be set up goes by itself.
    void opening?.catch(() => undefined);
    return opening !== undefined;
  }

  /** A tab for what the page of another one wants to open. Undefined: it is turned away, and `host` is not asked. */
  openFor(openerTargetId: string, host: () => Promise<HostedPage> | HostedPage): Promise<LiveTab> | undefined {
    const opener = this.#tabs.find(({ targetId }) => targetId === openerTargetId);
    if (opener === undefined || opener.state.locked || this.#closing !== undefined || !this.#fits(opener)) return undefined;
    return this.#open(host(), opener, opener.id);
  }

  onTab(listener: (news: TabNews) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async clearData(): Promise<void> {
    await this.#options.clearData();
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#end());
  }

  async #open(hosted: Promise<HostedPage> | HostedPage, like: LiveTab | undefined, openerId?: string): Promise<LiveTab> {
    const { parts, host, limits, scratchFolder } = this.#options;
    this.#opened += 1;
    const id = `tab-${this.#opened}`;
    const folder = join(scratchFolder, id);
    const onClosed = (tab: LiveTab): void => this.#closed(tab);
    const place = like?.lastPlace ?? FIRST_PLACE;
    const options = { id, parts, host, limits, folder, place, onClosed, ...(openerId === undefined ? {} : { openerId }) };
    const tab = await LiveTab.open(options, hosted);
    if (this.#closing !== undefined) {
      await tab.close();
      throw new PugmarkError('browser-lost', 'The browser has been closed meanwhile');
    }
    this.#tabs.push(tab);
    this.#tell({ kind: 'opened', tab });
    return tab;
  }

  #fits(opener: LiveTab): boolean {
    const nowMs = this.#options.parts.clock.monotonicMs();
    const recent = (this.#windows.get(opener) ?? []).filter((atMs) => nowMs - atMs < WINDOWS_WITHIN_MS);
    if (recent.length >= this.#options.limits.popups || this.#tabs.length >= MAX_TABS) return false;
    this.#windows.set(opener, [...recent, nowMs]);
    return true;
  }

  #closed(tab: LiveTab): void {
    this.#windows.delete(tab);
    const index = this.#tabs.indexOf(tab);
    if (index < 0) return;
    this.#tabs.splice(index, 1);
    this.#tell({ kind: 'closed', tab });
  }

  #tell(news: TabNews): void {
    for (const listener of this.#listeners) listener(news);
  }

  async #end(): Promise<void> {
    await Promise.all(this.#tabs.map((tab) => tab.close()));
    await this.#options.end();
  }
}
