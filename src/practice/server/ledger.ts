import { createHash } from 'node:crypto';
import type { UtcTime } from '../../core/clock.ts';
import { sha256DigestOf, type Sha256Digest } from '../../core/digest/digest.ts';

/** One request and what the market sent for it: the ground truth that a completeness ledger is measured against. */
export interface ServedExchange {
  readonly time: UtcTime;
  /** Host name without port, as the request named it. */
  readonly host: string;
  /** Absolute address as requested, without fragment. */
  readonly url: string;
  readonly method: string;
  /** Absent: the connection was reset before a status line was sent. */
  readonly status?: number;
  /** SHA-256 of the body before content encoding: all of it when `complete`, otherwise what was handed to the connection so far. */
  readonly sha256: Sha256Digest;
  /** Size of that body before content encoding. */
  readonly sizeBytes: number;
  /** False for bodies that were cut, are still being sent, or whose receiver hung up. */
  readonly complete: boolean;
}

/** An entry under way. */
export class OpenExchange {
  readonly #head: Pick<ServedExchange, 'time' | 'host' | 'url' | 'method'>;
  readonly #hash = createHash('sha256');
  #status: number | undefined;
  #sizeBytes = 0;
  #complete = false;

  constructor(head: Pick<ServedExchange, 'time' | 'host' | 'url' | 'method'>) {
    this.#head = head;
  }

  set status(status: number) {
    this.#status = status;
  }

  /** Bytes of the body before content encoding. */
  add(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#sizeBytes += bytes.length;
  }

  finish(): void {
    this.#complete = true;
  }

  snapshot(): ServedExchange {
    return {
      ...this.#head,
      ...(this.#status === undefined ? {} : { status: this.#status }),
      sha256: sha256DigestOf(this.#hash.copy().digest()),
      sizeBytes: this.#sizeBytes,
      complete: this.#complete,
    };
  }
}

/** Everything served since the start or the last `clear`, in the order of the requests. */
export class ServedLedger {
  #exchanges: OpenExchange[] = [];

  begin(head: Pick<ServedExchange, 'time' | 'host' | 'url' | 'method'>): OpenExchange {
    const exchange = new OpenExchange(head);
    this.#exchanges.push(exchange);
    return exchange;
  }

  list(): readonly ServedExchange[] {
    return this.#exchanges.map((exchange) => exchange.snapshot());
  }

  clear(): void {
    this.#exchanges = [];
  }
}
