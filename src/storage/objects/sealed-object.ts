import { concatBytes, isSameBytes } from '../../core/digest/encoding.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { Uuid } from '../../core/ids.ts';
import type { Cryptography } from '../../core/ports.ts';
import type { ContentKey } from '../keys/content-keys.ts';

/**
 * sealed-object/v1 (docs/formats/sealed-object.md). Frozen.
 * Header: magic (8) | key id (16) | salt (32). Then chunks of 65,536 plain bytes, each AES-256-GCM with a 16-byte tag;
 * nonce = chunk number (11 bytes, big-endian) | 1 for the last chunk, else 0; associated data = the header;
 * key = HKDF-SHA-256(content key, salt, "pugmark sealed-object v1").
 */
const MAGIC = Uint8Array.of(0x50, 0x47, 0x4d, 0x4b, 0x53, 0x4f, 0x0a, 0x01);
const SALT_BYTES = 32;
export const SEALED_HEADER_BYTES = MAGIC.length + 16 + SALT_BYTES;
export const PLAIN_CHUNK_BYTES = 65_536;
const TAG_BYTES = 16;
const SEALED_CHUNK_BYTES = PLAIN_CHUNK_BYTES + TAG_BYTES;

/** Encrypts bytes as they come. The last chunk is marked, so that a cut is seen. */
export class SealedObjectWriter {
  private readonly cryptography: Cryptography;
  private readonly header: Uint8Array;
  private readonly key: Uint8Array;
  private pending: Uint8Array[] = [];
  private pendingBytes = 0;
  private chunk = 0;

  constructor(cryptography: Cryptography, contentKey: ContentKey) {
    this.cryptography = cryptography;
    const salt = cryptography.random.bytes(SALT_BYTES);
    this.header = concatBytes(MAGIC, uuidBytes(contentKey.id), salt);
    this.key = objectKey(cryptography, contentKey, salt);
  }

  /** The first bytes of the object. */
  start(): Uint8Array {
    return this.header;
  }

  /** What can be written out now: whole chunks, never the last one. */
  update(plain: Uint8Array): Uint8Array {
    this.pending.push(plain);
    this.pendingBytes += plain.length;
    if (this.pendingBytes <= PLAIN_CHUNK_BYTES) return new Uint8Array();
    const bytes = concatBytes(...this.pending);
    const sealed: Uint8Array[] = [];
    let offset = 0;
    for (; bytes.length - offset > PLAIN_CHUNK_BYTES; offset += PLAIN_CHUNK_BYTES) {
      sealed.push(this.seal(bytes.subarray(offset, offset + PLAIN_CHUNK_BYTES), false));
    }
    const rest = bytes.slice(offset);
    this.pending = [rest];
    this.pendingBytes = rest.length;
    return concatBytes(...sealed);
  }

  /** The last chunk; only an empty object has an empty one. */
  finish(): Uint8Array {
    return this.seal(concatBytes(...this.pending), true);
  }

  private seal(plain: Uint8Array, isLast: boolean): Uint8Array {
    const sealed = this.cryptography.aead.seal(this.key, chunkNonce(this.chunk, isLast), this.header, plain);
    this.chunk += 1;
    return sealed;
  }
}

/** Reads `length` stored bytes at `offset`; fewer only at the end. */
export type ReadStored = (offset: number, length: number) => Promise<Uint8Array>;

/** Random access to the plain bytes of a sealed object. */
export class SealedObjectReader {
  readonly plainBytes: number;
  readonly chunks: number;
  private readonly cryptography: Cryptography;
  private readonly read: ReadStored;
  /** With its salt: no other object has the same. */
  readonly header: Uint8Array;
  private readonly key: Uint8Array;
  private readonly storedBytes: number;

  private constructor(cryptography: Cryptography, read: ReadStored, storedBytes: number, header: Uint8Array, key: Uint8Array) {
    this.cryptography = cryptography;
    this.read = read;
    this.storedBytes = storedBytes;
    this.header = header;
    this.key = key;
    this.chunks = Math.ceil((storedBytes - SEALED_HEADER_BYTES) / SEALED_CHUNK_BYTES);
    this.plainBytes = storedBytes - SEALED_HEADER_BYTES - this.chunks * TAG_BYTES;
  }

  /** Throws `sealed-object-invalid` when the header is none, is under another key, or the length cannot be. */
  static async open(
    cryptography: Cryptography,
    source: { readonly read: ReadStored; readonly storedBytes: number },
    contentKey: ContentKey,
  ): Promise<SealedObjectReader> {
    const header = await source.read(0, SEALED_HEADER_BYTES);
    if (header.length !== SEALED_HEADER_BYTES || !isSameBytes(header.subarray(0, MAGIC.length), MAGIC)) throw invalid('no header');
    if (!isSameBytes(header.subarray(MAGIC.length, MAGIC.length + 16), uuidBytes(contentKey.id))) throw invalid('it is under another key');
    const tail = (source.storedBytes - SEALED_HEADER_BYTES) % SEALED_CHUNK_BYTES;
    // A last chunk has at least its tag, and one plain byte unless it is the only one.
    const isEmpty = source.storedBytes === SEALED_HEADER_BYTES + TAG_BYTES;
    if (source.storedBytes <= SEALED_HEADER_BYTES || (tail !== 0 && tail <= TAG_BYTES && !isEmpty)) throw invalid('it is cut');
    const key = objectKey(cryptography, contentKey, header.subarray(MAGIC.length + 16));
    return new SealedObjectReader(cryptography, source.read, source.storedBytes, header, key);
  }

  /** Plain bytes of one chunk. Throws `sealed-object-invalid`. */
  async readChunk(index: number): Promise<Uint8Array> {
    if (!Number.isSafeInteger(index) || index < 0 || index >= this.chunks) throw invalid('no such chunk');
    const start = SEALED_HEADER_BYTES + index * SEALED_CHUNK_BYTES;
    const length = Math.min(SEALED_CHUNK_BYTES, this.storedBytes - start);
    const sealed = await this.read(start, length);
    if (sealed.length !== length) throw invalid('it is cut');
    const plain = this.cryptography.aead.open(this.key, chunkNonce(index, index === this.chunks - 1), this.header, sealed);
    if (plain === undefined) throw invalid(`chunk ${index} does not authenticate`);
    return plain;
  }

  /** Plain bytes from `start` to before `end`, both within the object; of the rest nothing is read. */
  async *readRange(start: number, end: number): AsyncGenerator<Uint8Array> {
    for (let offset = start; offset < end;) {
      const index = Math.floor(offset / PLAIN_CHUNK_BYTES);
      const chunk = await this.readChunk(index);
      const from = offset - index * PLAIN_CHUNK_BYTES;
      const piece = chunk.subarray(from, Math.min(chunk.length, from + end - offset));
      if (piece.length === 0) throw invalid('it is cut');
      yield piece;
      offset += piece.length;
    }
  }

  /** All plain bytes, in order. */
  async *readAll(): AsyncGenerator<Uint8Array> {
    for (let index = 0; index < this.chunks; index += 1) yield await this.readChunk(index);
  }
}

function objectKey(cryptography: Cryptography, contentKey: ContentKey, salt: Uint8Array): Uint8Array {
  return cryptography.deriveKey(contentKey.bytes, salt, 'pugmark sealed-object v1');
}

function chunkNonce(index: number, isLast: boolean): Uint8Array {
  const nonce = new Uint8Array(12);
  // The lower eight of the eleven counter bytes; no object needs the upper three.
  new DataView(nonce.buffer).setBigUint64(3, BigInt(index));
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

function uuidBytes(id: Uuid): Uint8Array {
  const hex = id.replaceAll('-', '');
  return Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

function invalid(why: string): PugmarkError {
  return new PugmarkError('sealed-object-invalid', `Encrypted object: ${why}`);
}
