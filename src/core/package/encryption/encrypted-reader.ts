import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { Decrypter } from 'age-encryption';
import { toUtf8 } from '../../digest/encoding.ts';
import { PugmarkError } from '../../errors.ts';
import type { ByteReader } from '../package-source.ts';
import { refuseArmored, type PackageKeys } from './encryption.ts';

/** Payload of an age file (age-encryption.org/v1, "Payload"): pieces of 64 KiB, each with a tag of 16 bytes. */
const PIECE_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const SEALED_BYTES = PIECE_BYTES + TAG_BYTES;
const NONCE_BYTES = 16;
/** A header names recipients; 64 KiB are some four hundred of them. */
const MAX_HEADER_BYTES = 64 * 1024;
/** Pieces that stay decrypted: readers ask for short runs beside each other. */
const KEPT_PIECES = 8;

/**
 * An encrypted package, read anywhere as if it were plain: nothing of it is ever written down. Every byte that is given out was authenticated
 * with its place, and at the start it is known that the file ends where its writer ended it.
 *
 * Throws `package-locked` when none of the keys opens it, `input-unreadable` when it is damaged or cut off; so do reads.
 */
export async function openEncryptedReader(reader: ByteReader, name: string, keys: PackageKeys): Promise<ByteReader> {
  const header = await readHeader(reader, name);
  const fileKey = await unwrapFileKey(header, name, keys);
  const payloadStart = header.length + NONCE_BYTES;
  if (reader.sizeBytes < payloadStart + TAG_BYTES) throw damaged(name, 'it is cut off');
  const nonce = await reader.read(header.length, NONCE_BYTES);
  const key = hkdf(sha256, fileKey, nonce, toUtf8('payload'), 32);
  const payload = new SealedPayload(reader, name, { key, start: payloadStart });
  // Whoever cuts pieces off the end takes away the one that says that it is the last.
  await payload.piece(payload.pieces - 1);
  return {
    sizeBytes: payload.sizeBytes,
    async read(offset, length) {
      const bytes = new Uint8Array(length);
      await payload.copyInto(offset, bytes);
      return bytes;
    },
    readInto: (offset, target) => payload.copyInto(offset, target),
  };
}

class SealedPayload {
  readonly sizeBytes: number;
  readonly pieces: number;
  readonly #reader: ByteReader;
  readonly #name: string;
  readonly #key: Uint8Array;
  readonly #start: number;
  /** Newest last. */
  readonly #kept = new Map<number, Uint8Array>();

  constructor(reader: ByteReader, name: string, place: { readonly key: Uint8Array; readonly start: number }) {
    this.#reader = reader;
    this.#name = name;
    this.#key = place.key;
    this.#start = place.start;
    const sealedBytes = reader.sizeBytes - place.start;
    this.pieces = Math.max(1, Math.ceil(sealedBytes / SEALED_BYTES));
    const last = sealedBytes - (this.pieces - 1) * SEALED_BYTES;
    // The last piece may be empty only when it is the only one.
    if (last < TAG_BYTES || (last === TAG_BYTES && this.pieces > 1)) throw damaged(name, 'it is cut off');
    this.sizeBytes = sealedBytes - this.pieces * TAG_BYTES;
  }

  async copyInto(offset: number, target: Uint8Array): Promise<void> {
    if (offset < 0 || offset + target.length > this.sizeBytes)
      throw new PugmarkError(
        'input-unreadable',
        `${this.#name} ends at ${this.sizeBytes}: there are no ${target.length} bytes at ${offset}`,
      );
    for (let done = 0; done < target.length;) {
      const at = offset + done;
      const index = Math.floor(at / PIECE_BYTES);
      const from = at - index * PIECE_BYTES;
      const piece = await this.piece(index);
      const part = piece.subarray(from, Math.min(piece.length, from + target.length - done));
      target.set(part, done);
      done += part.length;
    }
  }

  async piece(index: number): Promise<Uint8Array> {
    const known = this.#kept.get(index);
    if (known !== undefined) return known;
    const isLast = index === this.pieces - 1;
    const at = this.#start + index * SEALED_BYTES;
    const sealed = await this.#reader.read(at, isLast ? this.#reader.sizeBytes - at : SEALED_BYTES);
    const piece = this.#open(sealed, index, isLast);
    this.#kept.set(index, piece);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT_PIECES && oldest !== undefined) this.#kept.delete(oldest);
    return piece;
  }

  /** STREAM: the nonce is the number of the piece in 11 bytes, big-endian, and one byte that is 1 for the last. */
  #open(sealed: Uint8Array, index: number, isLast: boolean): Uint8Array {
    const nonce = new Uint8Array(12);
    new DataView(nonce.buffer).setBigUint64(3, BigInt(index));
    nonce[11] = isLast ? 1 : 0;
    try {
      return chacha20poly1305(this.#key, nonce).decrypt(sealed);
    } catch (cause) {
      throw damaged(this.#name, isLast ? 'it was changed or cut off' : 'it was changed', cause);
    }
  }
}

/** Up to and with the line of the MAC, which begins with three hyphens. */
async function readHeader(reader: ByteReader, name: string): Promise<Uint8Array> {
  const start = await reader.read(0, Math.min(reader.sizeBytes, MAX_HEADER_BYTES));
  refuseArmored(start, name);
  const marker = toUtf8('\n--- ');
  for (let at = 0; at + marker.length <= start.length; at += 1) {
    if (!marker.every((byte, index) => start[at + index] === byte)) continue;
    const end = start.indexOf(0x0a, at + marker.length);
    if (end >= 0) return start.slice(0, end + 1);
  }
  throw damaged(name, 'its head is no age header');
}

async function unwrapFileKey(header: Uint8Array, name: string, { identities, passphrase }: PackageKeys): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  for (const identity of identities) {
    try {
      decrypter.addIdentity(identity);
    } catch (cause) {
      throw new PugmarkError('key-invalid', 'One of the keys is no age key', { cause });
    }
  }
  if (passphrase !== undefined) decrypter.addPassphrase(passphrase);
  try {
    return await decrypter.decryptHeader(header);
  } catch (cause) {
    // age tells a wrong key from a damaged head only by its message.
    if (cause instanceof Error && cause.message.includes('no identity matched'))
      throw new PugmarkError('package-locked', `${name} is encrypted, and not to the key or the passphrase that was given`, { cause });
    throw damaged(name, 'its head was changed', cause);
  }
}

function damaged(name: string, what: string, cause?: unknown): PugmarkError {
  return new PugmarkError('input-unreadable', `${name} cannot be decrypted: ${what}`, cause === undefined ? {} : { cause });
}
