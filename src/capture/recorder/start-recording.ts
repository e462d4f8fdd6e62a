import type { CDPSession } from 'puppeteer-core';
import type { Clock } from '../../core/clock.ts';
import type { Hashing } from '../../core/digest/digest.ts';
import type { CapturePhase, RecordedExchange } from '../../core/model/exchange.ts';
import type { CaptureLimits } from '../../core/model/limits.ts';
import type { SteeredPage } from '../browser/tab.ts';
import type { RecordedTarget } from './recorded-target.ts';
import type { CaptureRecording, DocumentLoad, Recording } from './recording.ts';
import { BodyCollector } from './body-collector.ts';
import { BodySpool } from './body-spool.ts';
import { countIn, fieldsOf, requestIdIn, textIn, withValue } from './cdp-values.ts';
import { findReused, selectDocumentHops } from './document-exchanges.ts';
import { DocumentTracker } from './document-tracker.ts';
import { ExchangeLog } from './exchange-log.ts';
import { headerValue } from './header-list.ts';
import type { Hop } from './hop.ts';
import { buildExchanges } from './hop.ts';
import { describeMessages, describeProblem } from './hop-problem.ts';
import { KeptDocuments } from './kept-documents.ts';
import { readLoadingFailed, readRequestExtra, readRequestSent, readResponseExtra, readResponseReceived } from './network-events.ts';
import { waitForQuiet } from './quiet-watch.ts';
import { RecordingView } from './recording-view.ts';
import { openSession, readMainFrame, readMainFrameId } from './recorded-page.ts';
import { giveRelayedBodies } from './relayed-body.ts';
import { SocketRecorder } from './socket-recorder.ts';
import { TargetAttacher } from './target-attacher.ts';

export interface RecordingOptions {
  readonly page: Pick<SteeredPage, 'createCDPSession' | 'browser'>;
  /** Where it is known already. A page that is held cannot be asked; it may be let go once this function has been called. */
  readonly mainFrameId?: string;
  /** A session of our own on the page's target; it stays open when the recording ends. */
  readonly cdp: CDPSession;
  /** A folder for bodies; created when missing, left to the caller to remove. */
  readonly spoolFolder: string;
  readonly limits: Pick<CaptureLimits, 'bodyBytes' | 'totalBytes' | 'exchanges'>;
  readonly clock: Clock;
  readonly hashing: Hashing;
  /** The browser goes through a proxy: server addresses are then the proxy's. */
  readonly proxied?: boolean;
}

/** A page that never comes to rest answers no command; leaving it does not wait for that. */
const DETACH_TIMEOUT_MS = 150;
const MAX_WARNINGS = 100;
const MAX_SERVICE_WORKERS = 100;

/**
 * Begins a passive recording of a tab. Call it before the tab's first request.
 * Never throws because of the page; what this browser cannot do stands in `warnings`.
 */
export async function startRecording(options: RecordingOptions): Promise<Recording> {
  const recorder = new Recorder(options, options.mainFrameId ?? (await readMainFrameId(options.cdp)));
  await recorder.attach(options.page);
  if (options.mainFrameId !== undefined) await recorder.catchUp();
  return recorder;
}

class Recorder implements Recording {
  readonly #options: RecordingOptions;
  readonly #documents: DocumentTracker;
  readonly #log: ExchangeLog;
  readonly #bodies: BodyCollector;
  readonly #spool: BodySpool;
  readonly #attacher: TargetAttacher;
  readonly #warnings: { code: string; detail: string }[] = [];
  readonly #kept: KeptDocuments;
  readonly #sockets: SocketRecorder;
  readonly #serviceWorkers = new Set<string>();
  #warningsLeftOut = 0;
  #tab: RecordedTarget | undefined;
  #recordsSharedWorkers = false;
  #closing: Promise<void> | undefined;

  constructor(options: RecordingOptions, mainFrameId: string) {
    const { clock, limits, hashing } = options;
    this.#options = options;
    this.#documents = new DocumentTracker(mainFrameId, clock);
    this.#spool = new BodySpool({
      folder: options.spoolFolder,
      limits,
      hashing,
      onFailure: (cause) => this.#warn('spool-failed', cause instanceof Error ? cause.message : String(cause)),
    });
    this.#bodies = new BodyCollector({
      spool: this.#spool,
      clock,
      root: () => this.#tab,
      isDurable: () => this.#attacher.isDurable,
      onByteLimit: ({ ownerLoaderId }) => this.#kept.hit('byte-limit', ownerLoaderId),
      onDurableMissing: () => {
        if (this.#tab !== undefined) void this.#attacher.renewDurable(this.#tab);
      },
      earlierBody: (hop) => findReused(this.#log.hops, hop),
    });
    this.#log = new ExchangeLog({
      documents: this.#documents,
      clock,
      maxExchanges: limits.exchanges,
      listener: {
        onRequest: (hop, event) => {
          if (hop.requestId === this.#documents.pendingLoaderId) this.#kept.documentRequested();
          this.#attacher.claim(hop.requestId);
          this.#bodies.onRequest(hop, event);
        },
        onResponse: (hop) => this.#bodies.onResponse(hop),
        onEnded: (hop) => this.#bodies.onEnded(hop),
        onLimit: (ownerLoaderId) => this.#kept.hit('exchange-limit', ownerLoaderId),
        onFull: () => this.#kept.forget(true),
      },
    });
    this.#sockets = new SocketRecorder(this.#log, () => this.#kept.hit('exchange-limit'));
    this.#kept = new KeptDocuments({
      documents: this.#documents,
      log: this.#log,
      spool: this.#spool,
      limits,
      onForgotten: (hop) => {
        this.#bodies.streams.drop(hop);
        this.#sockets.forget(hop.requestId);
      },
    });
    this.#attacher = new TargetAttacher({
      onEvent: (target, method, params) => this.#onEvent(target, method, params),
      onStreamEvent: (method, params) => {
        if (method === 'Network.dataReceived') this.#bodies.streams.onData(params);
        else this.#bodies.streams.onEnded(params);
      },
      onGone: (target) => this.#onGone(target),
      ownerOf: (parent) => parent.ownerLoaderId ?? this.#documents.current?.loaderId,
      onWarning: (code, detail) => this.#warn(code, detail),
      onLimit: () => this.#kept.hit('exchange-limit'),
      onServiceWorker: (url) => {
        if (this.#serviceWorkers.size < MAX_SERVICE_WORKERS) this.#serviceWorkers.add(url);
        else
          this.#warn(
            'service-workers-left-out',
            `only the first ${MAX_SERVICE_WORKERS} service workers are looked for among the exchanges`,
          );
      },
    });
  }

  async attach(page: RecordingOptions['page']): Promise<void> {
    const { cdp } = this.#options;
    this.#tab = await this.#attacher.attachTab(cdp, () => openSession(() => page.createCDPSession()));
    const browser = await openSession(() => page.browser().target().createCDPSession());
    this.#recordsSharedWorkers = browser !== undefined && (await this.#attacher.watchSharedWorkers(browser));
  }

  /** A window may have committed its first document before its new process heard that commits are to be told. */
  async catchUp(): Promise<void> {
    const frame = await readMainFrame(this.#options.cdp);
    if (frame !== undefined && textIn(frame, 'loaderId') !== this.#documents.current?.loaderId) this.#documents.onFrameNavigated({ frame });
  }

  setPhase(phase: CapturePhase): void {
    this.#log.phase = phase;
  }

  currentDocument(): DocumentLoad | undefined {
    const { current } = this.#documents;
    if (current === undefined) return undefined;
    const first = this.#log.first(current.loaderId);
    return {
      loaderId: current.loaderId,
      mainFrameId: this.#documents.mainFrameId,
      documentUrl: current.url,
      shownUrl: current.shownUrl,
      loadedBy: this.#loadedBy(first, this.#log.find(current.loaderId)),
      startedAt: first?.startedAt ?? current.committedAt,
      inPage: current.inPage,
      path: this.#documents.path,
      leftOut: { inPage: current.inPageLeftOut, path: this.#documents.pathLeftOut },
    };
  }

  async waitForQuiet(options: { readonly quietMs: number; readonly timeoutMs: number; readonly signal?: AbortSignal }): Promise<boolean> {
    return waitForQuiet({
      ...options,
      clock: this.#options.clock,
      underWay: () => this.#ofShownDocument(),
      lastChangeMs: () => this.#log.lastChangeMs,
    });
  }

  /** Of a document that was left while something was under way, the browser often never says how that ended. */
  #ofShownDocument(): readonly Hop[] {
    const { current, pendingLoaderId } = this.#documents;
    const shown = new Set([undefined, current?.loaderId, pendingLoaderId]);
    return [...this.#log.underWay].filter((hop) => current === undefined || shown.has(hop.ownerLoaderId));
  }

  close(options: { readonly timeoutMs: number }): Promise<void> {
    this.#closing ??= this.#close(options.timeoutMs);
    return this.#closing;
  }

  exchangesOfDocument(loaderId = this.#documents.current?.loaderId): readonly RecordedExchange[] {
    return loaderId === undefined ? [] : this.#build(selectDocumentHops(this.#log.hops, loaderId));
  }

  allExchanges(): readonly RecordedExchange[] {
    return this.#build(this.#log.hops.filter((hop) => hop.target.claimed));
  }

  countsOfDocument(): { readonly exchanges: number; readonly bytes: number } {
    const loaderId = this.#documents.current?.loaderId;
    const own = this.#log.hops.filter((hop) => hop.ownerLoaderId === loaderId && hop.target.claimed);
    return { exchanges: own.length, bytes: own.reduce((sum, { body, dataBytes }) => sum + (body?.sizeBytes ?? dataBytes), 0) };
  }

  get mainFrameId(): string {
    return this.#documents.mainFrameId;
  }

  failureOf(loaderId: string): string | undefined {
    return this.#log.find(loaderId)?.failure?.errorText;
  }

  beginCapture(): CaptureRecording {
    const { clock } = this.#options;
    return new RecordingView({
      live: this,
      log: this.#log,
      bodies: this.#bodies,
      clock,
      build: (hops) => this.#build(hops),
      onEnd: this.#kept.hold(),
    });
  }

  counts(): { readonly exchanges: number; readonly underWay: number; readonly bytes: number } {
    return { exchanges: this.#log.hops.length, underWay: this.#log.underWay.size, bytes: this.#spool.storedBytes };
  }

  get serviceWorkers(): readonly string[] {
    return [...this.#serviceWorkers];
  }

  get limitsHit(): readonly ('byte-limit' | 'exchange-limit')[] {
    return this.#kept.limitsHit;
  }

  get warnings(): readonly { readonly code: string; readonly detail: string }[] {
    if (this.#warningsLeftOut === 0) return this.#warnings;
    return [...this.#warnings, { code: 'warnings-left-out', detail: `${this.#warningsLeftOut} more warnings of the recording` }];
  }

  #onEvent(target: RecordedTarget, method: string, params: unknown): void {
    switch (method) {
      case 'Network.requestWillBeSent':
        return withValue(readRequestSent(params), (event) => this.#log.onRequest(target, event));
      case 'Network.requestWillBeSentExtraInfo':
        return withValue(readRequestExtra(params), (event) => {
          this.#log.onRequestExtra(event);
          this.#noticeSharedWorker(event.requestId, headerValue(event.headers, 'sec-fetch-dest'));
        });
      case 'Network.responseReceived':
        return withValue(readResponseReceived(params), (event) => this.#log.onResponse(event));
      case 'Network.responseReceivedExtraInfo':
        return withValue(readResponseExtra(params), (event) => this.#log.onResponseExtra(event));
      case 'Network.requestServedFromCache':
        return withValue(requestIdIn(params), (requestId) => this.#log.onServedFromMemory(requestId));
      case 'Network.dataReceived':
        return withValue(requestIdIn(params), (requestId) =>
          this.#log.onData(requestId, countIn(fieldsOf(params) ?? {}, 'dataLength') ?? 0),
        );
      case 'Network.loadingFinished':
        return withValue(requestIdIn(params), (requestId) =>
          this.#log.onFinished(requestId, countIn(fieldsOf(params) ?? {}, 'encodedDataLength')),
        );
      case 'Network.loadingFailed':
        return withValue(readLoadingFailed(params), (event) => this.#log.onFailed(event));
      case 'Page.frameStartedNavigating':
        return this.#documents.onStartedNavigating(params);
      case 'Page.frameNavigated':
        this.#documents.onFrameNavigated(params);
        return this.#kept.documentShown();
      case 'Page.navigatedWithinDocument':
        return this.#documents.onNavigatedWithinDocument(params);
      default:
        return this.#sockets.onEvent(target, method, params);
    }
  }

  #onGone(target: RecordedTarget): void {
    for (const hop of this.#log.underWay) {
      if (hop.target !== target) continue;
      this.#log.onFailed({
        requestId: hop.requestId,
        errorText: `the ${target.kind} that asked is gone`,
        canceled: true,
        blockedReason: undefined,
        corsError: undefined,
      });
    }
  }

  #noticeSharedWorker(requestId: string, destination: string | undefined): void {
    if (destination !== 'sharedworker' || this.#recordsSharedWorkers) return;
    const hop = this.#log.find(requestId);
    if (hop !== undefined) hop.unfollowed = true;
    const url = hop?.url ?? 'unknown address';
    this.#warn('shared-worker-not-recorded', `requests of the shared worker ${url} cannot be seen over this connection`);
  }

  #loadedBy(first: Hop | undefined, last: Hop | undefined): DocumentLoad['loadedBy'] {
    const { current } = this.#documents;
    if (current?.fromBackForwardCache === true) return 'back-forward-cache';
    if (first?.method === 'POST') return 'form-post';
    if (last?.response?.fromServiceWorker === true) return 'service-worker';
    if (/^reload/i.test(current?.navigationType ?? '')) return 'reload';
    return first === undefined ? 'unknown' : 'navigation';
  }

  #build(hops: readonly Hop[]): readonly RecordedExchange[] {
    return hops.flatMap((hop) => buildExchanges(hop, this.#options.proxied === true));
  }

  #warn(code: string, detail: string): void {
    const warning = { code, detail: detail.slice(0, 500) };
    if (this.#warnings.some((one) => one.code === code && one.detail === warning.detail)) return;
    // What the recording itself leaves out is told whatever else there was to tell.
    if (this.#warnings.length < MAX_WARNINGS || this.#log.isClosed) this.#warnings.push(warning);
    else this.#warningsLeftOut += 1;
  }

  async #close(timeoutMs: number): Promise<void> {
    const { clock } = this.#options;
    const deadline = clock.monotonicMs() + timeoutMs;
    const leftMs = (): number => Math.max(0, deadline - clock.monotonicMs());
    for (const hop of this.#log.close()) this.#bodies.endNow(hop);
    if (!(await this.#bodies.drain(leftMs()))) this.#warn('bodies-late', 'the browser did not give all bodies in time');
    this.#bodies.close();
    giveRelayedBodies(this.#log.hops);
    for (const hop of this.#log.hops) {
      hop.problem ??= describeProblem(hop, 'the browser did not give the body in time') ?? describeMessages(hop);
    }
    if (this.#log.dropped > 0) this.#warn('exchanges-dropped', `${this.#log.dropped} requests over the limit are not recorded`);
    if (this.#sockets.dropped > 0) this.#warn('sockets-dropped', `${this.#sockets.dropped} WebSockets over the limit are not recorded`);
    if (this.#log.droppedHeads > 0) {
      this.#warn(
        'heads-left-out',
        `${this.#log.droppedHeads} lists of header fields, more than a chain of redirects can have, are not recorded`,
      );
    }
    if (this.#tab !== undefined) await this.#attacher.close(this.#tab, DETACH_TIMEOUT_MS);
  }
}
