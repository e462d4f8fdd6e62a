import { z } from 'zod';
import { parseHex, toHex } from './encoding.ts';

/** `sha256:<64 lower-case hex digits>`. */
export type Sha256Digest = `sha256:${string}`;
/** `sha512:<128 lower-case hex digits>`. */
export type Sha512Digest = `sha512:${string}`;

export const sha256DigestSchema = z.templateLiteral(['sha256:', z.string().regex(/^[0-9a-f]{64}$/)], {
  error: 'expected sha256:<64 hex digits>',
});
export const sha512DigestSchema = z.templateLiteral(['sha512:', z.string().regex(/^[0-9a-f]{128}$/)], {
  error: 'expected sha512:<128 hex digits>',
});

/** A running hash. `digest` may be called once. */
export interface RunningHash {
  update(bytes: Uint8Array): void;
  digest(): Uint8Array;
}

/** A running hash that may be computed beside its caller, on another core. `digest` may be called once. */
export interface BesideHash {
  /** The bytes may be used again as soon as this has returned. Wait for what it returns before the next call. */
  update(bytes: Uint8Array): void | Promise<void>;
  digest(): Uint8Array | Promise<Uint8Array>;
}

/** Hash functions as a port: `node:crypto` on a workstation, plain JavaScript in the HTML verifier. */
export interface Hashing {
  /**
   * Tells that about so many bytes will be hashed beside soon, so that the other core is ready by then. Resolves when it is, or when it is not worth
   * it; nobody has to wait for that: until then it is done here.
   */
  prepareBeside?(sizeBytes: number): Promise<void>;
  /** SHA-512, the slower of the two on most processors, of about `sizeBytes` bytes. Absent: there is no other core to be had. */
  startSha512Beside?(sizeBytes: number): BesideHash;
  /** The same for SHA-256, where the hash at hand is the slower one. */
  startSha256Beside?(sizeBytes: number): BesideHash;
  /**
   * SHA-256 of bytes at hand by a way that is faster than `sha256` from `minBytes` on, and whose answer comes later. The bytes may be used again as soon
   * as `hash` has returned. Absent: there is none.
   */
  readonly sha256Later?: { readonly minBytes: number; readonly hash: (bytes: Uint8Array) => Promise<Uint8Array> };
  sha256(bytes: Uint8Array): Uint8Array;
  sha512(bytes: Uint8Array): Uint8Array;
  startSha256(): RunningHash;
  startSha512(): RunningHash;
}

/** `sha256:<hex>` of 32 digest bytes. */
export function sha256DigestOf(digestBytes: Uint8Array): Sha256Digest {
  return `sha256:${toHex(digestBytes)}`;
}

/** `sha512:<hex>` of 64 digest bytes. */
export function sha512DigestOf(digestBytes: Uint8Array): Sha512Digest {
  return `sha512:${toHex(digestBytes)}`;
}

/** The hex part of `sha256:<hex>` or `sha512:<hex>`. */
export function hexOf(digest: Sha256Digest | Sha512Digest): string {
  return digest.slice(digest.indexOf(':') + 1);
}

/** The 32 bytes of `sha256:<hex>`. */
export function sha256BytesOf(digest: Sha256Digest): Uint8Array {
  return parseHex(hexOf(digest));
}
