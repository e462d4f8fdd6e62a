import type { Markup } from './markup.ts';
import { encodeWindows1252 } from './windows-1252.ts';

/** A request as handlers see it. */
export interface PracticeRequest {
  readonly method: string;
  /** Host name without port, lower case. */
  readonly host: string;
  /** Decoded path, beginning with `/`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly cookies: ReadonlyMap<string, string>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

/** What goes wrong with a reply on purpose. */
export type Fault =
  /** The connection is reset before anything is sent. */
  | { readonly kind: 'reset' }
  /** The head promises the whole body; the connection ends after this many bytes. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** All bytes are sent, and `content-length` promised this many. */
  | { readonly kind: 'wrong-length'; readonly declaredBytes: number };

/** The way out for replies that take their time. */
export interface ReplyStream {
  /** Resolves when the receiver has taken it in; false when it hung up. */
  write(bytes: Uint8Array | string): Promise<boolean>;
  /** Aborted when the receiver hangs up or the market closes. */
  readonly signal: AbortSignal;
  /** Resolves after `ms`, at once when the signal is aborted. */
  pause(ms: number): Promise<void>;
}

export interface Reply {
  readonly status: number;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: Uint8Array;
  /** Content encoding, used when the request accepts it. */
  readonly encoding?: 'gzip' | 'br';
  /** Send in this many chunks without a content length. */
  readonly chunks?: number;
  /** Wait before the head is sent. */
  readonly delayMs?: number;
  readonly fault?: Fault;
  /** Instead of `body`. The reply is complete when it resolves. */
  readonly stream?: (out: ReplyStream) => Promise<void>;
}

export type Handler = (request: PracticeRequest) => Reply | Promise<Reply>;

export type Charset = 'utf-8' | 'windows-1252';

/** A document. `declared: false` leaves the charset out of the header. */
export function documentReply(
  document: Markup,
  options: { readonly status?: number; readonly charset?: Charset; readonly declared?: boolean } & Omit<Reply, 'status' | 'body'> = {},
): Reply {
  const { status = 200, charset = 'utf-8', declared = true, headers = [], ...rest } = options;
  return {
    ...rest,
    status,
    headers: [
      ['content-type', declared ? `text/html; charset=${charset}` : 'text/html'],
      ['cache-control', 'private, no-cache'],
      ...headers,
    ],
    body: charset === 'utf-8' ? Buffer.from(document.text) : encodeWindows1252(document.text),
  };
}

/** A style sheet, script, JSON value or other text in UTF-8. */
export function textReply(mediaType: string, text: string, options: Omit<Reply, 'status' | 'body'> = {}): Reply {
  const { headers = [], ...rest } = options;
  return { ...rest, status: 200, headers: [['content-type', `${mediaType}; charset=utf-8`], ...headers], body: Buffer.from(text) };
}

export function jsonReply(value: unknown, status = 200): Reply {
  return {
    status,
    headers: [
      ['content-type', 'application/json'],
      ['cache-control', 'no-store'],
    ],
    body: Buffer.from(JSON.stringify(value)),
  };
}

/** A picture, sound or film that may be kept by caches. */
export function bytesReply(mediaType: string, body: Uint8Array, options: Omit<Reply, 'status' | 'body'> = {}): Reply {
  const { headers = [], ...rest } = options;
  return { ...rest, status: 200, headers: [['content-type', mediaType], ['cache-control', 'public, max-age=3600'], ...headers], body };
}

export function redirectReply(status: 301 | 302 | 303 | 307 | 308, location: string, headers: Reply['headers'] = []): Reply {
  return { status, headers: [['location', location], ['cache-control', 'no-store'], ...headers], body: new Uint8Array(0) };
}
