import { PugmarkError } from '../../core/errors.ts';
import type { SurfaceTab, SurfaceTabState, TabFrame, TabPlace } from '../../core/surface-ports.ts';
import type { BrowserTab } from '../../rpc/contract/browser.ts';

/** Longer texts of a page are of no use in a tab strip. */
const MAX_TITLE = 2_000;
const MAX_URL = 65_536;

type FrameListener = (frame: TabFrame) => Promise<void>;

interface OpenTabParts {
  readonly id: string;
  readonly case: string;
  /** Id of the tab whose page opened this one, and the address that it showed then. */
  readonly opener?: { readonly id: string; readonly url: string };
  readonly onChange: () => void;
}

/**
 * A tab as the window knows it. It outlives the browser that showed it: when that is lost, it keeps its address and is shown again by
 * the next browser when the person goes on in it.
 */
export class OpenTab {
  readonly id: string;
  readonly opener: OpenTabParts['opener'];
  readonly #parts: OpenTabParts;
  readonly #listeners = new Map<FrameListener, (() => void) | undefined>();
  #shown: SurfaceTab | undefined;
  #state: SurfaceTabState;
  #place: TabPlace | undefined;
  #stopHearing: () => void = () => undefined;

  constructor(parts: OpenTabParts, tab: SurfaceTab) {
    this.#parts = parts;
    this.id = parts.id;
    this.opener = parts.opener;
    this.#state = tab.state;
    this.attach(tab);
  }

  /** From now on this tab is shown by that one of the browser. */
  attach(tab: SurfaceTab): void {
    this.#stopHearing();
    this.#shown = tab;
    this.#state = tab.state;
    this.#stopHearing = tab.onState((state) => {
      this.#state = state;
      this.#parts.onChange();
    });
    for (const listener of this.#listeners.keys()) this.#listeners.set(listener, tab.watch(listener));
    // Nobody waits for it: a tab that is gone again needs no place.
    if (this.#place !== undefined) void tab.place(this.#place).catch(() => undefined);
    this.#parts.onChange();
  }

  /** The browser that showed it is gone; `awaited`: another one is about to show it. */
  lose(awaited = false): void {
    this.#stopHearing();
    this.#stopHearing = () => undefined;
    this.#shown = undefined;
    for (const listener of this.#listeners.keys()) this.#listeners.set(listener, undefined);
    const { question: _question, ...state } = this.#state;
    const problem = { code: 'browser-lost', message: 'The browser ended unexpectedly: reload the page to open it again' };
    const without = { ...state, canGoBack: false, canGoForward: false, locked: false };
    this.#state = awaited ? { ...without, loading: true } : { ...without, loading: false, problem };
    this.#parts.onChange();
  }

  get isLost(): boolean {
    return this.#shown === undefined;
  }

  get url(): string {
    return this.#state.url;
  }

  /** Throws `browser-lost` when nothing shows it. */
  get shown(): SurfaceTab {
    if (this.#shown !== undefined) return this.#shown;
    throw new PugmarkError('browser-lost', 'The browser of this tab ended unexpectedly: reload the page to open it again');
  }

  get view(): BrowserTab {
    const { url, title, incidents, ...state } = this.#state;
    return {
      id: this.id,
      case: this.#parts.case,
      ...(this.opener === undefined ? {} : { opener: this.opener.id }),
      ...state,
      url: url.slice(0, MAX_URL),
      title: title.slice(0, MAX_TITLE),
      incidents: incidents.map(({ code, detail }) => ({ code, detail })),
    };
  }

  /** Where it lies, also in the browser that shows it after a loss. */
  async place(place: TabPlace): Promise<void> {
    this.#place = place;
    await this.#shown?.place(place);
  }

  /** Pictures of the tab, also of the browser that shows it after a loss. */
  watch(listener: FrameListener): () => void {
    // One listener may be given twice: each watching is its own.
    const own: FrameListener = (frame) => listener(frame);
    this.#listeners.set(own, this.#shown?.watch(own));
    return () => {
      this.#listeners.get(own)?.();
      this.#listeners.delete(own);
    };
  }

  /** It is closed: nothing more is heard of it. */
  end(): void {
    this.#stopHearing();
    for (const stop of this.#listeners.values()) stop?.();
    this.#listeners.clear();
    this.#shown = undefined;
  }
}
