import type { CDPSession, Page } from 'puppeteer-core';
import { NOWHERE } from './browser-flags.ts';
import { pause, withDeadline } from './deadline.ts';
import type { HeldWindows } from './held-windows.ts';

/** Where a window is sent before it closes; answered here, never asked for. */
const SEVERED_URL = `https://${NOWHERE}/`;
/** The window leaves its opener's group of browsing contexts, and `close`d is all that the opener sees of it (HTML, sec. 7.1.3). */
const SEVERED = {
  responseCode: 200,
  responseHeaders: [
    { name: 'cross-origin-opener-policy', value: 'same-origin' },
    { name: 'content-type', value: 'text/html' },
  ],
};
const OFFLINE = { offline: true, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
/** Longer than Chromium lets a click count (5 s). */
const SEVERED_WITHIN_MS = 10_000;
const SEVERED_AGAIN_MS = 100;
const CLOSED_WITHIN_MS = 200;
const CLOSE_TRIES = 6;

type AttachedToTarget = {
  readonly sessionId: string;
  readonly targetInfo: { readonly targetId: string; readonly url: string; readonly openerId?: string };
  readonly waitingForDebugger: boolean;
};

/** A window that a page opened, held before its first request: nothing of it runs, and its opener waits, until it is let go or turned away. */
export interface HeldWindow {
  readonly targetId: string;
  readonly openerTargetId: string;
  /** Empty for one without address. Hostile text. */
  readonly url: string;
  /** The session that holds it. */
  readonly session: CDPSession;
  readonly release: () => Promise<void>;
  readonly onGone: (listener: () => void) => void;
}

/** Who takes windows of pages in. */
export interface WindowKeeper {
  readonly held: HeldWindows;
  /** False: turned away, as all are where nobody takes any. */
  take(window: HeldWindow): boolean;
}

/**
 * Stands between Chromium and every new page of it: a page that we did not open is held before its first request and
 * closed. Each DevTools session that attaches to a starting page holds it back until that session lets go, so nothing that
 * another session does can let a page through here.
 */
export class PageGate {
  readonly #session: CDPSession;
  readonly #keeper: WindowKeeper | undefined;
  readonly #taken = new Set<string>();
  /** By session: who hears that its window is gone. */
  readonly #gone = new Map<string, () => void>();
  readonly #listeners = new Map<string, (popup: { readonly url?: string }) => void>();
  #expected: ((targetId: string) => void) | undefined;
  #opening: Promise<unknown> = Promise.resolve();

  private constructor(session: CDPSession, keeper: WindowKeeper | undefined) {
    this.#session = session;
    this.#keeper = keeper;
    session.on('Target.attachedToTarget', (event) => void this.#judge(event));
    session.on('Target.detachedFromTarget', ({ sessionId }) => {
      this.#gone.get(sessionId)?.();
      this.#gone.delete(sessionId);
    });
  }

  /** `session`: one of our own on the browser target. */
  static async stand(session: CDPSession, keeper?: WindowKeeper): Promise<PageGate> {
    const gate = new PageGate(session, keeper);
    await session.send('Target.setAutoAttach', {
      autoAttach: true,
      flatten: true,
      waitForDebuggerOnStart: true,
      filter: [{ type: 'page' }],
    });
    return gate;
  }

  /** Lets exactly one page without opener through: the one that `open` makes. One after the other. */
  async letThrough(open: () => Promise<Page>): Promise<{ readonly page: Page; readonly targetId: string }> {
    const turn = this.#opening.then(async () => {
      const { promise: targetId, resolve } = Promise.withResolvers<string>();
      this.#expected = resolve;
      try {
        const page = await open();
        return { page, targetId: await targetId };
      } finally {
        this.#expected = undefined;
      }
    });
    this.#opening = turn.catch(() => undefined);
    return turn;
  }

  onPopup(openerTargetId: string, listener: (popup: { readonly url?: string }) => void): void {
    this.#listeners.set(openerTargetId, listener);
  }

  forget(targetId: string): void {
    this.#listeners.delete(targetId);
    this.#taken.delete(targetId);
  }

  /**
   * The page that opened a window waits in `window.open` until the window runs: to close it while it is held would freeze its
   * opener for good. So it may run for a moment, but every request of it fails before it leaves the browser. While a window
   * closes nothing stops its requests any more, and its opener can still send it places: so it is taken out of its opener's
   * reach first.
   */
  async #turnAway(sessionId: string, targetId: string): Promise<void> {
    const window = this.#session.connection()?.session(sessionId);
    if (window !== null && window !== undefined) {
      const severing = sever(window);
      // After our own commands for it, so that none of its requests is before them.
      this.#keeper?.held.release(targetId);
      await withDeadline(severing, { ms: SEVERED_WITHIN_MS, what: 'take a window from its opener' }).catch(() => undefined);
    }
    // A window in the middle of a navigation may say yes and stay.
    for (let tries = 0; tries < CLOSE_TRIES; tries += 1) {
      await this.#session.send('Target.closeTarget', { targetId });
      await pause(CLOSED_WITHIN_MS * tries);
      if (window?.detached !== false) return;
    }
  }

  /** A session of our own on a window that was taken in. */
  async attach(targetId: string): Promise<CDPSession> {
    const { sessionId } = await this.#session.send('Target.attachToTarget', { targetId, flatten: true });
    const session = this.#session.connection()?.session(sessionId);
    if (session === undefined || session === null) throw new Error('The window is gone');
    return session;
  }

  #take(sessionId: string, { targetId, openerId, url }: AttachedToTarget['targetInfo']): boolean {
    const session = this.#session.connection()?.session(sessionId);
    if (this.#keeper === undefined || openerId === undefined || session === undefined || session === null) return false;
    const taken = this.#keeper.take({
      targetId,
      openerTargetId: openerId,
      url,
      session,
      release: () => this.#release(session, targetId),
      onGone: (listener) => void this.#gone.set(sessionId, listener),
    });
    if (taken) this.#taken.add(targetId);
    return taken;
  }

  async #release(session: CDPSession, targetId: string): Promise<void> {
    this.#keeper?.held.release(targetId);
    await session.send('Runtime.runIfWaitingForDebugger');
  }

  async #judge({ sessionId, targetInfo, waitingForDebugger }: AttachedToTarget): Promise<void> {
    const { targetId, openerId, url } = targetInfo;
    // Sessions that we open ourselves on windows that we took in.
    if (!waitingForDebugger && this.#taken.has(targetId)) return;
    const ours = openerId === undefined && (this.#expected !== undefined || !waitingForDebugger);
    try {
      if (!ours) {
        if (this.#take(sessionId, targetInfo)) return;
        try {
          await this.#turnAway(sessionId, targetId);
        } finally {
          // Also of one that was gone before it could be closed.
          if (openerId !== undefined) this.#listeners.get(openerId)?.(url === '' ? {} : { url });
        }
        return;
      }
      this.#expected?.(targetId);
      this.#expected = undefined;
      // The session stays until the page goes: with any that leaves a page, Chromium drops the bodies it keeps for all others.
      await this.#session.connection()?.session(sessionId)?.send('Runtime.runIfWaitingForDebugger');
    } catch {
      // The page went away by itself meanwhile, or the browser did; both are noticed elsewhere.
      return;
    }
  }
}

async function sever(window: CDPSession): Promise<void> {
  window.on('Fetch.requestPaused', ({ requestId, request }) => {
    const answer =
      request.url === SEVERED_URL
        ? window.send('Fetch.fulfillRequest', { requestId, ...SEVERED })
        : window.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    void answer.catch(() => undefined);
  });
  const severed = new Promise<true>((resolve) => {
    window.on('Page.frameNavigated', ({ frame }) => {
      if (frame.url === SEVERED_URL) resolve(true);
    });
  });
  // Sent at once and in this order: while a window is held it answers some commands only once it runs.
  const contained = Promise.all([
    window.send('Page.enable'),
    window.send('Network.enable'),
    window.send('Network.emulateNetworkConditions', OFFLINE),
    window.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    window.send('Runtime.runIfWaitingForDebugger'),
  ]);
  contained.catch(() => undefined);
  // Its opener may send it elsewhere at the same moment and again and again, and wins as long as the click that it had counts.
  for (let waitMs = SEVERED_AGAIN_MS; !window.detached && waitMs < SEVERED_WITHIN_MS; waitMs *= 2) {
    window.send('Page.navigate', { url: SEVERED_URL }).catch(() => undefined);
    if (await Promise.race([severed, pause(waitMs)])) break;
  }
  await contained;
}
