import type { CDPSession, Protocol } from 'puppeteer-core';

/** The document that the main frame shows now. */
export interface ShownDocument {
  readonly url: string;
  readonly loaderId: string;
  /** Set when it is Chromium's own error page instead: the address that gave nothing. */
  readonly unreachableUrl?: string;
  readonly loaded: boolean;
}

/** A page may announce that it reloads itself every five minutes; only a step of one chain of redirects is worth waiting for. */
const LONGEST_SCHEDULED_S = 5;

/** Follows the main frame of a tab through commits, loads and navigations that are about to come. */
export class MainFrameWatch {
  readonly #session: CDPSession;
  readonly #changes = new EventTarget();
  readonly #stops: (() => void)[] = [];
  readonly #loaded = new Set<string>();
  #mainFrameId: string | undefined;
  #document: Omit<ShownDocument, 'loaded'> | undefined;
  #commits = 0;
  #starting: string | undefined;
  #scheduled = false;

  /** `session`: one with `Page.enable`. Call `ready` before the navigation that is to be watched, `stop` after it. */
  constructor(session: CDPSession) {
    this.#session = session;
    this.#on('Page.frameNavigated', ({ frame }) => this.#committed(frame));
    this.#on('Page.lifecycleEvent', ({ frameId, loaderId, name }) => {
      if (frameId === this.#mainFrameId && name === 'load') this.#change(() => this.#loaded.add(loaderId));
    });
    this.#on('Page.frameScheduledNavigation', ({ frameId, delay }) => {
      if (frameId === this.#mainFrameId && delay <= LONGEST_SCHEDULED_S) this.#change(() => (this.#scheduled = true));
    });
    this.#on('Page.frameClearedScheduledNavigation', ({ frameId }) => {
      if (frameId === this.#mainFrameId) this.#change(() => (this.#scheduled = false));
    });
    this.#on('Page.frameStartedNavigating', ({ frameId, loaderId, navigationType }) => {
      if (frameId === this.#mainFrameId && !navigationType.startsWith('sameDocument')) this.#change(() => (this.#starting = loaderId));
    });
    // Also when a navigation ends in nothing (204, a download, an aborted one).
    this.#on('Page.frameStoppedLoading', ({ frameId }) => {
      if (frameId === this.#mainFrameId) this.#change(() => (this.#starting = undefined));
    });
  }

  async ready(): Promise<void> {
    const { frameTree } = await this.#session.send('Page.getFrameTree');
    this.#mainFrameId = frameTree.frame.id;
    await this.#session.send('Page.setLifecycleEventsEnabled', { enabled: true });
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  /** Documents committed since the watch began; error pages count. */
  get commits(): number {
    return this.#commits;
  }

  get document(): ShownDocument | undefined {
    return this.#document === undefined ? undefined : { ...this.#document, loaded: this.#loaded.has(this.#document.loaderId) };
  }

  /** True while another document is asked for or announced. */
  get isMoving(): boolean {
    return this.#scheduled || (this.#starting !== undefined && this.#starting !== this.#document?.loaderId);
  }

  /** Resolves true once `condition` holds, false when `signal` is aborted. */
  until(condition: () => boolean, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const check = (): void => {
        const met = condition();
        if (!met && !signal.aborted) return;
        this.#changes.removeEventListener('change', check);
        signal.removeEventListener('abort', check);
        resolve(met);
      };
      this.#changes.addEventListener('change', check);
      signal.addEventListener('abort', check);
      check();
    });
  }

  #committed(frame: Protocol.Page.Frame): void {
    if (frame.parentId !== undefined) return;
    this.#change(() => {
      const { id, url, loaderId, unreachableUrl } = frame;
      this.#mainFrameId = id;
      this.#commits += 1;
      if (this.#starting === loaderId) this.#starting = undefined;
      this.#document = {
        url,
        loaderId,
        // An error page is known by either; an empty `unreachableUrl` would still be one.
        ...(unreachableUrl !== undefined || url.startsWith('chrome-error:') ? { unreachableUrl: unreachableUrl ?? url } : {}),
      };
    });
  }

  #change(act: () => void): void {
    act();
    this.#changes.dispatchEvent(new Event('change'));
  }

  #on<E extends keyof PageEvents>(event: E, listener: (params: PageEvents[E]) => void): void {
    this.#session.on(event, listener);
    this.#stops.push(() => this.#session.off(event, listener));
  }
}

interface PageEvents {
  'Page.frameNavigated': Protocol.Page.FrameNavigatedEvent;
  'Page.lifecycleEvent': Protocol.Page.LifecycleEventEvent;
  'Page.frameScheduledNavigation': Protocol.Page.FrameScheduledNavigationEvent;
  'Page.frameClearedScheduledNavigation': Protocol.Page.FrameClearedScheduledNavigationEvent;
  'Page.frameStartedNavigating': Protocol.Page.FrameStartedNavigatingEvent;
  'Page.frameStoppedLoading': Protocol.Page.FrameStoppedLoadingEvent;
}
