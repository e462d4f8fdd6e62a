import { fieldsOf, requestIdIn, textIn, withValue } from './cdp-values.ts';
import type { ExchangeLog } from './exchange-log.ts';
import type { RecordedTarget } from './recorded-target.ts';
import { readMessageBytes, readSocketCreated, readSocketRequest, readSocketResponse } from './websocket-events.ts';

const MAX_SOCKETS = 2_000;

/** Puts what the browser tells of WebSockets into the log of exchanges: the handshake, and how much was said. */
export class SocketRecorder {
  readonly #log: ExchangeLog;
  readonly #onLimit: () => void;
  readonly #addresses = new Map<string, string>();
  /** Sockets that were not recorded because there were too many. */
  dropped = 0;

  constructor(log: ExchangeLog, onLimit: () => void) {
    this.#log = log;
    this.#onLimit = onLimit;
  }

  /** It is no longer among the exchanges. */
  forget(requestId: string): void {
    this.#addresses.delete(requestId);
  }

  onEvent(target: RecordedTarget, method: string, params: unknown): void {
    const requestId = requestIdIn(params);
    if (requestId === undefined) return;
    const url = this.#addresses.get(requestId);
    if (method === 'Network.webSocketCreated') {
      if (this.#addresses.size >= MAX_SOCKETS) {
        this.dropped += 1;
        return this.#onLimit();
      }
      withValue(readSocketCreated(params), (socket) => this.#addresses.set(requestId, socket.url));
    } else if (method === 'Network.webSocketWillSendHandshakeRequest' && url !== undefined) {
      withValue(readSocketRequest(params, url), (event) => this.#log.onRequest(target, event));
    } else if (method === 'Network.webSocketHandshakeResponseReceived' && url !== undefined) {
      withValue(readSocketResponse(params, url), ({ received, extra, requestHeaders }) => {
        if (requestHeaders !== undefined) this.#log.onRequestExtra({ requestId, headers: requestHeaders });
        this.#log.onResponseExtra(extra);
        this.#log.onResponse(received);
        this.#log.onFinished(requestId, undefined);
      });
    } else if (method === 'Network.webSocketFrameSent' || method === 'Network.webSocketFrameReceived') {
      const direction = method === 'Network.webSocketFrameSent' ? 'sent' : 'received';
      withValue(readMessageBytes(params), (bytes) => this.#log.onMessage(requestId, direction, bytes));
    } else if (method === 'Network.webSocketFrameError' || method === 'Network.webSocketClosed') {
      const errorText = textIn(fieldsOf(params) ?? {}, 'errorMessage') ?? 'closed before the handshake ended';
      this.#log.onFailed({ requestId, errorText, canceled: false, blockedReason: undefined, corsError: undefined });
    }
  }
}
