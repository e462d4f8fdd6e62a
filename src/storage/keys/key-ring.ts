import { readFileSync } from 'node:fs';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { Cryptography, Signer, VaultKey } from '../../core/ports.ts';
import { openIdentityCertificate, openKeyCertificate, type KeyPurpose } from '../../core/signing/key-certificate.ts';
import type { Database } from '../database.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import { withStorageErrors } from '../storage-error.ts';
import { openWrappedKey } from './wrapped-key.ts';

interface KeyRow {
  readonly id: Sha256Digest;
  readonly purpose: KeyPurpose;
  readonly practice: 0 | 1;
  readonly public_key: Uint8Array;
  readonly certificate: Uint8Array;
  readonly operator: string | null;
  readonly created_at: string;
  readonly state: VaultKey['state'];
}

/** Every public key of the vault with its certificate, oldest first. */
export function readKeys(db: Database): readonly VaultKey[] {
  return db
    .prepare<[], KeyRow>(
      'SELECT id, purpose, practice, public_key, certificate, operator, created_at, state FROM public_keys ORDER BY rowid',
    )
    .all()
    .map((row) => ({
      id: row.id,
      purpose: row.purpose,
      practice: row.practice === 1,
      publicKey: new Uint8Array(row.public_key),
      certificate: new Uint8Array(row.certificate),
      ...(row.operator === null ? {} : { operator: row.operator }),
      createdAt: row.created_at,
      state: row.state,
    }));
}

/** Fingerprint of the current identity. Throws `vault-corrupt` when there is none. */
export function readStation(db: Database, practice: boolean): Sha256Digest {
  return readCurrentKey(db, 'identity', practice).id;
}

/** Throws `vault-corrupt` when there is none. */
export function readCurrentKey(db: Database, purpose: KeyPurpose, practice: boolean): VaultKey {
  const key = readKeys(db).find((one) => one.purpose === purpose && one.practice === practice && one.state === 'current');
  if (key === undefined)
    throw new PugmarkError('vault-corrupt', `The vault has no ${practice ? 'practice ' : ''}${purpose} key; restore a backup`);
  return key;
}

/** Private keys of an unlocked vault. Each is opened when first needed, and only for what it is certified for. */
export class KeyRing {
  readonly vaultKey: Uint8Array;
  private readonly db: Database;
  private readonly folder: string;
  private readonly cryptography: Cryptography;
  private readonly opened = new Map<Sha256Digest, Signer>();

  constructor(db: Database, folder: string, cryptography: Cryptography, vaultKey: Uint8Array) {
    this.db = db;
    this.folder = folder;
    this.cryptography = cryptography;
    this.vaultKey = vaultKey;
  }

  /**
   * The signer for a purpose. Throws `key-invalid` when the key's certificate is not by the vault's identity, is for
   * another purpose, or the private key does not open; `vault-corrupt` when there is no such key.
   */
  signer(purpose: Exclude<KeyPurpose, 'operator'>, practice: boolean): Signer {
    return this.open(readCurrentKey(this.db, purpose, practice));
  }

  /** The signer behind a key of the vault, also of one that was rotated away: it signs links and revocations. Throws as `signer`. */
  open(key: VaultKey): Signer {
    const known = this.opened.get(key.id);
    if (known !== undefined) return known;
    this.assertCertified(key);
    const path = vaultPaths.privateKey(this.folder, key.id);
    const file = withStorageErrors(path, () => readFileSync(path));
    const signer = openWrappedKey(this.cryptography, this.vaultKey, key, file);
    this.opened.set(key.id, signer);
    return signer;
  }

  /** Fingerprint of the identity behind the purpose keys. */
  station(practice: boolean): Sha256Digest {
    return readStation(this.db, practice);
  }

  private assertCertified(key: VaultKey): void {
    // Identities certify themselves; the current one certifies everything else.
    const identity = key.purpose === 'identity' ? key : readCurrentKey(this.db, 'identity', key.practice);
    const { publicKey } = openIdentityCertificate(this.cryptography, identity.certificate, key.practice);
    if (key.purpose !== 'identity')
      openKeyCertificate(this.cryptography, key.certificate, publicKey, { purpose: key.purpose, practice: key.practice });
  }
}
