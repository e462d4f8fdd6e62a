import type { Hashing, Sha256Digest } from '../digest/digest.ts';
import { sha256DigestOf } from '../digest/digest.ts';
import { concatBytes, isSameBytes, parseHex, toBase64 } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';

/** DER head of an Ed25519 SubjectPublicKeyInfo (RFC 8410 section 4); the 32 key bytes follow. */
const SPKI_HEAD = parseHex('302a300506032b6570032100');

/** SubjectPublicKeyInfo of a raw 32-byte Ed25519 key, as `openssl pkey -pubin` reads it. Throws `key-invalid`. */
export function buildSpki(publicKey: Uint8Array): Uint8Array {
  if (publicKey.length !== 32) throw new PugmarkError('key-invalid', 'An Ed25519 public key has 32 bytes');
  return concatBytes(SPKI_HEAD, publicKey);
}

/** Raw 32-byte key of a SubjectPublicKeyInfo. Throws `key-invalid` for any other algorithm or spelling. */
export function parseSpki(spki: Uint8Array): Uint8Array {
  if (spki.length !== SPKI_HEAD.length + 32 || !isSameBytes(spki.subarray(0, SPKI_HEAD.length), SPKI_HEAD)) {
    throw new PugmarkError('key-invalid', 'Expected the SubjectPublicKeyInfo of an Ed25519 key');
  }
  return spki.slice(SPKI_HEAD.length);
}

/** PEM text of the SubjectPublicKeyInfo. */
export function buildPublicKeyPem(publicKey: Uint8Array): string {
  return `-----BEGIN PUBLIC KEY-----\n${toBase64(buildSpki(publicKey))}\n-----END PUBLIC KEY-----\n`;
}

/** A key's id and fingerprint: SHA-256 of its SubjectPublicKeyInfo. */
export function fingerprintOf(hashing: Pick<Hashing, 'sha256'>, publicKey: Uint8Array): Sha256Digest {
  return sha256DigestOf(hashing.sha256(buildSpki(publicKey)));
}
