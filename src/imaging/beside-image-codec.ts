import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { PugmarkError } from '../core/errors.ts';
import type { ImageCodec, PatchInput, StitchInput, StitchedComparison } from '../core/ports.ts';

/** What a thread is asked for: {@link ImageCodec.compareStitched}. */
export interface CompareOrder {
  readonly id: number;
  readonly tiles: readonly StitchInput[];
  readonly patches: readonly PatchInput[];
  readonly picture: Uint8Array;
}

export type CompareAnswer = { readonly id: number } & ({ readonly compared: StitchedComparison } | { readonly invalid: string });

/** Each holds a few pictures of some tens of megabytes. */
const MAX_THREADS = 4;
const YOUNG_MEGABYTES = 8;

/**
 * The same codec, with pictures compared in threads of their own, one for each core but one, up to four: zlib unpacks on yet others. They are started when first needed and keep
 * nothing alive.
 */
export function createBesideImageCodec(
  codec: ImageCodec,
  threads = Math.max(1, Math.min(MAX_THREADS, availableParallelism() - 1)),
  thread = new URL('./compare-worker.ts', import.meta.url),
): ImageCodec {
  const free: CompareThread[] = [];
  const waiting: ((thread: CompareThread) => void)[] = [];
  let started = 0;
  const take = async (): Promise<CompareThread> => {
    const idle = free.pop();
    if (idle !== undefined) return idle;
    if (started === threads) return await new Promise((resolve) => waiting.push(resolve));
    started += 1;
    return new CompareThread(thread);
  };
  return {
    ...codec,
    // While pictures are compared in all threads, those that come next are read.
    comparedSideBySide: threads + 1,
    async compareStitched(tiles, patches, picture) {
      const taken = await take();
      try {
        return await taken.compare({ tiles, patches, picture });
      } finally {
        const next = waiting.shift();
        if (next === undefined) free.push(taken);
        else next(taken);
      }
    },
  };
}

/** Memory that belongs to one picture alone is handed over; what shares its memory with others is copied. */
function findOwnMemory({ tiles, patches, picture }: Omit<CompareOrder, 'id'>): ArrayBuffer[] {
  const own = [picture, ...tiles.map(({ png }) => png), ...patches.map(({ png }) => png)].filter(
    ({ buffer, byteLength }) => byteLength === buffer.byteLength,
  );
  return [...new Set(own.map(({ buffer }) => buffer))].filter((buffer) => buffer instanceof ArrayBuffer);
}

/** Compares one picture at a time. */
class CompareThread {
  readonly #worker: Worker;
  #current:
    | { readonly id: number; readonly resolve: (found: StitchedComparison) => void; readonly reject: (error: Error) => void }
    | undefined;
  #orders = 0;
  #fault: PugmarkError | undefined;

  constructor(thread: URL) {
    // What it makes lives as long as one picture: little room for it, and it is collected at once.
    this.#worker = new Worker(thread, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES } });
    this.#worker.on('message', (answer: CompareAnswer) => this.#take(answer));
    this.#worker.on('error', (cause) => this.#fail(cause));
    this.#worker.on('exit', (code) => this.#fail(new Error(`The thread ended with ${code}`)));
    this.#worker.unref();
  }

  async compare(order: Omit<CompareOrder, 'id'>): Promise<StitchedComparison> {
    if (this.#fault !== undefined) throw this.#fault;
    const id = this.#orders;
    this.#orders += 1;
    // As long as somebody waits for an answer, the process must not end for want of anything else to do.
    this.#worker.ref();
    try {
      return await new Promise((resolve, reject) => {
        this.#current = { id, resolve, reject };
        const message: CompareOrder = { id, ...order };
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        this.#worker.postMessage(message, findOwnMemory(order));
      });
    } finally {
      this.#current = undefined;
      this.#worker.unref();
    }
  }

  #take(answer: CompareAnswer): void {
    const current = this.#current;
    // An answer to anything else must never pass for this one.
    if (current === undefined || current.id !== answer.id) return this.#fail(new Error('The thread answered what nobody asked'));
    if ('compared' in answer) current.resolve(answer.compared);
    else current.reject(new PugmarkError('png-invalid', answer.invalid));
  }

  /** Nothing that was asked of it can be had any more: no answer is better than a guess. */
  #fail(cause: unknown): void {
    this.#fault ??= new PugmarkError('program-fault', 'The thread that compares pictures failed', { cause });
    this.#current?.reject(this.#fault);
  }
}
