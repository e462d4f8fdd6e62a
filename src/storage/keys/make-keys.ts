import type { Sha256Digest } from '../../core/digest/digest.ts';
import { sha256DigestOf } from '../../core/digest/digest.ts';
import type { Signer } from '../../core/ports.ts';
import { buildKeyCertificate, type KeyPurpose } from '../../core/signing/key-certificate.ts';
import { fingerprintOf } from '../../core/signing/public-key.ts';
import type { Database } from '../database.ts';
import { writeNewFile } from '../files/durable-files.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import type { LogEvent } from '../log/custody-log.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import { buildWrappedKey } from './wrapped-key.ts';

export interface MadeKey {
  readonly id: Sha256Digest;
  readonly purpose: KeyPurpose;
  readonly practice: boolean;
  readonly signer: Signer;
  readonly certificate: Uint8Array;
  readonly createdAt: string;
  readonly operator?: string;
}

/**
 * Makes a key, writes it wrapped into `keys/`, and certifies it by `identity` (an identity key certifies itself).
 * The row and the log entry are the caller's, in one transaction.
 */
export function makeKey(
  environment: VaultEnvironment,
  folder: string,
  vaultKey: Uint8Array,
  wanted: {
    readonly purpose: KeyPurpose;
    readonly practice: boolean;
    readonly identity?: Signer;
    readonly operator?: string;
    readonly agency?: string;
  },
): MadeKey {
  const { cryptography, clock } = environment;
  const { signer, pkcs8 } = cryptography.signingKeys.generate();
  const id = fingerprintOf(cryptography.hashing, signer.publicKey);
  const createdAt = clock.now();
  const { purpose, practice, operator, agency } = wanted;
  const certificate = buildKeyCertificate(cryptography.hashing, wanted.identity ?? signer, {
    publicKey: signer.publicKey,
    purpose,
    practice,
    createdAt,
    ...(operator === undefined ? {} : { operator }),
    ...(agency === undefined ? {} : { agency }),
  });
  writeNewFile(vaultPaths.privateKey(folder, id), buildWrappedKey(cryptography, vaultKey, { id, purpose, practice }, pkcs8));
  return { id, purpose, practice, signer, certificate, createdAt, ...(operator === undefined ? {} : { operator }) };
}

/** Writes a key's row. Call within a transaction. */
export function insertKey(db: Database, key: MadeKey): void {
  db.prepare(
    `INSERT INTO public_keys (id, purpose, practice, public_key, certificate, operator, created_at, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'current')`,
  ).run(key.id, key.purpose, key.practice ? 1 : 0, key.signer.publicKey, key.certificate, key.operator ?? null, key.createdAt);
}

/** `key.created`: which key, for what, and the digest of its certificate. */
export function buildKeyCreatedEvent(environment: VaultEnvironment, key: MadeKey, actor: string): LogEvent {
  return {
    type: 'key.created',
    actor,
    digest: sha256DigestOf(environment.cryptography.hashing.sha256(key.certificate)),
    details: { key: key.id, purpose: key.purpose, practice: key.practice },
  };
}
