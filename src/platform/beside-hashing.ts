import { Worker } from 'node:worker_threads';
import type { BesideHash, Hashing } from '../core/digest/digest.ts';
import { PugmarkError } from '../core/errors.ts';

/** What the thread is asked for: to hash the next bytes of a stream, which lie in a shared buffer; without one, to end the stream. */
export interface HashOrder {
  readonly stream: number;
  readonly slot?: number;
  readonly length: number;
}

/** A buffer is free again, or a stream has ended. */
export type HashAnswer = { readonly slot: number } | { readonly stream: number; readonly digest: Uint8Array };

const BUFFER_BYTES = 1024 * 1024;
/** Shared with the thread, as handing memory over and back costs more than copying: what is on its way is bounded by them. */
const BUFFERS = 4;
/** Below this, handing over takes longer than hashing. */
const WORTH_BYTES = 128 * 1024;

/** The same hash functions, with SHA-512 of large files in a thread of its own. It is started when first needed and keeps nothing alive. */
export function createBesideHashing(hashing: Hashing, thread = new URL('./sha512-worker.ts', import.meta.url)): Hashing {
  let besides: Sha512Thread | undefined;
  return {
    ...hashing,
    startSha512Beside(sizeBytes) {
      if (sizeBytes < WORTH_BYTES) return hashing.startSha512();
      besides ??= new Sha512Thread(thread);
      return besides.start();
    },
  };
}

interface Waiting<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

class Sha512Thread {
  readonly #buffers = Array.from({ length: BUFFERS }, () => new SharedArrayBuffer(BUFFER_BYTES));
  readonly #free = this.#buffers.map((_, slot) => slot);
  readonly #worker: Worker;
  readonly #forSlot: Waiting<number>[] = [];
  readonly #forDigest = new Map<number, Waiting<Uint8Array>>();
  #streams = 0;
  #fault: PugmarkError | undefined;

  constructor(thread: URL) {
    this.#worker = new Worker(thread, { workerData: this.#buffers });
    this.#worker.on('message', (answer: HashAnswer) => this.#take(answer));
    this.#worker.on('error', (cause) => this.#fail(cause));
    this.#worker.on('exit', (code) => this.#fail(new Error(`The thread ended with ${code}`)));
    this.#worker.unref();
  }

  start(): BesideHash {
    const stream = this.#streams;
    this.#streams += 1;
    return {
      update: (bytes) => this.#update(stream, bytes),
      digest: () =>
        new Promise((resolve, reject) => {
          if (this.#fault !== undefined) return reject(this.#fault);
          this.#forDigest.set(stream, { resolve, reject });
          this.#post({ stream, length: 0 });
        }),
    };
  }

  /** Copies at once as far as there are buffers; a promise only when it has to wait for one. */
  #update(stream: number, bytes: Uint8Array): void | Promise<void> {
    for (let offset = 0; offset < bytes.length; offset += BUFFER_BYTES) {
      const slot = this.#findSlot();
      if (slot === undefined) return this.#updateLater(stream, bytes.subarray(offset));
      this.#send(stream, slot, bytes.subarray(offset, offset + BUFFER_BYTES));
    }
    return undefined;
  }

  async #updateLater(stream: number, bytes: Uint8Array): Promise<void> {
    for (let offset = 0; offset < bytes.length; offset += BUFFER_BYTES) {
      const slot = this.#findSlot() ?? (await new Promise<number>((resolve, reject) => this.#forSlot.push({ resolve, reject })));
      this.#send(stream, slot, bytes.subarray(offset, offset + BUFFER_BYTES));
    }
  }

  #findSlot(): number | undefined {
    if (this.#fault !== undefined) throw this.#fault;
    return this.#free.pop();
  }

  #send(stream: number, slot: number, bytes: Uint8Array): void {
    const buffer = this.#buffers[slot];
    if (buffer === undefined) throw new PugmarkError('program-fault', `There is no buffer ${slot}`);
    new Uint8Array(buffer).set(bytes);
    this.#post({ stream, slot, length: bytes.length });
  }

  #post(order: HashOrder): void {
    // As long as somebody waits for an answer, the process must not end for want of anything else to do.
    this.#worker.ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#worker.postMessage(order);
  }

  #take(answer: HashAnswer): void {
    if ('slot' in answer) {
      const waiting = this.#forSlot.shift();
      if (waiting === undefined) this.#free.push(answer.slot);
      else waiting.resolve(answer.slot);
    } else {
      this.#forDigest.get(answer.stream)?.resolve(answer.digest);
      this.#forDigest.delete(answer.stream);
    }
    if (this.#forDigest.size === 0 && this.#free.length === BUFFERS) this.#worker.unref();
  }

  /** Nothing that was asked of it can be had any more: no digest is better than a guess. */
  #fail(cause: unknown): void {
    this.#fault ??= new PugmarkError('program-fault', 'The thread that computes SHA-512 failed', { cause });
    for (const { reject } of [...this.#forSlot, ...this.#forDigest.values()]) reject(this.#fault);
    this.#forSlot.length = 0;
    this.#forDigest.clear();
  }
}
