import { Worker } from 'node:worker_threads';
import { PugmarkError } from '../core/errors.ts';
import type { PyramidPlan } from './pyramid-plan.ts';

/** Where a tile lies in its file. */
export interface TilePlace {
  readonly level: number;
  readonly column: number;
  readonly row: number;
  readonly offset: number;
  readonly sizeBytes: number;
  /** Of its bytes as they lie there, in hex. */
  readonly sha256: string;
}

export type PictureOrder = { readonly id: number; readonly picture: Uint8Array } & (
  | { readonly kind: 'small'; readonly widthPx: number; readonly heightPx: number }
  | { readonly kind: 'tiles'; readonly plan: PyramidPlan; readonly path: string; readonly key: Uint8Array }
);
/** An order before it has its number; distributed by hand, as `Omit` would join its kinds. */
type NewOrder<Order = PictureOrder> = Order extends PictureOrder ? Omit<Order, 'id'> : never;

export type PictureAnswer = { readonly id: number } & (
  | { readonly kind: 'small'; readonly jpeg: Uint8Array }
  | { readonly kind: 'tile'; readonly place: TilePlace }
  | { readonly kind: 'end' }
  | { readonly kind: 'error'; readonly error: ReturnType<PugmarkError['toJSON']> }
);

interface Waiting {
  readonly take: (answer: Exclude<PictureAnswer, { kind: 'error' }>) => void;
  readonly reject: (error: PugmarkError) => void;
}

/** Makes pictures for the screen in a thread of its own, which is started when first needed and keeps nothing alive. */
export class PictureThread {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #orders = 0;

  /** Starts the thread ahead of the first order. */
  warm(): void {
    this.#worker ??= this.#start();
  }

  /** A small JPEG of a picture's top. Throws `png-invalid`. The memory of `picture` is handed over. */
  async makeSmall(picture: Uint8Array, size: { readonly widthPx: number; readonly heightPx: number }): Promise<Uint8Array> {
    return await this.#order<Uint8Array>({ kind: 'small', picture, ...size }, (answer, resolve) => {
      if (answer.kind === 'small') resolve(answer.jpeg);
    });
  }

  /**
   * Writes all tiles of a PNG into a new file, those at the top first, each encrypted (`openPicture`); `onTile` hears of each. Throws `png-invalid`, `io-failed`.
   * The memory of `picture` is handed over.
   */
  async makeTiles(
    picture: Uint8Array,
    to: { readonly plan: PyramidPlan; readonly path: string; readonly key: Uint8Array },
    onTile: (place: TilePlace) => void,
  ): Promise<void> {
    await this.#order<void>({ kind: 'tiles', picture, ...to }, (answer, resolve) => {
      if (answer.kind === 'tile') onTile(answer.place);
      else if (answer.kind === 'end') resolve();
    });
  }

  /** What is under way fails with `cancelled`. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#fail(new PugmarkError('cancelled', 'The app is closing'));
    await worker?.terminate();
  }

  #order<T>(order: NewOrder, take: (answer: Exclude<PictureAnswer, { kind: 'error' }>, resolve: (value: T) => void) => void): Promise<T> {
    const id = this.#orders;
    this.#orders += 1;
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { take: (answer) => take(answer, resolve), reject });
      worker.ref();
      const { buffer } = order.picture;
      // Memory that is shared with other bytes cannot be handed over, and is copied.
      const isWhole = buffer instanceof ArrayBuffer && order.picture.byteLength === buffer.byteLength;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage({ ...order, id }, isWhole ? [buffer] : []);
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL('./picture-worker.ts', import.meta.url));
    worker.on('message', (answer: PictureAnswer) => this.#take(answer));
    // After a failure another one may run already.
    const fail = (error: PugmarkError): void => {
      if (this.#worker === worker) this.#fail(error);
    };
    worker.on('error', (cause) => fail(new PugmarkError('program-fault', 'The thread that makes pictures failed', { cause })));
    worker.on('exit', () => fail(new PugmarkError('program-fault', 'The thread that makes pictures ended')));
    worker.unref();
    return worker;
  }

  #take(answer: PictureAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    if (answer.kind === 'error') {
      const { code, message, details } = answer.error;
      waiting?.reject(new PugmarkError(code, message, { details }));
    } else waiting?.take(answer);
    if (answer.kind !== 'tile') this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#worker?.unref();
  }

  /** The next order starts another one. */
  #fail(error: PugmarkError): void {
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
