import type { Hashing, Sha256Digest } from '../digest/digest.ts';
import { parseBase64, parseUtf8 } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';
import type { SignatureVerifier } from '../ports.ts';
import { openIdentityCertificate } from '../signing/key-certificate.ts';
import { fingerprintOf, parseSpki } from '../signing/public-key.ts';

/** Longer than any key or certificate. */
export const MAX_TRUST_KEY_BYTES = 64 * 1024;

/**
 * Fingerprint of the identity key in a file that a checker got from elsewhere than the package: a PEM SubjectPublicKeyInfo
 * (RFC 7468 section 13), or the key certificate with which an identity certifies itself. Throws `key-invalid`.
 */
export function parseTrustKey(
  ports: { readonly hashing: Pick<Hashing, 'sha256'>; readonly verifier: SignatureVerifier },
  bytes: Uint8Array,
): Sha256Digest {
  try {
    const text = parseUtf8(bytes);
    if (!text.trimStart().startsWith('-----BEGIN')) return openIdentityCertificate(ports, trimEnd(bytes)).keyId;
    const body = /^-----BEGIN PUBLIC KEY-----\s+([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----$/.exec(text.trim())?.[1];
    if (body === undefined) throw new PugmarkError('key-invalid', 'Expected one PEM block PUBLIC KEY');
    return fingerprintOf(ports.hashing, parseSpki(parseBase64(body.replace(/\s/g, ''))));
  } catch (cause) {
    throw new PugmarkError('key-invalid', 'Neither the PEM of an Ed25519 public key nor the certificate of an identity', { cause });
  }
}

/** An editor puts a line end after the last character of a file. */
function trimEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d)) end -= 1;
  return bytes.subarray(0, end);
}
