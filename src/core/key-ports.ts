import type { UtcTime } from './clock.ts';
import type { Sha256Digest } from './digest/digest.ts';
import type { KeyPurpose } from './signing/key-certificate.ts';
import type { RevocationReason } from './signing/key-revocation.ts';

/** A public key of the vault with its certificate. */
export interface VaultKey {
  readonly id: Sha256Digest;
  readonly purpose: KeyPurpose;
  readonly practice: boolean;
  /** Raw 32-byte Ed25519 key. */
  readonly publicKey: Uint8Array;
  /** DSSE envelope of the certificate by the identity key. */
  readonly certificate: Uint8Array;
  readonly operator?: string;
  readonly createdAt: UtcTime;
  readonly state: 'current' | 'rotated' | 'revoked';
}

/** A link or a revocation: a DSSE envelope about a key of the vault (docs/formats/key-certificate.md). */
export interface KeyStatement {
  readonly kind: 'link' | 'revocation';
  /** The key that a link leads to, or that is revoked. */
  readonly key: Sha256Digest;
  readonly practice: boolean;
  /** SHA-256 of `statement`. */
  readonly digest: Sha256Digest;
  readonly statement: Uint8Array;
}

/** What a rotation did. */
export interface RotatedKey {
  readonly purpose: KeyPurpose;
  readonly practice: boolean;
  readonly from: Sha256Digest;
  readonly to: Sha256Digest;
  readonly rotatedAt: UtcTime;
  /** DSSE envelope in which the old key names the new one. */
  readonly link: Uint8Array;
}

/** What a revocation says. */
export interface RevokedKey {
  readonly purpose: KeyPurpose;
  readonly practice: boolean;
  readonly key: Sha256Digest;
  readonly reason: RevocationReason;
  readonly invalidFrom: UtcTime;
  readonly statedAt: UtcTime;
  /** DSSE envelope, for whoever checks packages that the key signed. */
  readonly statement: Uint8Array;
}

/** Which key another one is to take the place of. `operator`: a service number; by default that of who acts. */
export interface KeyRotation {
  readonly purpose: KeyPurpose;
  readonly practice: boolean;
  readonly operator?: string;
}

/** Which key is no longer to be trusted, and from when; by default from now. */
export interface RevocationOrder {
  readonly key: Sha256Digest;
  readonly reason: RevocationReason;
  readonly invalidFrom?: UtcTime;
}

/** What may be done with the keys of a vault that is open for writing. */
export interface KeyActs {
  /**
   * Puts a new key in the place of the current one. The old key signs a link to it and stays for verification. Throws `usage`;
   * `work-under-way` while a case is open.
   */
  rotateKey(input: KeyRotation): RotatedKey;
  /** Asks anew for what opened the vault, before an act that only somebody who knows it may do. Throws `passphrase-wrong`, `vault-corrupt`. */
  confirmPassphrase(passphrase: string): Promise<void>;
  /** Revokes a key that was rotated away. Throws `usage`. */
  revokeKey(input: RevocationOrder): RevokedKey;
  /** Keeps the vault key in the system's store too, so that the next opening asks no passphrase; that one stays valid. Throws `key-store-unavailable`. */
  keepKey(store: KeyStore): Promise<void>;
  /** The passphrase is asked for again. */
  forgetKey(): void;
}

/** Whether the system keeps keys so that they are worth anything to this account alone. */
export type KeyStoreState =
  | { readonly state: 'available'; readonly name: string }
  /** `plain-text`: it would write them down as they are. `no-store`: there is none, or it is locked. `other-shell`: this program cannot reach it. */
  | { readonly state: 'unavailable'; readonly reason: 'plain-text' | 'no-store' | 'other-shell' };

/** The store for keys that comes with the operating system. */
export interface KeyStore {
  read(): Promise<KeyStoreState>;
  /** Bytes that only this account on this machine can turn back. Throws `key-store-unavailable`. */
  protect(bytes: Uint8Array): Promise<Uint8Array>;
  /** Throws `key-store-unavailable`, also for what another account, another machine or another store protected. */
  unprotect(sealed: Uint8Array): Promise<Uint8Array>;
}
