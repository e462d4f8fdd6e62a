import { resolve } from 'node:path';
import type { Vaults } from '../core/ports.ts';
import { readDatabase, VAULT_DATABASE } from './database.ts';
import { vaultPaths } from './files/vault-paths.ts';
import { makeVault } from './vault/init-vault.ts';
import { assertVaultThere, openVaultStore, readVaultKey } from './vault/open-vault.ts';
import { StoredVaultReader } from './vault/vault-reader.ts';
import type { VaultEnvironment } from './vault-environment.ts';

/** Vaults in folders of this machine. */
export function createVaults(environment: VaultEnvironment): Vaults {
  return {
    async init(input) {
      const folder = resolve(input.folder);
      const { vaultKey } = await makeVault(environment, { ...input, folder });
      return await openVaultStore(environment, { folder, vaultKey: () => Promise.resolve(vaultKey), operator: input.serviceNumber });
    },
    async open({ folder, passphrase, operator }) {
      const place = resolve(folder);
      return await openVaultStore(environment, {
        folder: place,
        vaultKey: () => readVaultKey(place, passphrase),
        ...(operator === undefined ? {} : { operator }),
      });
    },
    async read({ folder, passphrase }) {
      const place = resolve(folder);
      assertVaultThere(place);
      const db = readDatabase(vaultPaths.database(place), VAULT_DATABASE);
      try {
        const vaultKey = passphrase === undefined ? undefined : await readVaultKey(place, passphrase);
        return new StoredVaultReader({ db, folder: place, environment, ...(vaultKey === undefined ? {} : { vaultKey }) });
      } catch (error) {
        db.close();
        throw error;
      }
    },
    check: () => Promise.reject(new Error('not yet')),
    backup: () => Promise.reject(new Error('not yet')),
  };
}
