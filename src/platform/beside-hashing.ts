import { Worker } from 'node:worker_threads';
import type { BesideHash, Hashing } from '../core/digest/digest.ts';
import { PugmarkError } from '../core/errors.ts';

/** What the thread is asked for: to hash the next bytes of a stream, if any, which lie in a shared buffer, and to end it with its last. */
export interface HashOrder {
  readonly stream: number;
  readonly slot?: number;
  readonly length: number;
  readonly isLast: boolean;
}

/** A buffer is free again, a stream has ended, or both. The first one, with neither: the thread has started. */
export interface HashAnswer {
  readonly slot?: number;
  readonly ended?: { readonly stream: number; readonly digest: Uint8Array };
}

/** Filled, and told of with the next one or the end: waking the other thread takes as long as hashing a hundred kilobytes. */
interface FilledBuffer {
  readonly slot: number;
  readonly length: number;
}

const BUFFER_BYTES = 1024 * 1024;
/** Shared with the thread, as handing memory over and back costs more than copying: what is on its way is bounded by them. */
const BUFFERS = 8;
/** With so much of it waiting, this core is done sooner itself. */
const MAX_WAITING_BUFFERS = 4;
/** Below this, handing over takes longer than hashing. */
const WORTH_BYTES = 128 * 1024;
/** Below this, starting the thread takes longer. */
const WORTH_STARTING_BYTES = 8 * 1024 * 1024;

/**
 * The same hash functions, with SHA-512 of large files in a thread of its own, as long as that keeps up. It is started when much is to be hashed, or
 * the first large file comes, and keeps nothing alive.
 */
export function createBesideHashing(hashing: Hashing, thread = new URL('./sha512-worker.ts', import.meta.url)): Hashing {
  let besides: Sha512Thread | undefined;
  return {
    ...hashing,
    async prepareBeside(sizeBytes) {
      if (sizeBytes < WORTH_STARTING_BYTES) return;
      besides ??= new Sha512Thread(thread);
      await besides.started;
    },
    startSha512Beside(sizeBytes) {
      if (sizeBytes < WORTH_BYTES) return hashing.startSha512();
      besides ??= new Sha512Thread(thread);
      return besides.keepsUp ? besides.start() : hashing.startSha512();
    },
  };
}

interface Waiting<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

class Sha512Thread {
  /** Also when it never does. */
  readonly started: Promise<void>;
  #hasStarted = false;
  readonly #buffers = Array.from({ length: BUFFERS }, () => new SharedArrayBuffer(BUFFER_BYTES));
  readonly #free = this.#buffers.map((_, slot) => slot);
  readonly #worker: Worker;
  readonly #forSlot: Waiting<number>[] = [];
  readonly #forDigest = new Map<number, Waiting<Uint8Array>>();
  readonly #filled = new Map<number, FilledBuffer>();
  #streams = 0;
  #fault: PugmarkError | undefined;

  constructor(thread: URL) {
    this.#worker = new Worker(thread, { workerData: this.#buffers });
    this.started = new Promise((resolve) => {
      for (const event of ['message', 'error', 'exit'] as const) this.#worker.once(event, () => resolve());
    });
    this.#worker.on('message', (answer: HashAnswer) => this.#take(answer));
    this.#worker.on('error', (cause) => this.#fail(cause));
    this.#worker.on('exit', (code) => this.#fail(new Error(`The thread ended with ${code}`)));
    this.#worker.unref();
  }

  /** Whether it has started, and what waits for it is soon done. One that failed says so to whoever asks it. */
  get keepsUp(): boolean {
    return this.#fault !== undefined || (this.#hasStarted && BUFFERS - this.#free.length <= MAX_WAITING_BUFFERS);
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
          const last = this.#filled.get(stream) ?? { length: 0 };
          this.#filled.delete(stream);
          this.#post({ stream, ...last, isLast: true });
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
    const slot = this.#free.pop();
    if (slot === undefined) this.#sendFilled();
    return slot;
  }

  /** Those of streams that pause or were given up would be missing for ever to the others. */
  #sendFilled(): void {
    for (const [stream, filled] of this.#filled) this.#post({ stream, ...filled, isLast: false });
    this.#filled.clear();
  }

  #send(stream: number, slot: number, bytes: Uint8Array): void {
    const buffer = this.#buffers[slot];
    if (buffer === undefined) throw new PugmarkError('program-fault', `There is no buffer ${slot}`);
    const before = this.#filled.get(stream);
    if (before !== undefined) this.#post({ stream, ...before, isLast: false });
    new Uint8Array(buffer).set(bytes);
    this.#filled.set(stream, { slot, length: bytes.length });
  }

  #post(order: HashOrder): void {
    // As long as somebody waits for an answer, the process must not end for want of anything else to do.
    this.#worker.ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#worker.postMessage(order);
  }

  #take(answer: HashAnswer): void {
    const { slot, ended } = answer;
    this.#hasStarted = true;
    if (slot !== undefined) {
      const waiting = this.#forSlot.shift();
      if (waiting === undefined) this.#free.push(slot);
      else waiting.resolve(slot);
    }
    if (ended !== undefined) {
      this.#forDigest.get(ended.stream)?.resolve(ended.digest);
      this.#forDigest.delete(ended.stream);
    }
    if (this.#forDigest.size === 0 && this.#free.length + this.#filled.size === BUFFERS) this.#worker.unref();
  }

  /** Nothing that was asked of it can be had any more: no digest is better than a guess. */
  #fail(cause: unknown): void {
    this.#fault ??= new PugmarkError('program-fault', 'The thread that computes SHA-512 failed', { cause });
    for (const { reject } of [...this.#forSlot, ...this.#forDigest.values()]) reject(this.#fault);
    this.#forSlot.length = 0;
    this.#forDigest.clear();
  }
}
