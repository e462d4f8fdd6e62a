import { PugmarkError } from '../../core/errors.ts';
import type { BesideHash, Hashing } from '../../core/digest/digest.ts';
import { startRole } from './roles.ts';

/** The browser itself hashes what it gets in one piece, on other cores and by the processor's own instructions. */
const MAX_WHOLE_BYTES = 64 * 1024 * 1024;
/** Going there and back takes longer than hashing so much. */
const MIN_WHOLE_BYTES = 16 * 1024;
/** On their way to another worker; more than that waits. */
const MAX_UNDER_WAY_BYTES = 8 * 1024 * 1024;

type Algorithm = 'SHA-256' | 'SHA-512';
export interface HashOrder {
  readonly stream: number;
  readonly bytes?: Uint8Array;
  readonly isLast: boolean;
}
export interface HashAnswer {
  readonly stream: number;
  readonly takenBytes: number;
  readonly digest?: Uint8Array;
}

/**
 * The same hash functions, with those of whole files computed beside the worker that reads them. `mayStartWorkers`: what is too large to be held is
 * hashed in workers of their own, elsewhere here.
 */
export function hashBeside(wasm: Hashing, mayStartWorkers = true): Hashing {
  const workers = new Map<Algorithm, HashWorker>();
  const start = (algorithm: Algorithm, sizeBytes: number): BesideHash => {
    if (sizeBytes < MIN_WHOLE_BYTES) return algorithm === 'SHA-256' ? wasm.startSha256() : wasm.startSha512();
    // There is none in a page that the browser does not trust.
    if (sizeBytes <= MAX_WHOLE_BYTES && typeof crypto.subtle === 'object') return new WholeHash(algorithm, sizeBytes);
    if (!mayStartWorkers) return algorithm === 'SHA-256' ? wasm.startSha256() : wasm.startSha512();
    const worker = workers.get(algorithm) ?? new HashWorker(algorithm);
    workers.set(algorithm, worker);
    return worker.start();
  };
  return {
    ...wasm,
    startSha256Beside: (sizeBytes) => start('SHA-256', sizeBytes),
    startSha512Beside: (sizeBytes) => start('SHA-512', sizeBytes),
  };
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
    if (buffer.length <= MAX_SPARE_BYTES && this.#buffers.length < MAX_SPARE_BUFFERS) this.#buffers.push(buffer);
  }
}

const MIN_BUFFER_BYTES = 1024 * 1024;
const MAX_SPARE_BYTES = 16 * 1024 * 1024;
const MAX_SPARE_BUFFERS = 6;
const spare = new Spare();

class WholeHash implements BesideHash {
  readonly #algorithm: Algorithm;
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(algorithm: Algorithm, sizeBytes: number) {
    this.#algorithm = algorithm;
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
    // The browser takes its own copy before it returns (Web Cryptography, 14.3.5).
    const digest = crypto.subtle.digest(this.#algorithm, bytes.subarray(0, this.#length));
    spare.giveBack(bytes);
    return new Uint8Array(await digest);
  }
}

/** One worker for one hash function, for files that are too large to be held. */
class HashWorker {
  readonly #worker: Worker;
  readonly #digests = new Map<number, Uint8Array>();
  #streams = 0;
  #underWayBytes = 0;
  #waiting: (() => void)[] = [];
  #fault: PugmarkError | undefined;

  constructor(algorithm: Algorithm) {
    this.#worker = startRole(algorithm);
    this.#worker.addEventListener('message', ({ data }: MessageEvent<HashAnswer>) => {
      this.#underWayBytes -= data.takenBytes;
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

  start(): BesideHash {
    const stream = this.#streams;
    this.#streams += 1;
    return {
      update: async (piece) => {
        const bytes = piece.slice();
        this.#underWayBytes += bytes.length;
        this.#post({ stream, bytes, isLast: false }, [bytes.buffer]);
        while (this.#underWayBytes > MAX_UNDER_WAY_BYTES) await this.#change();
      },
      digest: async () => {
        this.#post({ stream, isLast: true }, []);
        for (;;) {
          const digest = this.#digests.get(stream);
          this.#digests.delete(stream);
          if (digest !== undefined) return digest;
          await this.#change();
        }
      },
    };
  }

  async #change(): Promise<void> {
    if (this.#fault === undefined) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#fault !== undefined) throw this.#fault;
  }

  #post(order: HashOrder, transfer: Transferable[]): void {
    this.#worker.postMessage(order, transfer);
  }
}
