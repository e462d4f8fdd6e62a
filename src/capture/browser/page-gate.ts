import type { CDPSession, Page } from 'puppeteer-core';
import { NOWHERE } from './browser-flags.ts';
import { pause, withDeadline } from './deadline.ts';

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

/**
 * Stands between Chromium and every new page of it: a page that we did not open is held before its first request and
 * closed. Each DevTools session that attaches to a starting page holds it back until that session lets go, so nothing that
 * another session does can let a page through here.
 */
export class PageGate {
  readonly #session: CDPSession;
  readonly #listeners = new Map<string, (popup: { readonly url?: string }) => void>();
  #expected: ((targetId: string) => void) | undefined;
  #opening: Promise<unknown> = Promise.resolve();

  private constructor(session: CDPSession) {
    this.#session = session;
    session.on('Target.attachedToTarget', (event) => void this.#judge(event));
  }

  /** `session`: one of our own on the browser target. */
  static async stand(session: CDPSession): Promise<PageGate> {
    const gate = new PageGate(session);
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
      await withDeadline(sever(window), { ms: SEVERED_WITHIN_MS, what: 'take a window from its opener' }).catch(() => undefined);
    }
    // A window in the middle of a navigation may say yes and stay.
    for (let tries = 0; tries < CLOSE_TRIES; tries += 1) {
      await this.#session.send('Target.closeTarget', { targetId });
      await pause(CLOSED_WITHIN_MS * tries);
      if (window?.detached !== false) return;
    }
  }

  async #judge({ sessionId, targetInfo, waitingForDebugger }: AttachedToTarget): Promise<void> {
    const { targetId, openerId, url } = targetInfo;
    const ours = openerId === undefined && (this.#expected !== undefined || !waitingForDebugger);
    try {
      if (!ours) {
        await this.#turnAway(sessionId, targetId);
        if (openerId !== undefined) this.#listeners.get(openerId)?.(url === '' ? {} : { url });
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
