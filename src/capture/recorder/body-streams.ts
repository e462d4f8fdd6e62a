import type { CDPSession } from 'puppeteer-core';
import type { BodySpool, Spooled, SpoolStream } from './body-spool.ts';
import type { Hop } from './hop.ts';
import { pause } from '../browser/deadline.ts';
import { askBrowser } from './ask-browser.ts';
import { fieldsOf, textIn } from './cdp-values.ts';

/** A body that the browser hands over while it arrives (`Network.streamResourceContent`). */
interface OpenStream {
  hop: Hop;
  readonly spool: SpoolStream;
  /** Pieces that came before the browser's answer with what it had buffered. */
  early: Uint8Array[] | undefined;
  receivedBytes: number;
  refused: string | undefined;
  ended: boolean;
  onProgress: (() => void) | undefined;
}

export interface StreamResult {
  readonly spooled: Spooled;
  /** No byte missing between what the browser got and what we have, apart from our own limits. */
  readonly whole: boolean;
}

const COMMAND_TIMEOUT_MS = 5_000;
const PEEK_MS = 20;

/**
 * Bodies taken while they arrive: passive, bounded in memory, and the only way to what an endless or broken body gave.
 * Works on a session without durable messages: there the browser's answer holds what came before.
 */
export class BodyStreams {
  readonly #spool: BodySpool;
  readonly #open = new Map<string, OpenStream>();

  constructor(spool: BodySpool) {
    this.#spool = spool;
  }

  has(requestId: string): boolean {
    return this.#open.has(requestId);
  }

  /** Asks for the body of a request or response under way; a redirect keeps the stream of the hop before it. */
  start(hop: Hop, session: CDPSession): void {
    const known = this.#open.get(hop.requestId);
    if (known !== undefined) {
      known.hop = hop;
      return;
    }
    const stream: OpenStream = {
      hop,
      spool: this.#spool.stream(),
      early: [],
      receivedBytes: 0,
      refused: undefined,
      ended: hop.state !== 'under-way',
      onProgress: undefined,
    };
    this.#open.set(hop.requestId, stream);
    void this.#ask(stream, session);
  }

  /** `Network.dataReceived` of a stream session. */
  onData(params: unknown): void {
    const event = fieldsOf(params);
    const stream = this.#open.get((event && textIn(event, 'requestId')) ?? '');
    if (event === undefined || stream === undefined) return;
    const data = textIn(event, 'data');
    if (data !== undefined) {
      const bytes = Buffer.from(data, 'base64');
      if (stream.early === undefined) this.#append(stream, bytes);
      else stream.early.push(bytes);
    }
    stream.onProgress?.();
  }

  /** `Network.loadingFinished` or `loadingFailed` of a stream session. */
  onEnded(params: unknown): void {
    const event = fieldsOf(params);
    const stream = this.#open.get((event && textIn(event, 'requestId')) ?? '');
    if (stream === undefined) return;
    stream.ended = true;
    stream.onProgress?.();
  }

  /** Ends a stream and keeps what it gave. Waits at most `waitMs` for pieces still on their way. Undefined when nothing can be kept. */
  async take(hop: Hop, waitMs: number): Promise<StreamResult | undefined> {
    const stream = this.#open.get(hop.requestId);
    if (stream === undefined) return undefined;
    await waitUntil(stream, () => stream.refused !== undefined || (stream.early === undefined && this.#isCaughtUp(stream)), waitMs);
    this.#open.delete(hop.requestId);
    if (stream.refused !== undefined || stream.early !== undefined) {
      stream.spool.discard();
      return undefined;
    }
    const whole = stream.receivedBytes === hop.dataBytes;
    const spooled = stream.spool.finish();
    return spooled === undefined ? undefined : { spooled, whole };
  }

  /** What a stream gave so far, while it goes on. Waits at most `waitMs` for pieces that are known to be on their way. */
  async peek(requestId: string, waitMs: number): Promise<StreamResult | undefined> {
    const stream = this.#open.get(requestId);
    if (stream === undefined) return undefined;
    const isTold = (): boolean => stream.refused !== undefined || (stream.early === undefined && this.#isCaughtUp(stream));
    for (let waitedMs = 0; !isTold() && waitedMs < waitMs; waitedMs += PEEK_MS) await pause(PEEK_MS);
    if (stream.refused !== undefined || stream.early !== undefined) return undefined;
    const whole = stream.receivedBytes >= stream.hop.dataBytes;
    const spooled = await stream.spool.copy();
    return spooled === undefined ? undefined : { spooled, whole };
  }

  /** Drops a stream whose body came on another way. */
  drop(hop: Hop): void {
    // A copy of a hop has no stream of its own.
    if (this.#open.get(hop.requestId)?.hop !== hop) return;
    this.#open.get(hop.requestId)?.spool.discard();
    this.#open.delete(hop.requestId);
  }

  /** Nothing more will come, or, of a body still under way, nothing more is known to have come. */
  #isCaughtUp(stream: OpenStream): boolean {
    return stream.ended || (stream.hop.state === 'under-way' && stream.receivedBytes >= stream.hop.dataBytes);
  }

  #append(stream: OpenStream, bytes: Uint8Array): void {
    stream.receivedBytes += bytes.byteLength;
    stream.spool.append(bytes);
  }

  async #ask(stream: OpenStream, session: CDPSession): Promise<void> {
    const answer = await askBrowser(session, 'Network.streamResourceContent', { requestId: stream.hop.requestId }, COMMAND_TIMEOUT_MS);
    const early = stream.early ?? [];
    stream.early = undefined;
    const fields = answer.ok ? fieldsOf(answer.value) : undefined;
    const buffered = fields && textIn(fields, 'bufferedData');
    if (buffered === undefined) {
      stream.refused = answer.ok ? 'no data in the answer' : answer.reason;
    } else {
      this.#append(stream, Buffer.from(buffered, 'base64'));
      for (const bytes of early) this.#append(stream, bytes);
    }
    stream.onProgress?.();
  }
}

async function waitUntil(stream: OpenStream, isDone: () => boolean, waitMs: number): Promise<void> {
  if (isDone()) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, waitMs);
    stream.onProgress = () => {
      if (!isDone()) return;
      clearTimeout(timer);
      resolve();
    };
  });
  stream.onProgress = undefined;
}
