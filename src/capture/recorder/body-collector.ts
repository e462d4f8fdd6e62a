import type { CDPSession } from 'puppeteer-core';
import type { Clock } from '../../core/clock.ts';
import type { RecordedTarget } from './recorded-target.ts';
import type { RequestSent } from './network-events.ts';
import type { Spooled, BodySpool } from './body-spool.ts';
import { askBrowser } from './ask-browser.ts';
import { BodyStreams } from './body-streams.ts';
import { judgeBody } from './body-text.ts';
import { fieldsOf, flagIn, textIn } from './cdp-values.ts';
import { identityLength } from './header-list.ts';
import type { Hop } from './hop.ts';
import { isBodyDue, responseHeadersOf, sourceOf } from './hop.ts';
import { describeProblem } from './hop-problem.ts';
import { WeightedGate } from './weighted-gate.ts';

/** Bodies up to here are asked for in one message; longer ones are taken while they arrive where that is possible. */
const ONE_MESSAGE_BYTES = 8 * 1024 * 1024;
/**
 * Types whose bytes the browser buffers for us. Of pictures it hands out only what comes after asking, so that we ask when
 * they are requested; and of one that it cannot draw it keeps nothing. Scripts and styles are always read to their end.
 */
const STREAMED_TYPES = new Set(['Document', 'Fetch', 'XHR', 'EventSource', 'Media', 'Other', 'Ping']);
const BODY_TIMEOUT_MS = 15_000;
const STREAM_TAIL_MS = 1_000;
const STREAM_TAIL_UNFINISHED_MS = 200;
const POST_DATA_TIMEOUT_MS = 5_000;

const UNTOLD_HEAD = 'the browser told neither status nor headers; 200 is assumed, because no other answer becomes a service worker';
const UNTOLD_RESPONSE = {
  status: 200,
  statusText: '',
  headers: [],
  mimeType: '',
  charset: '',
  protocol: undefined,
  remoteIp: undefined,
  remotePort: undefined,
  tls: undefined,
  fromDiskCache: false,
  fromServiceWorker: false,
  fromPrefetchCache: false,
} as const;

/** Brings the bodies of requests and responses into the spool, and says of each hop what is missing. */
export class BodyCollector {
  readonly streams: BodyStreams;
  readonly #spool: BodySpool;
  readonly #clock: Clock;
  readonly #root: () => RecordedTarget | undefined;
  readonly #isDurable: () => boolean;
  readonly #onByteLimit: (hop: Hop) => void;
  readonly #onDurableMissing: () => void;
  readonly #earlierBody: (hop: Hop) => Hop | undefined;
  readonly #owed = new Set<Promise<void>>();
  // Four ordinary bodies at once, or one that takes up to a few hundred megabytes of messages on its way.
  readonly #gate = new WeightedGate(4);
  /** Bodies of requests do not wait behind those of answers: the page's process forgets them sooner. */
  readonly #requestGate = new WeightedGate(1);
  readonly #owedRequests = new Set<Hop>();
  #isClosed = false;

  constructor(options: {
    readonly spool: BodySpool;
    readonly clock: Clock;
    readonly root: () => RecordedTarget | undefined;
    readonly isDurable: () => boolean;
    readonly onByteLimit: (hop: Hop) => void;
    /** The durable store did not have a body that it should have. */
    readonly onDurableMissing: () => void;
    /** The latest finished exchange over the network with the same address. */
    readonly earlierBody: (hop: Hop) => Hop | undefined;
  }) {
    this.#spool = options.spool;
    this.#clock = options.clock;
    this.#root = options.root;
    this.#isDurable = options.isDurable;
    this.#onByteLimit = options.onByteLimit;
    this.#onDurableMissing = options.onDurableMissing;
    this.#earlierBody = options.earlierBody;
    this.streams = new BodyStreams(options.spool);
  }

  onRequest(hop: Hop, event: RequestSent): void {
    if (event.hasPostData) this.#owe(this.#takeRequestBody(hop, event));
    const session = hop.target.streamSession;
    // Without a durable store the renderer's is the only one, and of texts it gives what it made of them.
    const isBestStreamed = hop.resourceType === 'Image' || !this.#isDurable();
    if (session !== undefined && (isBestStreamed || this.streams.has(hop.requestId))) this.streams.start(hop, session);
  }

  onResponse(hop: Hop): void {
    const session = hop.target.streamSession;
    if (session !== undefined && isBodyDue(hop) && hop.state === 'under-way' && STREAMED_TYPES.has(hop.resourceType)) {
      this.streams.start(hop, session);
    }
  }

  onEnded(hop: Hop): void {
    this.#owe(this.#settle(hop));
  }

  /** Takes what a body under way gave so far; the hop is over for us. */
  endNow(hop: Hop): void {
    this.#owe(this.#settleUnfinished(hop));
  }

  /** What has come so far of a body under way, for a copy of its hop; the hop itself goes on. */
  async peek(copy: Hop): Promise<void> {
    if (!isBodyDue(copy)) return;
    const result = await this.streams.peek(copy.requestId, STREAM_TAIL_UNFINISHED_MS);
    if (result?.whole === true && result.spooled.body.sizeBytes > 0) this.#accept(copy, result.spooled);
    else await this.#gate.run(weightOf(copy), () => this.#askForBody(copy));
    copy.problem ??= describeProblem(copy, undefined);
  }

  /** Waits for what is owed now, not for what is owed later. False when `timeoutMs` passed before. */
  async settle(timeoutMs: number): Promise<boolean> {
    let done = false;
    const all = Promise.allSettled(this.#owed).then(() => (done = true));
    await raceTimeout(all, timeoutMs);
    return done;
  }

  /** The body of this request is still on its way to us. */
  owesRequestOf(hop: Hop): boolean {
    return this.#owedRequests.has(hop);
  }

  /** Waits until nothing is owed. False when `timeoutMs` passed before. */
  async drain(timeoutMs: number): Promise<boolean> {
    const deadline = this.#clock.monotonicMs() + timeoutMs;
    while (this.#owed.size > 0) {
      const leftMs = deadline - this.#clock.monotonicMs();
      if (leftMs <= 0) return false;
      await raceTimeout(Promise.allSettled(this.#owed), leftMs);
    }
    return true;
  }

  /** What is recorded is final from now on: a body that comes later is not taken, and one of a request that never came is told. */
  close(): void {
    this.#isClosed = true;
    for (const hop of this.#owedRequests) hop.requestBodyProblem = 'the browser did not give the request body in time';
  }

  #owe(work: Promise<void>): void {
    const owed: Promise<void> = work.finally(() => this.#owed.delete(owed));
    this.#owed.add(owed);
  }

  async #settle(hop: Hop): Promise<void> {
    if (lacksHead(hop)) {
      // Of a service worker's own script the browser tells request and end, but no response.
      hop.response = { ...UNTOLD_RESPONSE, url: hop.url };
      hop.encodedSizeBytes = undefined;
      await this.#takeBody(hop);
      if (this.#isClosed) return;
      if (hop.body === undefined) hop.response = undefined;
      hop.problem = { kind: 'not-captured', detail: hop.body === undefined ? 'the browser told no response' : UNTOLD_HEAD };
      return;
    }
    const refusal = isBodyDue(hop) ? await this.#takeBody(hop) : undefined;
    if (this.#isClosed) return;
    if (hop.response?.status === 304 && hop.method === 'GET' && this.#earlierBody(hop) === undefined) {
      hop.problem = { kind: 'from-cache-without-bytes', detail: 'the server confirmed bytes that are not among those recorded' };
    }
    // The next hop of a redirect chain goes on under the same id.
    if (hop.redirectedTo === undefined) this.streams.drop(hop);
    hop.problem ??= describeProblem(hop, refusal);
  }

  /** The browser's own process keeps the bytes as they came over the network, except those of shared and service workers. */
  #isKeptDurably(hop: Hop): boolean {
    const { kind } = hop.target;
    return this.#isDurable() && sourceOf(hop) === 'network' && kind !== 'service-worker' && kind !== 'shared-worker';
  }

  /** Tries each way to the bytes; the reason of the last refusal when there is none. */
  async #takeBody(hop: Hop): Promise<string | undefined> {
    const source = sourceOf(hop);
    if (source === 'memory-cache' && this.#reuse(hop)) return undefined;
    const isLong = weightOf(hop) > 1;
    // What was streamed is believed without asking again where a second count of the bytes confirms it, or no other way is better.
    const isCounted = hop.dataBytes > 0 && hop.dataBytes === identityLength(responseHeadersOf(hop));
    const streamFirst = this.streams.has(hop.requestId) && (isCounted || isLong || !this.#isKeptDurably(hop));
    if (streamFirst && (await this.#takeStream(hop))) return undefined;
    const refusal = await this.#gate.run(weightOf(hop), () => this.#askForBody(hop));
    if (refusal === undefined) return undefined;
    if (!streamFirst && (await this.#takeStream(hop))) return undefined;
    return source !== 'network' && this.#reuse(hop) ? undefined : refusal;
  }

  async #takeStream(hop: Hop): Promise<boolean> {
    const result = await this.streams.take(hop, hop.target.gone ? 0 : STREAM_TAIL_MS);
    if (result === undefined || !result.whole) return false;
    // Of some loads (prefetch) no bytes are reported at all.
    if (result.spooled.body.sizeBytes === 0 && identityLength(responseHeadersOf(hop)) !== 0) return false;
    this.#accept(hop, result.spooled);
    return true;
  }

  async #askForBody(hop: Hop): Promise<string | undefined> {
    let refusal: string | undefined;
    if (this.#isClosed) return 'the recording has ended';
    for (const { session, durable } of this.#sessionsOf(hop)) {
      const answer = await askBrowser(session, 'Network.getResponseBody', { requestId: hop.requestId }, BODY_TIMEOUT_MS);
      const fields = answer.ok ? fieldsOf(answer.value) : undefined;
      const body = fields && textIn(fields, 'body');
      if (fields === undefined || body === undefined) {
        if (durable) this.#onDurableMissing();
        refusal ??= answer.ok ? 'no body in the answer' : answer.reason;
        continue;
      }
      const judged = judgeBody(hop, body, flagIn(fields, 'base64Encoded'), durable);
      if ('refusal' in judged) {
        refusal = judged.refusal;
        continue;
      }
      // What was streamed of it would count against the limits a second time.
      this.streams.drop(hop);
      const spooled = await this.#spool.keep(judged.bytes);
      if (spooled === undefined) return 'the disk refused it';
      this.#accept(hop, spooled);
      return undefined;
    }
    return refusal ?? 'the target is gone';
  }

  /** Where a body may be had: the target's own session, the tab's (for targets that are gone), the renderer's own store. */
  #sessionsOf(hop: Hop): readonly { readonly session: CDPSession; readonly durable: boolean }[] {
    const durable = this.#isKeptDurably(hop);
    const root = this.#root();
    const sessions = new Map<CDPSession, boolean>();
    if (!hop.target.gone) sessions.set(hop.target.session, durable);
    if (root !== undefined && !root.gone) sessions.set(root.session, durable);
    if (!hop.target.gone && hop.target.streamSession !== undefined && !sessions.has(hop.target.streamSession)) {
      sessions.set(hop.target.streamSession, false);
    }
    return [...sessions].map(([session, isDurable]) => ({ session, durable: isDurable }));
  }

  async #settleUnfinished(hop: Hop): Promise<void> {
    if (isBodyDue(hop)) {
      const result = await this.streams.take(hop, hop.target.gone ? 0 : STREAM_TAIL_UNFINISHED_MS);
      // A hole would shift every byte after it: such a body is no body.
      if (result?.whole === true && result.spooled.body.sizeBytes > 0) this.#accept(hop, result.spooled);
      else await this.#gate.run(weightOf(hop), () => this.#askForBody(hop));
    }
    if (this.#isClosed) return;
    hop.problem = hop.problem ?? describeProblem(hop, undefined);
  }

  #reuse(hop: Hop): boolean {
    const earlier = this.#earlierBody(hop);
    // What is not whole is not what the cache gave.
    if (earlier?.body === undefined || earlier.problem?.truncatedBy !== undefined) return false;
    if (hop.dataBytes > 0 && earlier.body.sizeBytes !== hop.dataBytes) return false;
    hop.body = earlier.body;
    return true;
  }

  #accept(hop: Hop, spooled: Spooled): void {
    if (this.#isClosed) return;
    if (spooled.cut !== undefined) {
      this.#onByteLimit(hop);
      const what = spooled.cut === 'body-limit' ? 'limit of one body' : 'limit of all bodies';
      hop.problem = { kind: 'truncated', detail: `cut after ${spooled.body.sizeBytes} bytes: ${what}`, truncatedBy: 'length' };
    }
    // Nothing kept of something is an absent body, not an empty one.
    if (spooled.body.sizeBytes > 0 || spooled.cut === undefined) hop.body = spooled.body;
  }

  async #takeRequestBody(hop: Hop, event: RequestSent): Promise<void> {
    this.#owedRequests.add(hop);
    const take = async (): Promise<Spooled | undefined> => {
      const bytes = this.#isClosed ? undefined : await this.#readRequestBody(hop, event);
      return bytes && (await this.#spool.keep(bytes));
    };
    // What the event itself holds is short. Of all else nobody tells how long it is before it comes: one at a time.
    const isShort = event.postDataParts !== undefined || event.postDataText !== undefined;
    const spooled = await (isShort ? take() : this.#requestGate.run(1, take));
    if (this.#isClosed) return;
    this.#owedRequests.delete(hop);
    if (spooled === undefined) {
      hop.requestBodyProblem = 'the browser did not give the request body';
      return;
    }
    if (spooled.cut !== undefined) {
      this.#onByteLimit(hop);
      hop.requestBodyProblem = 'the request body is longer than the limits';
      return;
    }
    hop.requestBody = spooled.body;
  }

  async #readRequestBody(hop: Hop, event: RequestSent): Promise<Uint8Array | undefined> {
    const answer = await askBrowser(hop.target.session, 'Network.getRequestPostData', { requestId: hop.requestId }, POST_DATA_TIMEOUT_MS);
    const fields = answer.ok ? fieldsOf(answer.value) : undefined;
    const text = fields && textIn(fields, 'postData');
    if (fields !== undefined && text !== undefined) return Buffer.from(text, flagIn(fields, 'base64Encoded') ? 'base64' : 'utf8');
    if (event.postDataParts !== undefined) return Buffer.concat(event.postDataParts.map((part) => Buffer.from(part, 'base64')));
    return event.postDataText === undefined ? undefined : Buffer.from(event.postDataText, 'utf8');
  }
}

/** In the gate of answers: ordinary bodies share it, a long one has it alone. */
function weightOf(hop: Hop): number {
  return hop.dataBytes > ONE_MESSAGE_BYTES ? 4 : 1;
}

async function raceTimeout(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

function lacksHead(hop: Hop): boolean {
  const isWorkerScript = hop.target.kind === 'service-worker' && hop.resourceType === 'Script';
  return isWorkerScript && hop.state === 'finished' && hop.response === undefined && hop.responseExtra === undefined;
}
