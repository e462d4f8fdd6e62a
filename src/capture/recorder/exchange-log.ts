import type { Clock } from '../../core/clock.ts';
import type { CapturePhase } from '../../core/model/exchange.ts';
import type { DocumentTracker } from './document-tracker.ts';
import type { Hop } from './hop.ts';
import type { LoadingFailed, RequestExtra, RequestSent, ResponseExtra, ResponseFacts, ResponseReceived } from './network-events.ts';
import type { RecordedTarget } from './recorded-target.ts';
import { charsOf, charsOfChain, type Chain } from './chain.ts';
import { ClaimedTime } from './claimed-time.ts';

/** What the log tells of itself while events arrive. */
export interface ExchangeLogListener {
  onRequest(hop: Hop, event: RequestSent): void;
  onResponse(hop: Hop): void;
  onEnded(hop: Hop): void;
  /** A request of this document was not taken up. */
  onLimit(ownerLoaderId: string | undefined): void;
  /** All documents together fill the log: whatever nobody needs may be forgotten now. */
  onFull(): void;
}

/** Addresses and heads of all exchanges together; above it a page is filling our memory. */
const MAX_METADATA_CHARS = 96 * 1024 * 1024;
/** What all documents of a tab may have together, as a multiple of what one may have. */
const DOCUMENTS_SHARE = 2;
/** Extra infos under one id; a redirect chain has at most 20 hops. */
const MAX_EXTRAS = 64;

/**
 * Puts the events of all sessions together into hops. Request ids are unique within a browser: the browser reports one
 * request partly on the session of the frame that asked and partly on that of the frame or worker it became.
 */
export class ExchangeLog {
  readonly #chains = new Map<string, Chain>();
  #hops: Hop[] = [];
  /** Hops of each document. */
  readonly #counts = new Map<string | undefined, number>();
  #numbered = 0;
  /** How things stood when the log was last found full: until they change, nobody is asked again. */
  #fullFor: string | undefined;
  #emptyBefore: ReadonlySet<string> = new Set();
  readonly #underWay = new Set<Hop>();
  readonly #documents: DocumentTracker;
  readonly #clock: Clock;
  readonly #times: ClaimedTime;
  readonly #listener: ExchangeLogListener;
  readonly #maxExchanges: number;
  #metadataChars = 0;
  #isClosed = false;
  phase: CapturePhase = 'before';
  /** When an exchange last began or ended, on the monotonic clock. */
  lastChangeMs: number;
  /** Requests that were not recorded because a limit was reached. */
  dropped = 0;
  /** Header lists that were not recorded because there were more under one id than a chain can have. */
  droppedHeads = 0;

  constructor(options: {
    readonly documents: DocumentTracker;
    readonly clock: Clock;
    readonly maxExchanges: number;
    readonly listener: ExchangeLogListener;
  }) {
    this.#documents = options.documents;
    this.#clock = options.clock;
    this.#times = new ClaimedTime(options.clock);
    this.#maxExchanges = options.maxExchanges;
    this.#listener = options.listener;
    this.lastChangeMs = options.clock.monotonicMs();
  }

  /** True once no request is taken up any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  get hops(): readonly Hop[] {
    return this.#hops;
  }

  get underWay(): ReadonlySet<Hop> {
    return this.#underWay;
  }

  /** The latest hop under a request id. */
  find(requestId: string): Hop | undefined {
    return this.#chains.get(requestId)?.hops.at(-1);
  }

  /** The first hop under a request id. */
  first(requestId: string): Hop | undefined {
    return this.#chains.get(requestId)?.hops[0];
  }

  /** Ends the recording of requests: no new one is taken up, those under way stay as they are and are given back. */
  close(): readonly Hop[] {
    this.#isClosed = true;
    const left = [...this.#underWay];
    for (const hop of left) hop.leftOpen = true;
    this.#underWay.clear();
    return left;
  }

  /** Forgets all hops but those that are kept, and gives them back. What their requests tell later is nobody's. */
  forget(isKept: (hop: Hop) => boolean): readonly Hop[] {
    const gone = this.#hops.filter((hop) => !isKept(hop));
    this.#hops = this.#hops.filter(isKept);
    this.#counts.clear();
    for (const { ownerLoaderId } of this.#hops) this.#counts.set(ownerLoaderId, (this.#counts.get(ownerLoaderId) ?? 0) + 1);
    for (const hop of gone) this.#underWay.delete(hop);
    const empty = new Set<string>();
    for (const [requestId, { hops }] of this.#chains) {
      // A head may come before its request: one that waited through all of a document waits for nothing.
      const isOver = hops.length === 0 ? this.#emptyBefore.has(requestId) : !hops.some(isKept);
      if (isOver) this.#chains.delete(requestId);
      else if (hops.length === 0) empty.add(requestId);
    }
    this.#emptyBefore = empty;
    this.#metadataChars = [...this.#chains.values()].reduce((sum, chain) => sum + charsOfChain(chain), 0);
    return gone;
  }

  onRequest(target: RecordedTarget, event: RequestSent): void {
    if (this.#isClosed) return;
    const known = this.#chains.get(event.requestId);
    const before = known?.hops.at(-1);
    if (before !== undefined && event.redirectResponse === undefined) return;
    if (known !== undefined && before !== undefined && event.redirectResponse !== undefined) {
      this.#redirect(known, before, event, event.redirectResponse);
    }
    // Takes no room: a page can make any number of these, and what goes over the network would have none left.
    if (!isRecordedUrl(event.url)) return;
    this.#metadataChars += event.url.length + charsOf(event.headers);
    const owner = this.#ownerOf(target, event, before);
    if (this.#isFull()) this.#tellFull();
    if (this.#isFull() || (this.#counts.get(owner) ?? 0) >= this.#maxExchanges) {
      this.#listener.onLimit(owner);
      this.dropped += 1;
      return;
    }
    const chain = this.#chain(event.requestId);
    // Whatever ids came before: what is recorded is found again.
    this.#chains.set(event.requestId, chain);
    const hop = this.#newHop(target, event, owner);
    chain.hops.push(hop);
    this.#hops.push(hop);
    this.#counts.set(owner, (this.#counts.get(owner) ?? 0) + 1);
    this.#underWay.add(hop);
    this.lastChangeMs = hop.startedMs;
    this.#assignExtras(chain);
    if (this.#isMainDocument(hop)) this.#documents.onDocumentRequested(hop.requestId);
    this.#listener.onRequest(hop, event);
  }

  onRequestExtra(event: RequestExtra): void {
    const chain = this.#chain(event.requestId);
    if (chain.requestExtras.length >= MAX_EXTRAS) return void (this.droppedHeads += 1);
    this.#metadataChars += charsOf(event.headers);
    chain.requestExtras.push(event.headers);
    this.#assignExtras(chain);
  }

  onResponseExtra(event: ResponseExtra): void {
    const chain = this.#chain(event.requestId);
    if (chain.responseExtras.length >= MAX_EXTRAS) return void (this.droppedHeads += 1);
    this.#metadataChars += charsOf(event.headers) + (event.headersText?.length ?? 0);
    chain.responseExtras.push(event);
    this.#assignExtras(chain);
  }

  onResponse(event: ResponseReceived): void {
    const chain = this.#chains.get(event.requestId);
    const hop = chain?.hops.at(-1);
    if (chain === undefined || hop === undefined || hop.response !== undefined) return;
    hop.response = event.response;
    hop.resourceType = event.resourceType;
    hop.hasExtraInfo = event.hasExtraInfo;
    hop.lastDataMs = this.#clock.monotonicMs();
    this.#assignExtras(chain);
    this.#listener.onResponse(hop);
  }

  onServedFromMemory(requestId: string): void {
    const hop = this.find(requestId);
    if (hop !== undefined) hop.servedFromMemory = true;
  }

  onData(requestId: string, bytes: number): void {
    const hop = this.find(requestId);
    if (hop === undefined) return;
    hop.dataBytes += bytes;
    hop.lastDataMs = this.#clock.monotonicMs();
  }

  /** A message of a WebSocket. After the end of the recording nothing is counted any more. */
  onMessage(requestId: string, direction: 'sent' | 'received', bytes: number): void {
    const hop = this.find(requestId);
    if (hop === undefined || this.#isClosed) return;
    hop.messages ??= { sent: { count: 0, bytes: 0 }, received: { count: 0, bytes: 0 } };
    hop.messages[direction].count += 1;
    hop.messages[direction].bytes += bytes;
  }

  onFinished(requestId: string, encodedSizeBytes: number | undefined): void {
    const hop = this.find(requestId);
    if (hop === undefined || !isOpen(hop)) return;
    hop.state = 'finished';
    hop.encodedSizeBytes = encodedSizeBytes;
    this.#end(hop);
  }

  onFailed(event: LoadingFailed): void {
    const hop = this.find(event.requestId);
    if (hop === undefined || !isOpen(hop)) return;
    hop.state = 'failed';
    hop.failure = event;
    this.#end(hop);
  }

  #end(hop: Hop): void {
    this.#underWay.delete(hop);
    this.lastChangeMs = this.#clock.monotonicMs();
    // A finished document is committed by its own event; only one that failed is no longer awaited.
    if (hop.state === 'failed' && this.#isMainDocument(hop)) this.#documents.onDocumentRequestEnded(hop.requestId);
    this.#listener.onEnded(hop);
  }

  #chain(requestId: string): Chain {
    const known = this.#chains.get(requestId);
    if (known !== undefined) return known;
    const chain: Chain = { hops: [], requestExtras: [], responseExtras: [] };
    // Ids without a recorded request (over the limit, or of another tab's worker) are not collected for ever.
    if (this.#chains.size < this.#maxExchanges * 2) this.#chains.set(requestId, chain);
    return chain;
  }

  #redirect(chain: Chain, hop: Hop, event: RequestSent, response: ResponseFacts): void {
    hop.response = response;
    hop.hasExtraInfo = event.redirectHasExtraInfo;
    hop.redirectedTo = event.url + event.urlFragment;
    hop.state = 'finished';
    this.#assignExtras(chain);
    this.#end(hop);
  }

  /** The nth extra info belongs to the nth hop that has one: they come before or after the hop's other events. */
  #assignExtras(chain: Chain): void {
    const withExtras = chain.hops.filter((hop) => hop.hasExtraInfo !== false);
    for (const [index, hop] of withExtras.entries()) {
      const headers = chain.requestExtras[index];
      if (headers !== undefined) {
        hop.requestHeaders = headers;
        hop.requestHeadersComplete = true;
      }
      hop.responseExtra = chain.responseExtras[index];
    }
  }

  #newHop(target: RecordedTarget, event: RequestSent, ownerLoaderId: string | undefined): Hop {
    const nowMs = this.#clock.monotonicMs();
    this.#numbered += 1;
    return {
      id: `x${this.#numbered}`,
      requestId: event.requestId,
      target,
      phase: this.phase,
      startedAt: this.#times.of(event.wallTimeS),
      startedMs: nowMs,
      frameId: event.frameId ?? this.#causeOf(event)?.frameId,
      loaderId: event.loaderId,
      requestedBy: this.#requester(target, event),
      initiator: event.initiator,
      method: event.method,
      url: event.url,
      ownerLoaderId,
      resourceType: event.resourceType,
      requestHeaders: event.headers,
      requestHeadersComplete: false,
      requestBody: undefined,
      requestBodyProblem: undefined,
      response: undefined,
      responseExtra: undefined,
      hasExtraInfo: undefined,
      redirectedTo: undefined,
      servedFromMemory: false,
      dataBytes: 0,
      lastDataMs: nowMs,
      encodedSizeBytes: undefined,
      state: 'under-way',
      leftOpen: false,
      unfollowed: false,
      messages: undefined,
      failure: undefined,
      body: undefined,
      problem: undefined,
    };
  }

  #requester(target: RecordedTarget, event: RequestSent): Hop['requestedBy'] {
    if (target.kind !== 'page') return target.kind;
    return event.frameId === undefined || event.frameId === this.#documents.mainFrameId ? 'page' : 'frame';
  }

  #causeOf(event: RequestSent): Hop | undefined {
    return event.initiatorRequestId === undefined ? undefined : this.find(event.initiatorRequestId);
  }

  #ownerOf(target: RecordedTarget, event: RequestSent, before: Hop | undefined): string | undefined {
    return before?.ownerLoaderId ?? this.#causeOf(event)?.ownerLoaderId ?? this.#owner(target, event);
  }

  #isFull(): boolean {
    return this.#hops.length >= this.#maxExchanges * DOCUMENTS_SHARE || this.#metadataChars > MAX_METADATA_CHARS;
  }

  #tellFull(): void {
    const standing = `${this.#numbered} ${this.#documents.current?.loaderId ?? ''} ${this.#documents.pendingLoaderId ?? ''}`;
    if (standing === this.#fullFor) return;
    this.#fullFor = standing;
    this.#listener.onFull();
  }

  /** Which document of the tab a request belongs to, decided when it begins. */
  #owner(target: RecordedTarget, event: RequestSent): string | undefined {
    const current = this.#documents.current?.loaderId;
    // A service worker is started by the navigation that it answers, before that document is committed.
    if (target.kind === 'service-worker') return this.#documents.pendingLoaderId ?? current;
    if (target.kind !== 'page') return target.ownerLoaderId ?? current;
    if (event.frameId === this.#documents.mainFrameId && event.loaderId !== undefined) return event.loaderId;
    return current;
  }

  #isMainDocument(hop: Hop): boolean {
    return hop.resourceType === 'Document' && hop.frameId === this.#documents.mainFrameId && hop.loaderId === hop.requestId;
  }
}

function isOpen(hop: Hop): boolean {
  return hop.state === 'under-way' && !hop.leftOpen;
}

/** Only what goes over a network: data:, blob:, about: and the browser's own pages are no exchanges. */
function isRecordedUrl(url: string): boolean {
  return /^(?:https?|wss?):/i.test(url);
}
