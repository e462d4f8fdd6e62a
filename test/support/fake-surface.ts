import type { Observation } from '../../src/core/model/capture-record.ts';
import type {
  BrowserSurface,
  BrowserSurfaces,
  PageAnswer,
  SurfaceOptions,
  SurfaceTab,
  SurfaceTabState,
  TabFrame,
} from '../../src/core/surface-ports.ts';
import { BLANK_TAB } from './blank-tab.ts';
import { observePage } from './fake-observation.ts';

const FACTS = { product: 'Chrome/1', userAgent: 'UA', headless: true, sandbox: true, flags: [] };
const BLANK: SurfaceTabState = { ...BLANK_TAB, incidents: [] };

type CaptureAct = (tab: FakeTab, request: Parameters<SurfaceTab['capture']>[0]) => Promise<Observation>;

/** A tab that shows whatever it is told to; no page, no network. */
export class FakeTab implements SurfaceTab {
  readonly acts: string[] = [];
  state = BLANK;
  readonly id: string;
  readonly openerId?: string;
  readonly #surface: FakeSurface;
  readonly #states = new Set<(state: SurfaceTabState) => void>();
  readonly #watchers = new Set<(frame: TabFrame) => Promise<void>>();

  constructor(surface: FakeSurface, id: string, openerId?: string) {
    this.#surface = surface;
    this.id = id;
    if (openerId !== undefined) this.openerId = openerId;
  }

  change(state: Partial<SurfaceTabState>): void {
    this.state = { ...this.state, ...state };
    for (const listener of this.#states) listener(this.state);
  }

  async draw(frame: TabFrame): Promise<void> {
    for (const watcher of this.#watchers) await watcher(frame);
  }

  onState(listener: (state: SurfaceTabState) => void): () => void {
    this.#states.add(listener);
    return () => void this.#states.delete(listener);
  }

  async go(to: Parameters<SurfaceTab['go']>[0]): Promise<void> {
    this.acts.push(`go ${JSON.stringify(to)}`);
    if (typeof to === 'object') this.change({ url: to.url, title: `Title of ${to.url}`, security: 'insecure' });
  }

  async answer(id: string, answer: PageAnswer): Promise<void> {
    this.acts.push(`answer ${id} ${JSON.stringify(answer)}`);
  }

  async input(input: Parameters<SurfaceTab['input']>[0]): Promise<void> {
    this.acts.push(`input ${input.kind}`);
  }

  async selection(): Promise<string> {
    return 'selected';
  }

  async place(place: Parameters<SurfaceTab['place']>[0]): Promise<void> {
    this.acts.push(`place ${place.width}x${place.height}`);
  }

  watch(listener: (frame: TabFrame) => Promise<void>): () => void {
    this.#watchers.add(listener);
    return () => void this.#watchers.delete(listener);
  }

  capture(request: Parameters<SurfaceTab['capture']>[0]): Promise<Observation> {
    return this.#surface.parts.capture(this, request);
  }

  async close(): Promise<void> {
    this.#surface.closed(this);
  }
}

class FakeSurface implements BrowserSurface {
  readonly facts = FACTS;
  readonly shows = 'picture';
  readonly tabs: FakeTab[] = [];
  readonly options: SurfaceOptions;
  readonly parts: FakeSurfaces;
  isClosed = false;
  readonly #lost = new AbortController();
  readonly #listeners = new Set<Parameters<BrowserSurface['onTab']>[0]>();

  constructor(parts: FakeSurfaces, options: SurfaceOptions) {
    this.parts = parts;
    this.options = options;
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  lose(): void {
    this.#lost.abort();
  }

  async openTab(openerId?: string): Promise<FakeTab> {
    const tab = new FakeTab(this, `t${this.tabs.length + 1}`, openerId);
    this.tabs.push(tab);
    for (const listener of this.#listeners) listener({ kind: 'opened', tab });
    return tab;
  }

  closed(tab: FakeTab): void {
    for (const listener of this.#listeners) listener({ kind: 'closed', tab });
  }

  onTab(listener: Parameters<BrowserSurface['onTab']>[0]): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async clearData(): Promise<void> {
    this.tabs[0]?.acts.push('clear');
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

/** Browsers whose tabs are captured by `capture`; by default as one small text. */
export class FakeSurfaces implements BrowserSurfaces {
  readonly opened: FakeSurface[] = [];
  capture: CaptureAct = (tab, request) => observePage({ ...request, url: tab.state.url });

  async open(options: SurfaceOptions): Promise<FakeSurface> {
    const surface = new FakeSurface(this, options);
    this.opened.push(surface);
    return surface;
  }
}
