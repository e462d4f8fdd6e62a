import { sha256DigestOf, type Hashing, type RunningHash, type Sha256Digest } from '../../digest/digest.ts';
import { HeadEnd } from './head-end.ts';

/** What a record of an archive is compared with. */
export interface RecordDigests {
  readonly block: Sha256Digest;
  /** Of what follows the head of an HTTP message; undefined for other blocks. */
  readonly payload?: Sha256Digest;
}

/** What is longer is hashed as it passes. */
const MAX_HELD_BYTES = 16 * 1024 * 1024;
const MIN_MEMORY_BYTES = 1024 * 1024;

/** Memory for a block that is hashed whole, one after the other. */
export interface BlockMemory {
  bytes: Uint8Array;
}

/** Hashes a block as it passes; or whole at its end, where there is memory for it and somebody who hashes that faster. */
export class RecordHasher {
  readonly #hashing: Hashing;
  readonly #memory: BlockMemory | undefined;
  readonly #block: RunningHash | undefined;
  readonly #payload: RunningHash | undefined;
  readonly #isHttp: boolean;
  #headEnd: HeadEnd | undefined;
  #passedBytes = 0;
  #payloadAt = 0;

  constructor(hashing: Hashing, record: { readonly contentLength: number; readonly isHttp: boolean; readonly memory?: BlockMemory }) {
    const { contentLength, isHttp, memory } = record;
    this.#hashing = hashing;
    this.#isHttp = isHttp;
    this.#headEnd = isHttp ? new HeadEnd() : undefined;
    if (
      memory !== undefined &&
      contentLength >= (hashing.sha256Later?.minBytes ?? Number.POSITIVE_INFINITY) &&
      contentLength <= MAX_HELD_BYTES
    ) {
      if (memory.bytes.length < contentLength) memory.bytes = new Uint8Array(Math.max(MIN_MEMORY_BYTES, contentLength));
      this.#memory = memory;
    } else {
      this.#block = hashing.startSha256();
      this.#payload = isHttp ? hashing.startSha256() : undefined;
    }
  }

  /** Whether it is an HTTP message whose head has not ended. */
  get isWithinHead(): boolean {
    return this.#headEnd !== undefined;
  }

  /** The next bytes of the block; never more than its length. */
  update(bytes: Uint8Array): void {
    this.#memory?.bytes.set(bytes, this.#passedBytes);
    this.#block?.update(bytes);
    if (this.#isHttp) this.#updatePayload(bytes);
    this.#passedBytes += bytes.length;
  }

  #updatePayload(bytes: Uint8Array): void {
    if (this.#headEnd === undefined) return this.#payload?.update(bytes);
    const end = this.#headEnd.find(bytes);
    if (end === undefined) return undefined;
    this.#headEnd = undefined;
    this.#payloadAt = this.#passedBytes + end;
    return this.#payload?.update(bytes.subarray(end));
  }

  /** Once, after the last byte. */
  digest(): RecordDigests | Promise<RecordDigests> {
    const { sha256Later } = this.#hashing;
    if (this.#memory !== undefined && sha256Later !== undefined) return this.#digestLater(this.#memory.bytes, sha256Later.hash);
    return buildDigests((this.#block ?? this.#hashing.startSha256()).digest(), this.#payload?.digest());
  }

  async #digestLater(memory: Uint8Array, hash: (bytes: Uint8Array) => Promise<Uint8Array>): Promise<RecordDigests> {
    // Both before anything is awaited: the memory is used again then.
    const block = hash(memory.subarray(0, this.#passedBytes));
    const payload = this.#isHttp ? hash(memory.subarray(this.#payloadAt, this.#passedBytes)) : undefined;
    return buildDigests(...(await Promise.all([block, payload])));
  }
}

function buildDigests(block: Uint8Array, payload: Uint8Array | undefined): RecordDigests {
  return { block: sha256DigestOf(block), ...(payload === undefined ? {} : { payload: sha256DigestOf(payload) }) };
}
