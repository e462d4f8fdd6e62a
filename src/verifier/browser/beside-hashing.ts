import { PugmarkError } from '../../core/errors.ts';
import type { BesideHash, Hashing } from '../../core/digest/digest.ts';
import { startRole } from './roles.ts';

/** The browser itself hashes what it gets in one piece, by the processor's own instructions, and some browsers in the worker that asks for it. */
const MAX_WHOLE_BYTES = 64 * 1024 * 1024;
/** Going there and back takes longer than hashing so much. */
const MIN_WHOLE_BYTES = 16 * 1024;
const MIN_LATER_BYTES = 4 * 1024;
/** Below this, starting a worker takes longer. */
const WORTH_WORKER_BYTES = 8 * 1024 * 1024;
/** On their way to another worker; more than that waits. */
const MAX_UNDER_WAY_BYTES = 8 * 1024 * 1024;

type Algorithm = 'SHA-256' | 'SHA-512';
/** The next bytes of a stream, or in `whole` a file in one piece, `length` bytes of memory that comes back with the answer. */
export type HashOrder =
  | { readonly stream: number; readonly bytes?: Uint8Array; readonly isLast: boolean }
  | { readonly stream: number; readonly whole: Uint8Array<ArrayBuffer>; readonly length: number };
export interface HashAnswer {
  readonly stream: number;
  readonly takenBytes: number;
  readonly digest?: Uint8Array;
  readonly memory?: Uint8Array<ArrayBuffer>;
}

/**
 * The same hash functions, with those of whole files computed beside the worker that reads them. `mayStartWorkers`: what is too large to be held is
 * hashed in workers of their own, elsewhere here.
 */
export function hashBeside(wasm: Hashing, mayStartWorkers = true): Hashing {
  const workers = new Map<Algorithm, HashWorker>();
  const findWorker = (algorithm: Algorithm): HashWorker => {
    const worker = workers.get(algorithm) ?? new HashWorker(algorithm);
    workers.set(algorithm, worker);
    return worker;
  };
  const start = (algorithm: Algorithm, sizeBytes: number): BesideHash => {
    if (sizeBytes < MIN_WHOLE_BYTES) return algorithm === 'SHA-256' ? wasm.startSha256() : wasm.startSha512();
    // There is none in a page that the browser does not trust.
    if (sizeBytes <= MAX_WHOLE_BYTES && typeof crypto.subtle === 'object') {
      // The slower one on most processors: another core does it while this one reads and does the other one.
      return new WholeHash(algorithm, sizeBytes, workers.get(algorithm));
    }
    if (!mayStartWorkers) return algorithm === 'SHA-256' ? wasm.startSha256() : wasm.startSha512();
    return findWorker(algorithm).start();
  };
  return {
    ...wasm,
    // By the processor's own instructions, where the page has them: five times as fast.
    ...(typeof crypto.subtle === 'object' ? { sha256Later: { minBytes: MIN_LATER_BYTES, hash: sha256Later } } : {}),
    async prepareBeside(sizeBytes) {
      if (mayStartWorkers && sizeBytes >= WORTH_WORKER_BYTES) await findWorker('SHA-512').started;
    },
    startSha256Beside: (sizeBytes) => start('SHA-256', sizeBytes),
    startSha512Beside: (sizeBytes) => start('SHA-512', sizeBytes),
  };
}

/** The browser takes its own copy before it returns (Web Cryptography, 14.3.5). */
async function sha256Later({ buffer, byteOffset, byteLength }: Uint8Array): Promise<Uint8Array> {
  if (!(buffer instanceof ArrayBuffer)) throw new PugmarkError('program-fault', 'Shared memory cannot be hashed');
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(buffer, byteOffset, byteLength)));
}

/** Memory for whole files, used again: new memory for each costs more than hashing it. */
class Spare {
  readonly #buffers: Uint8Array<ArrayBuffer>[] = [];

  take(sizeBytes: number): Uint8Array<ArrayBuffer> {
    const fit = this.#buffers.findIndex(({ length }) => length >= sizeBytes);
    const [found] = fit < 0 ? [] : this.#buffers.splice(fit, 1);
    return found ?? new Uint8Array(Math.max(MIN_BUFFER_BYTES, 2 ** Math.ceil(Math.log2(sizeBytes))));
  }

  giveBack(buffer: Uint8Array<ArrayBuffer>): void {
    const keptBytes = this.#buffers.reduce((sum, { length }) => sum + length, 0);
    if (keptBytes + buffer.length <= MAX_SPARE_BYTES) this.#buffers.push(buffer);
  }
}

const MIN_BUFFER_BYTES = 1024 * 1024;
/** Enough for the pixels of a page, in one worker. */
const MAX_SPARE_BYTES = 32 * 1024 * 1024;
const spare = new Spare();

/** In the worker that was given, as long as it keeps up, or else here. */
class WholeHash implements BesideHash {
  readonly #algorithm: Algorithm;
  readonly #worker: HashWorker | undefined;
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(algorithm: Algorithm, sizeBytes: number, worker: HashWorker | undefined) {
    this.#algorithm = algorithm;
    this.#worker = worker;
    this.#bytes = spare.take(sizeBytes);
  }

  update(piece: Uint8Array): void {
    if (this.#length + piece.length > this.#bytes.length) {
      const larger = spare.take(2 * (this.#length + piece.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(piece, this.#length);
    this.#length += piece.length;
  }

  async digest(): Promise<Uint8Array> {
    const bytes = this.#bytes;
    this.#bytes = new Uint8Array(0);
    if (this.#worker?.keepsUp === true) return await this.#worker.hashWhole(bytes, this.#length);
    // The browser takes its own copy before it returns (Web Cryptography, 14.3.5).
    const digest = crypto.subtle.digest(this.#algorithm, bytes.subarray(0, this.#length));
    spare.giveBack(bytes);
    return new Uint8Array(await digest);
  }
}

/** One worker for one hash function. */
class HashWorker {
  readonly #worker: Worker;
  readonly #digests = new Map<number, Uint8Array>();
  /** Also when it never does. */
  readonly started: Promise<void>;
  #hasStarted = false;
  #streams = 0;
  #underWayBytes = 0;
  #waiting: (() => void)[] = [];
  #fault: PugmarkError | undefined;

  constructor(algorithm: Algorithm) {
    this.#worker = startRole(algorithm);
    this.started = new Promise((resolve) => {
      for (const event of ['message', 'error']) this.#worker.addEventListener(event, () => resolve(), { once: true });
    });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<HashAnswer>) => {
      this.#hasStarted = true;
      this.#underWayBytes -= data.takenBytes;
      if (data.memory !== undefined) spare.giveBack(data.memory);
      if (data.digest !== undefined) this.#digests.set(data.stream, data.digest);
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const go of waiting) go();
    });
    this.#worker.addEventListener('error', (event) => {
      this.#fault = new PugmarkError('program-fault', `The worker that hashes failed: ${event.message}`);
      for (const go of this.#waiting) go();
    });
  }

  /** Whether it has started, and what waits for it is soon done. */
  get keepsUp(): boolean {
    return this.#hasStarted && this.#fault === undefined && this.#underWayBytes < MAX_UNDER_WAY_BYTES;
  }

  /** Digest of the first `length` bytes of memory that is its own from now on. */
  async hashWhole(whole: Uint8Array<ArrayBuffer>, length: number): Promise<Uint8Array> {
    const stream = this.#nextStream();
    this.#underWayBytes += length;
    this.#post({ stream, whole, length }, [whole.buffer]);
    return await this.#digestOf(stream);
  }

  start(): BesideHash {
    const stream = this.#nextStream();
    return {
      update: async (piece) => {
        const bytes = piece.slice();
        this.#underWayBytes += bytes.length;
        this.#post({ stream, bytes, isLast: false }, [bytes.buffer]);
        while (this.#underWayBytes > MAX_UNDER_WAY_BYTES) await this.#change();
      },
      digest: async () => {
        this.#post({ stream, isLast: true }, []);
        return await this.#digestOf(stream);
      },
    };
  }

  #nextStream(): number {
    const stream = this.#streams;
    this.#streams += 1;
    return stream;
  }

  async #digestOf(stream: number): Promise<Uint8Array> {
    for (;;) {
      const digest = this.#digests.get(stream);
      this.#digests.delete(stream);
      if (digest !== undefined) return digest;
      await this.#change();
    }
  }

  async #change(): Promise<void> {
    if (this.#fault === undefined) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#fault !== undefined) throw this.#fault;
  }

  #post(order: HashOrder, transfer: Transferable[]): void {
    this.#worker.postMessage(order, transfer);
  }
}
