import { readFileSync } from 'node:fs';
import { PugmarkError } from '../../core/errors.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import { deriveDatabaseKeys, PLAIN_DATABASES, type DatabaseKeys } from '../keys/database-keys.ts';
import { vaultKeyWork } from '../keys/vault-key-file.ts';
import { withStorageErrors } from '../storage-error.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import { readVaultHeader } from './vault-header.ts';

/** Gives the vault key. Throws `passphrase-wrong`, `vault-corrupt`. */
export type Unlock = () => Promise<Uint8Array>;

/** Throws `passphrase-wrong`, `vault-corrupt`. */
export async function readVaultKey(
  environment: Pick<VaultEnvironment, 'vaultKeyWork'>,
  folder: string,
  passphrase: string,
): Promise<Uint8Array> {
  const path = vaultPaths.vaultKey(folder);
  return await (environment.vaultKeyWork ?? vaultKeyWork).unwrap(
    withStorageErrors(path, () => readFileSync(path)),
    passphrase,
  );
}

/** Opens the vault key once, when it is first needed: listing a vault in plain costs no scrypt. */
export function makeUnlock(environment: VaultEnvironment, folder: string, passphrase: string | undefined): Unlock | undefined {
  if (passphrase === undefined) return undefined;
  let opened: Promise<Uint8Array> | undefined;
  return () => (opened ??= readVaultKey(environment, folder, passphrase));
}

/**
 * Keys of the databases of the vault in this folder; one in plain needs no unlocking.
 * Throws `passphrase-missing`, `passphrase-wrong`, `vault-corrupt`, `vault-newer`.
 */
export async function unlockDatabases(
  environment: Pick<VaultEnvironment, 'cryptography'>,
  folder: string,
  unlock: Unlock | undefined,
): Promise<DatabaseKeys> {
  if (readVaultHeader(folder) === undefined) return PLAIN_DATABASES;
  if (unlock !== undefined) return deriveDatabaseKeys(environment.cryptography, await unlock());
  throw new PugmarkError('passphrase-missing', `The vault ${folder} is encrypted: nothing of it can be read without its passphrase`, {
    details: { folder },
  });
}
