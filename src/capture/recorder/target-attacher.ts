import type { CDPSession } from 'puppeteer-core';
import type { RecordedTarget } from './recorded-target.ts';
import { askBrowser } from './ask-browser.ts';
import { fieldsOf, textIn } from './cdp-values.ts';
import type { Stop } from './session-events.ts';
import { listenTo, readAttached } from './session-events.ts';

/** What happens on the sessions of a tab, told apart by target. */
export interface TargetListener {
  onEvent(target: RecordedTarget, method: string, params: unknown): void;
  /** Events of a stream session. */
  onStreamEvent(method: string, params: unknown): void;
  /** The target will tell nothing more. */
  onGone(target: RecordedTarget): void;
  /** Loader of the tab's document to which a new child of `parent` belongs; undefined: whichever is shown. */
  ownerOf(parent: RecordedTarget): string | undefined;
  onWarning(code: string, detail: string): void;
  /** A service worker of the page runs. */
  onServiceWorker(url: string): void;
  /** More frames or workers came than are recorded. */
  onLimit(): void;
}

const COMMAND_TIMEOUT_MS = 10_000;
/** Frames and workers of one tab at the same time; a page that makes more is recorded without the rest. */
const MAX_TARGETS = 400;
const TARGET_KINDS = new Map<string, RecordedTarget['kind']>([
  ['iframe', 'frame'],
  ['worker', 'worker'],
  ['shared_worker', 'shared-worker'],
  ['service_worker', 'service-worker'],
]);
const NETWORK_BUFFERS = { maxTotalBufferSize: 64 * 1024 * 1024, maxResourceBufferSize: 16 * 1024 * 1024, maxPostDataSize: 64 * 1024 };
/** In the browser's own process; each body is read as soon as it is whole, so that old ones may go. */
const DURABLE_BUFFERS = { maxTotalBufferSize: 160 * 1024 * 1024, maxResourceBufferSize: 48 * 1024 * 1024 };
const AUTO_ATTACH = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };

const CHILD_EVENTS = ['Target.attachedToTarget', 'Target.detachedFromTarget'];
const LOSS_EVENTS = ['Inspector.targetCrashed', 'Inspector.detached'];
const STREAM_EVENTS = ['Network.dataReceived', 'Network.loadingFinished', 'Network.loadingFailed'];
const NETWORK_EVENTS = [
  ...STREAM_EVENTS,
  'Network.requestWillBeSent',
  'Network.requestWillBeSentExtraInfo',
  'Network.responseReceived',
  'Network.responseReceivedExtraInfo',
  'Network.requestServedFromCache',
  'Network.webSocketCreated',
  'Network.webSocketWillSendHandshakeRequest',
  'Network.webSocketHandshakeResponseReceived',
  'Network.webSocketFrameError',
  'Network.webSocketClosed',
  'Network.webSocketFrameSent',
  'Network.webSocketFrameReceived',
];
const PAGE_EVENTS = ['Page.frameStartedNavigating', 'Page.frameNavigated', 'Page.navigatedWithinDocument'];

/** Sets up recording on a tab and on every frame and worker that comes to it, before their first request. */
export class TargetAttacher {
  readonly #listener: TargetListener;
  readonly #targets: RecordedTarget[] = [];
  readonly #streamChildren = new Map<string, CDPSession>();
  readonly #stops = new Set<Stop>();
  readonly #stopOf = new Map<CDPSession, Stop>();
  #isFull = false;
  #isDurable = false;
  #isRenewing = false;
  #isClosed = false;

  constructor(listener: TargetListener) {
    this.#listener = listener;
  }

  /** Bodies are kept by the browser's own process, whatever becomes of the page's. */
  get isDurable(): boolean {
    return this.#isDurable;
  }

  /** `openStreamSession` opens a second session of the tab; asked for only where durable messages make one necessary. */
  async attachTab(session: CDPSession, openStreamSession: () => Promise<CDPSession | undefined>): Promise<RecordedTarget> {
    const tab: RecordedTarget = {
      kind: 'page',
      targetId: undefined,
      session,
      streamSession: undefined,
      ownerLoaderId: undefined,
      gone: false,
      claimed: true,
    };
    this.#listen(tab, PAGE_EVENTS);
    // In this order: asked for before the network is told of, the store is switched on and holds nothing. Sent at once: a page that is held
    // answers only when it runs, and its first request comes at the same moment.
    const [, durable] = await Promise.all([
      this.#enable(session, ['Page.enable']),
      askBrowser(session, 'Network.configureDurableMessages', DURABLE_BUFFERS, COMMAND_TIMEOUT_MS),
    ]);
    this.#isDurable = durable.ok;
    if (!durable.ok) this.#listener.onWarning('durable-messages-missing', `the page's own process may drop bodies: ${durable.reason}`);
    tab.streamSession = durable.ok ? await openStreamSession() : session;
    if (durable.ok && tab.streamSession !== undefined) {
      this.#listenToStreams(tab.streamSession);
      await this.#enable(tab.streamSession, []);
    }
    return tab;
  }

  /**
   * Asks the browser again to keep bodies: with any session that leaves the tab it silently stops, and says no word of it. What came
   * meanwhile is not had back. At most one such request is under way.
   */
  async renewDurable(tab: RecordedTarget): Promise<void> {
    if (!this.#isDurable || this.#isClosed || tab.gone || this.#isRenewing) return;
    this.#isRenewing = true;
    await askBrowser(tab.session, 'Network.configureDurableMessages', DURABLE_BUFFERS, COMMAND_TIMEOUT_MS);
    this.#isRenewing = false;
  }

  /** Records the shared workers of the whole browser; those of other tabs are told apart by `claim`. */
  async watchSharedWorkers(browser: CDPSession): Promise<boolean> {
    this.#on(browser, ['Target.attachedToTarget'], (_method, params) => {
      const child = readAttached(browser, params);
      if (child === undefined) return;
      if (child.type === 'shared_worker' && !this.#isClosed)
        this.#attachChild(child.session, 'shared-worker', child.targetId, undefined, false);
      else void letRun(child.session);
    });
    const filter = [{ type: 'shared_worker' }, { exclude: true }];
    return (await askBrowser(browser, 'Target.setAutoAttach', { ...AUTO_ATTACH, filter }, COMMAND_TIMEOUT_MS)).ok;
  }

  /** The tab itself asked for this worker. */
  claim(targetId: string): void {
    const target = this.#targets.find((one) => one.targetId === targetId);
    if (target !== undefined) target.claimed = true;
  }

  /** Stops listening. The tab's session stays with whoever opened it. */
  async close(tab: RecordedTarget, timeoutMs: number): Promise<void> {
    this.#isClosed = true;
    for (const stop of this.#stops) stop();
    this.#stops.clear();
    const off = { autoAttach: false, waitForDebuggerOnStart: false, flatten: true };
    const commands = [askBrowser(tab.session, 'Target.setAutoAttach', off, timeoutMs)];
    if (this.#isDurable) commands.push(askBrowser(tab.session, 'Network.configureDurableMessages', {}, timeoutMs));
    if (this.#isDurable && tab.streamSession !== undefined) {
      commands.push(askBrowser(tab.streamSession, 'Target.setAutoAttach', off, timeoutMs));
      commands.push(askBrowser(tab.streamSession, 'Network.disable', {}, timeoutMs));
    }
    await Promise.all(commands);
  }

  async #enable(session: CDPSession, more: readonly string[]): Promise<void> {
    const answers = await Promise.all([
      askBrowser(session, 'Network.enable', NETWORK_BUFFERS, COMMAND_TIMEOUT_MS),
      askBrowser(session, 'Target.setAutoAttach', AUTO_ATTACH, COMMAND_TIMEOUT_MS),
      ...more.map((method) => askBrowser(session, method, {}, COMMAND_TIMEOUT_MS)),
    ]);
    for (const answer of answers) if (!answer.ok) this.#listener.onWarning('recording-limited', answer.reason);
  }

  #listen(target: RecordedTarget, more: readonly string[]): void {
    this.#targets.push(target);
    const stop = this.#on(target.session, [...NETWORK_EVENTS, ...CHILD_EVENTS, ...LOSS_EVENTS, ...more], (method, params) => {
      if (method === 'Target.attachedToTarget') this.#onChild(target, params);
      else if (method === 'Target.detachedFromTarget') this.#onChildGone(params);
      else if (LOSS_EVENTS.includes(method)) this.#lose(target);
      else {
        this.#listener.onEvent(target, method, params);
        if (!this.#isDurable && STREAM_EVENTS.includes(method)) this.#listener.onStreamEvent(method, params);
      }
    });
    this.#stopOf.set(target.session, stop);
  }

  #listenToStreams(session: CDPSession): void {
    this.#on(session, ['Target.attachedToTarget', ...STREAM_EVENTS], (method, params) => {
      if (method === 'Target.attachedToTarget') this.#onStreamChild(session, params);
      else this.#listener.onStreamEvent(method, params);
    });
  }

  #on(session: CDPSession, methods: readonly string[], handler: (method: string, params: unknown) => void): Stop {
    const onError = (method: string, cause: unknown): void => {
      this.#listener.onWarning('event-unreadable', `${method}: ${cause instanceof Error ? cause.message : String(cause)}`);
    };
    const stop = listenTo(session, methods, handler, onError);
    this.#stops.add(stop);
    return stop;
  }

  #onChild(parent: RecordedTarget, params: unknown): void {
    const child = readAttached(parent.session, params);
    if (child === undefined) return;
    const kind = TARGET_KINDS.get(child.type);
    if (kind === undefined || this.#isClosed) void letRun(child.session);
    else {
      const owner = this.#listener.ownerOf(parent);
      if (kind === 'service-worker') this.#listener.onServiceWorker(child.url);
      this.#attachChild(child.session, kind, child.targetId, owner, true);
    }
  }

  #attachChild(
    session: CDPSession,
    kind: RecordedTarget['kind'],
    targetId: string,
    ownerLoaderId: string | undefined,
    claimed: boolean,
  ): void {
    if (this.#targets.length >= MAX_TARGETS) {
      this.#listener.onLimit();
      if (!this.#isFull) this.#listener.onWarning('too-many-targets', `only the first ${MAX_TARGETS} frames and workers are recorded`);
      this.#isFull = true;
      void letRun(session);
      return;
    }
    const streamSession = this.#isDurable ? this.#streamChildren.get(targetId) : session;
    const target: RecordedTarget = { kind, targetId, session, streamSession, ownerLoaderId, gone: false, claimed };
    this.#listen(target, []);
    void this.#setUpChild(target);
  }

  async #setUpChild(target: RecordedTarget): Promise<void> {
    // All sent at once, in this order: a worker answers Network.enable only when it runs.
    const [enabled] = await Promise.all([
      askBrowser(target.session, 'Network.enable', NETWORK_BUFFERS, COMMAND_TIMEOUT_MS),
      ...(this.#isDurable ? [askBrowser(target.session, 'Network.configureDurableMessages', DURABLE_BUFFERS, COMMAND_TIMEOUT_MS)] : []),
      askBrowser(target.session, 'Target.setAutoAttach', AUTO_ATTACH, COMMAND_TIMEOUT_MS),
      letRun(target.session),
    ]);
    if (!enabled.ok && !target.gone && !this.#isClosed) {
      this.#listener.onWarning('target-not-recorded', `${target.kind}: ${enabled.reason}`);
    }
  }

  #onStreamChild(parent: CDPSession, params: unknown): void {
    const child = readAttached(parent, params);
    if (child === undefined) return;
    if (!this.#isClosed && TARGET_KINDS.has(child.type) && this.#streamChildren.size < MAX_TARGETS) {
      this.#streamChildren.set(child.targetId, child.session);
      const target = this.#targets.find(({ targetId }) => targetId === child.targetId);
      if (target !== undefined) target.streamSession = child.session;
      this.#listenToStreams(child.session);
      void askBrowser(child.session, 'Network.enable', NETWORK_BUFFERS, COMMAND_TIMEOUT_MS);
      void askBrowser(child.session, 'Target.setAutoAttach', AUTO_ATTACH, COMMAND_TIMEOUT_MS);
    }
    void letRun(child.session);
  }

  #onChildGone(params: unknown): void {
    const event = fieldsOf(params);
    const sessionId = event && textIn(event, 'sessionId');
    const target = this.#targets.find(({ session }) => session.id() === sessionId);
    if (target === undefined) return;
    this.#lose(target);
    const stop = this.#stopOf.get(target.session);
    if (stop === undefined) return;
    stop();
    this.#stops.delete(stop);
    this.#stopOf.delete(target.session);
  }

  #lose(target: RecordedTarget): void {
    if (target.gone) return;
    target.gone = true;
    // Others may come in its place, for as long as somebody goes from page to page.
    if (target.targetId !== undefined) {
      this.#targets.splice(this.#targets.indexOf(target), 1);
      this.#streamChildren.delete(target.targetId);
    }
    this.#listener.onGone(target);
  }
}

async function letRun(session: CDPSession): Promise<void> {
  await askBrowser(session, 'Runtime.runIfWaitingForDebugger', {}, COMMAND_TIMEOUT_MS);
}
