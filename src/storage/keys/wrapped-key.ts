import { z } from 'zod';
import { buildCanonicalJson, parseCanonicalJson } from '../../core/canonical/canonical-json.ts';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import { sha256DigestSchema } from '../../core/digest/digest.ts';
import { parseBase64, toBase64, toUtf8 } from '../../core/digest/encoding.ts';
import { isPugmarkError, PugmarkError } from '../../core/errors.ts';
import type { Cryptography, Signer } from '../../core/ports.ts';
import { fingerprintOf } from '../../core/signing/public-key.ts';
import { KEY_PURPOSES, type KeyPurpose } from '../../core/signing/key-certificate.ts';

/** `keys/<id>.key.json` (docs/formats/vault.md). */
const wrappedKeySchema = z.strictObject({
  format: z.literal('wrapped-key/v1'),
  key: sha256DigestSchema,
  purpose: z.enum(KEY_PURPOSES),
  practice: z.boolean(),
  cipher: z.literal('aes-256-gcm'),
  /** 12 bytes. */
  nonce: z.string(),
  /** PKCS#8 DER, encrypted, and the tag. */
  sealed: z.string(),
});

export interface KeyUse {
  readonly id: Sha256Digest;
  readonly purpose: KeyPurpose;
  readonly practice: boolean;
}

/** A private key under the vault key, bound to its id and purpose. */
export function buildWrappedKey(cryptography: Cryptography, vaultKey: Uint8Array, use: KeyUse, pkcs8: Uint8Array): Uint8Array {
  const nonce = cryptography.random.bytes(12);
  return buildCanonicalJson({
    format: 'wrapped-key/v1',
    key: use.id,
    purpose: use.purpose,
    practice: use.practice,
    cipher: 'aes-256-gcm',
    nonce: toBase64(nonce),
    sealed: toBase64(cryptography.aead.seal(wrappingKey(cryptography, vaultKey), nonce, associatedData(use), pkcs8)),
  });
}

/**
 * The private key in a wrapped-key file. Throws `key-invalid` when the file is damaged, belongs to another vault, or holds
 * a key for another use than `use`.
 */
export function openWrappedKey(cryptography: Cryptography, vaultKey: Uint8Array, use: KeyUse, file: Uint8Array): Signer {
  const what = `private key ${use.id}`;
  let wrapped: z.infer<typeof wrappedKeySchema>;
  let nonce: Uint8Array;
  let sealed: Uint8Array;
  try {
    wrapped = parseCanonicalJson(file, wrappedKeySchema, what);
    nonce = parseBase64(wrapped.nonce);
    sealed = parseBase64(wrapped.sealed);
  } catch (cause) {
    if (!isPugmarkError(cause)) throw cause;
    throw new PugmarkError('key-invalid', `${what}: the file is damaged; restore it from a backup`, { cause });
  }
  if (wrapped.key !== use.id || wrapped.purpose !== use.purpose || wrapped.practice !== use.practice || nonce.length !== 12) {
    throw new PugmarkError('key-invalid', `${what}: the file holds another key`);
  }
  const pkcs8 = cryptography.aead.open(wrappingKey(cryptography, vaultKey), nonce, associatedData(use), sealed);
  if (pkcs8 === undefined)
    throw new PugmarkError('key-invalid', `${what}: cannot be opened with this vault's key; restore it from a backup`);
  const signer = cryptography.signingKeys.open(pkcs8);
  if (fingerprintOf(cryptography.hashing, signer.publicKey) !== use.id)
    throw new PugmarkError('key-invalid', `${what}: the file holds another key`);
  return signer;
}

function wrappingKey(cryptography: Cryptography, vaultKey: Uint8Array): Uint8Array {
  return cryptography.deriveKey(vaultKey, new Uint8Array(), 'pugmark private-key wrapping v1');
}

function associatedData(use: KeyUse): Uint8Array {
  return toUtf8(`pugmark wrapped-key v1\n${use.id}\n${use.purpose}\n${use.practice ? 'practice' : 'evidence'}\n`);
}
