import type { Hashing, Sha256Digest } from '../digest/digest.ts';
import { parseBase64, parseUtf8 } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';
import type { SignatureVerifier } from '../ports.ts';
import { openIdentityCertificate } from '../signing/key-certificate.ts';
import { parseKeyRevocation } from '../signing/key-revocation.ts';
import { fingerprintOf, parseSpki } from '../signing/public-key.ts';

/** Longer than any key or certificate. */
export const MAX_TRUST_KEY_BYTES = 64 * 1024;

/**
 * Fingerprint of the identity key in a file that a checker got from elsewhere than the package: one PEM SubjectPublicKeyInfo (RFC 7468
 * section 13), other text around it as section 2 allows and `pugmark key show` prints; or the key certificate with which an identity
 * certifies itself. Throws `key-invalid`.
 */
export function parseTrustKey(
  ports: { readonly hashing: Pick<Hashing, 'sha256'>; readonly verifier: SignatureVerifier },
  bytes: Uint8Array,
): Sha256Digest {
  try {
    const labels = [...parseUtf8(bytes).matchAll(/-----BEGIN ([A-Z0-9 ]{1,40})-----/g)].map(([, label]) => label);
    if (labels.some((label) => label?.endsWith('PRIVATE KEY') === true))
      throw new PugmarkError('key-invalid', 'It holds a private key, which nobody but its owner should have; use the public one');
    if (labels.length === 0) return openIdentityCertificate(ports, trimEnd(bytes)).keyId;
    if (labels.length > 1) throw new PugmarkError('key-invalid', 'It holds more than one key: give each in a file of its own');
    return fingerprintOf(ports.hashing, parseSpki(parseBase64(readBlock(parseUtf8(bytes)))));
  } catch (cause) {
    const why = cause instanceof PugmarkError && cause.code === 'key-invalid' ? ` (${cause.message})` : '';
    throw new PugmarkError('key-invalid', `Neither the PEM of an Ed25519 public key nor the certificate of an identity${why}`, { cause });
  }
}

/** The envelope in a file that `pugmark key revoke --out` wrote. Throws `key-invalid`. */
export function parseRevocationFile(hashing: Pick<Hashing, 'sha256'>, bytes: Uint8Array): Uint8Array {
  const envelope = trimEnd(bytes);
  try {
    parseKeyRevocation(hashing, envelope);
  } catch (cause) {
    throw new PugmarkError('key-invalid', 'It is no revocation of a key', { cause });
  }
  return envelope;
}

/** Base64 between the lines of the one block. */
function readBlock(text: string): string {
  const begin = '-----BEGIN PUBLIC KEY-----';
  const start = text.indexOf(begin);
  const end = text.indexOf('-----END PUBLIC KEY-----', start);
  if (start < 0 || end < 0) throw new PugmarkError('key-invalid', 'Expected one PEM block PUBLIC KEY');
  return text.slice(start + begin.length, end).replaceAll(/\s/g, '');
}

/** An editor puts a line end after the last character of a file. */
function trimEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d)) end -= 1;
  return bytes.subarray(0, end);
}
