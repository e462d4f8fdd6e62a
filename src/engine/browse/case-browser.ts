import { assertOpenable } from '../../app/capture-addresses.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { BrowserSurface, SurfaceTab } from '../../core/surface-ports.ts';
import type { StartedSurface } from './case-surface.ts';
import { OpenTab } from './open-tab.ts';

interface CaseBrowserParts {
  /** Reference of the case. */
  readonly case: string;
  readonly practice: boolean;
  readonly newId: () => string;
  readonly start: () => Promise<StartedSurface>;
  /** False when the settings have changed since it was started. */
  readonly isCurrent: (started: StartedSurface) => boolean;
  readonly onChange: (tab: OpenTab) => void;
  readonly onClosed: (tab: OpenTab) => void;
}

type TabNews = Parameters<Parameters<BrowserSurface['onTab']>[0]>[0];
type Destination = Parameters<SurfaceTab['go']>[0];

/** The embedded browser of one case: started when first needed, and again after it was lost. */
export class CaseBrowser {
  readonly case: string;
  readonly practice: boolean;
  readonly #parts: CaseBrowserParts;
  /** By id, in the order of their opening. */
  readonly #tabs = new Map<string, OpenTab>();
  readonly #byShown = new Map<SurfaceTab, OpenTab>();
  /** Lost tabs that are about to be shown again. */
  readonly #showing = new Map<OpenTab, Promise<OpenTab>>();
  /** News that wait until it is known which tabs we opened ourselves. */
  readonly #held: TabNews[] = [];
  #current: Promise<StartedSurface> | undefined;
  /** The one that was started last: of others nothing is heard any more. */
  #surface: BrowserSurface | undefined;
  #opening = 0;
  #starts = 0;
  #isClosed = false;

  constructor(parts: CaseBrowserParts) {
    this.#parts = parts;
    this.case = parts.case;
    this.practice = parts.practice;
  }

  get tabs(): readonly OpenTab[] {
    return [...this.#tabs.values()];
  }

  /** How often it was started; more than once when it was lost. */
  get starts(): number {
    return this.#starts;
  }

  /** Throws as `BrowserSurfaces.open`; the next call tries again. */
  async open(): Promise<StartedSurface> {
    if (this.#isClosed) throw new PugmarkError('browser-lost', `The browser of ${this.case} is being closed`);
    this.#current ??= this.#start();
    const starting = this.#current;
    const started = await starting.catch((error: unknown) => {
      if (this.#current === starting) this.#current = undefined;
      throw error;
    });
    // Settings hold from the next start on; a browser in which nothing is open can be started anew at once.
    const isStale = this.#tabs.size === 0 && this.#opening === 0 && !this.#parts.isCurrent(started);
    if (!started.surface.lost.aborted && !isStale) return started;
    if (this.#current === starting) this.#current = undefined;
    await started.close();
    return this.open();
  }

  /** A new tab, blank or on its way to an address. Throws as `open` and `go`. */
  async openTab(url: string | undefined): Promise<OpenTab> {
    if (url !== undefined) assertOpenable(url, this.practice);
    const tab = await this.#show(undefined);
    if (url !== undefined) await tab.shown.go({ url });
    return tab;
  }

  /** Throws `url-malformed`, `url-scheme-refused`, `practice-host-required`, `page-closed`; as `open` when the browser had been lost. */
  async go(tab: OpenTab, to: Destination): Promise<void> {
    if (typeof to === 'object') assertOpenable(to.url, this.practice);
    if (!tab.isLost) {
      await tab.shown.go(to);
      return;
    }
    // There is nothing to go back to, or to stop.
    if (typeof to === 'string' && to !== 'reload') return;
    const url = typeof to === 'object' ? to.url : tab.url;
    const showing = this.#showing.get(tab) ?? this.#show(tab).finally(() => this.#showing.delete(tab));
    this.#showing.set(tab, showing);
    await showing;
    if (url !== '') await tab.shown.go({ url });
  }

  async closeTab(tab: OpenTab): Promise<void> {
    if (tab.isLost) this.#forget(tab);
    else await tab.shown.close();
  }

  /** How it runs; undefined: not started, or lost. */
  async readRunning(): Promise<StartedSurface | undefined> {
    const started = await this.#current?.catch(() => undefined);
    return started?.surface.lost.aborted === true ? undefined : started;
  }

  isCurrent(started: StartedSurface): boolean {
    return this.#parts.isCurrent(started);
  }

  /** Ends it and starts it anew; its tabs are loaded again, each as far as it can be. Throws as `open`: then its tabs wait to be loaded. */
  async restart(): Promise<void> {
    const before = await this.readRunning();
    const tabs = this.tabs.filter(({ isLost }) => !isLost);
    this.#current = undefined;
    // Before it ends: what it tells of its own end is not that the person closed tabs.
    this.#lose(true);
    await before?.close();
    try {
      await this.open();
    } catch (error) {
      for (const tab of tabs) tab.lose();
      throw error;
    }
    await Promise.all(tabs.map((tab) => this.go(tab, 'reload').catch(() => tab.lose())));
  }

  /** Idempotent. Its tabs are told as closed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const started = await this.#current?.catch(() => undefined);
    for (const tab of this.tabs) this.#forget(tab);
    await started?.close();
  }

  async #start(): Promise<StartedSurface> {
    const started = await this.#parts.start();
    const { surface } = started;
    this.#surface = surface;
    this.#starts += 1;
    surface.onTab((news) => {
      if (surface.lost.aborted || this.#isClosed || this.#surface !== surface) return;
      if (this.#opening > 0) this.#held.push(news);
      else this.#hear(news);
    });
    const onLost = (): void => {
      if (this.#surface === surface) this.#lose();
    };
    if (surface.lost.aborted) onLost();
    else surface.lost.addEventListener('abort', onLost, { once: true });
    return started;
  }

  /** Opens a tab in the browser, for a tab of the window that lost its own, or for a new one. */
  async #show(lost: OpenTab | undefined): Promise<OpenTab> {
    const { surface } = await this.open();
    this.#opening += 1;
    try {
      const shown = await surface.openTab();
      if (lost === undefined) return this.#tabFor(shown);
      if (!this.#tabs.has(lost.id)) {
        await shown.close();
        throw new PugmarkError('page-closed', 'The tab was closed');
      }
      lost.attach(shown);
      this.#byShown.set(shown, lost);
      return lost;
    } finally {
      this.#opening -= 1;
      if (this.#opening === 0) for (const news of this.#held.splice(0)) this.#hear(news);
    }
  }

  #hear({ kind, tab: shown }: TabNews): void {
    if (kind === 'opened') {
      this.#tabFor(shown);
      return;
    }
    const tab = this.#byShown.get(shown);
    if (tab !== undefined) this.#forget(tab);
  }

  #tabFor(shown: SurfaceTab): OpenTab {
    const known = this.#byShown.get(shown);
    if (known !== undefined) return known;
    const id = this.#parts.newId();
    const from = [...this.#byShown].find(([other]) => other.id === shown.openerId)?.[1];
    const opener = from === undefined ? {} : { opener: { id: from.id, url: from.url } };
    const onChange = (): void => {
      const tab = this.#tabs.get(id);
      if (tab !== undefined) this.#parts.onChange(tab);
    };
    const tab = new OpenTab({ id, case: this.case, ...opener, onChange }, shown);
    this.#tabs.set(id, tab);
    this.#byShown.set(shown, tab);
    onChange();
    return tab;
  }

  #lose(awaited = false): void {
    this.#byShown.clear();
    this.#held.length = 0;
    for (const tab of this.tabs) tab.lose(awaited);
  }

  #forget(tab: OpenTab): void {
    for (const [shown, other] of this.#byShown) if (other === tab) this.#byShown.delete(shown);
    if (!this.#tabs.delete(tab.id)) return;
    tab.end();
    this.#parts.onClosed(tab);
  }
}
