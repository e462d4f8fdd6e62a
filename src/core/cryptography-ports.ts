import type { Hashing } from './digest/digest.ts';
import type { Random } from './ids.ts';

/** Ed25519 keys as a port. Signatures are 64 bytes (RFC 8032). */
export interface Signer {
  /** Raw 32-byte public key. */
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

/** Ed25519 verification. Never throws on a wrong signature or key: false. */
export interface SignatureVerifier {
  verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

/** How a certificate's key signed. */
export type CertifiedSignatureScheme =
  | { readonly kind: 'rsa-pkcs1'; readonly hash: SignatureHash }
  /** MGF1 with the same hash. `saltLength` in bytes. */
  | { readonly kind: 'rsa-pss'; readonly hash: SignatureHash; readonly saltLength: number }
  | { readonly kind: 'ecdsa'; readonly hash: SignatureHash; readonly curve: EllipticCurve };

export type SignatureHash = 'sha256' | 'sha384' | 'sha512';
export type EllipticCurve = 'p256' | 'p384' | 'p521';

/** What certificates and what they signed are checked with: WebCrypto everywhere, as that is in every browser and in Node.js. */
export interface CertificateCryptography {
  /** False on a page that a browser does not call secure (http from another machine): the methods throw `program-fault` then. */
  readonly isAvailable: boolean;
  /**
   * `publicKey`: SubjectPublicKeyInfo (RFC 5280), an RSA key always as rsaEncryption. An ECDSA `signature` is r || s, each as long as the curve's
   * order. Never rejects on a wrong signature or a malformed key: false.
   */
  verify(scheme: CertifiedSignatureScheme, publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean>;
  /** SHA-1 serves to find the certificate that an older format names by it, and for nothing else. */
  digest(hash: SignatureHash | 'sha1', bytes: Uint8Array): Promise<Uint8Array>;
}

/** AES-256-GCM (NIST SP 800-38D): 32-byte keys, 12-byte nonces, 16-byte tags. */
export interface Aead {
  /** Ciphertext and tag. */
  seal(key: Uint8Array, nonce: Uint8Array, associatedData: Uint8Array, plaintext: Uint8Array): Uint8Array;
  /** Undefined when the tag does not fit: wrong key, changed bytes, another place. */
  open(key: Uint8Array, nonce: Uint8Array, associatedData: Uint8Array, sealed: Uint8Array): Uint8Array | undefined;
}

/** Making and opening Ed25519 private keys. */
export interface SigningKeys {
  /** A new key with its PKCS#8 DER. */
  generate(): { readonly signer: Signer; readonly pkcs8: Uint8Array };
  /** Throws `key-invalid`. */
  open(pkcs8: Uint8Array): Signer;
}

/** All cryptography that a vault needs. */
export interface Cryptography {
  readonly hashing: Hashing;
  readonly random: Random;
  readonly verifier: SignatureVerifier;
  readonly signingKeys: SigningKeys;
  readonly aead: Aead;
  /** HKDF with SHA-256 (RFC 5869), 32 bytes. */
  deriveKey(inputKey: Uint8Array, salt: Uint8Array, info: string): Uint8Array;
}
