import type { EllipticCurve, SignatureHash } from '../cryptography-ports.ts';

/** How an agency's key signs. ECDSA with the hash of its curve's size. */
export type AgencyKeyKind = { readonly kind: 'rsa' } | { readonly kind: 'ec'; readonly curve: EllipticCurve };

/** A key of an agency with its X.509 certificate: in a file, or on a card that does not give it away. */
export interface AgencySigner {
  /** DER: that of the key first, then those that lead to its root, as far as they are at hand. */
  readonly certificates: readonly Uint8Array[];
  readonly key: AgencyKeyKind;
  /**
   * The signature over `message`, hashed with `hash`: RSASSA-PKCS1-v1_5, or ECDSA as Ecdsa-Sig-Value. Throws `key-invalid`,
   * `passphrase-wrong`, `device-failed`.
   */
  sign(message: Uint8Array, hash: SignatureHash): Promise<Uint8Array>;
}

export function hashOf(key: AgencyKeyKind): SignatureHash {
  if (key.kind === 'rsa') return 'sha256';
  return key.curve === 'p256' ? 'sha256' : key.curve === 'p384' ? 'sha384' : 'sha512';
}
