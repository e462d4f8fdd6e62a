import { resolve } from 'node:path';
import type { Vaults } from '../core/ports.ts';
import { backupVault } from './backup/backup-vault.ts';
import { checkVault } from './check/check-vault.ts';
import { readDatabase, VAULT_DATABASE } from './database.ts';
import { vaultPaths } from './files/vault-paths.ts';
import { isKeyKept, readKeptVaultKey } from './keys/kept-key.ts';
import { changePassphrase, listRecoveries } from './vault/change-passphrase.ts';
import { makeVault } from './vault/init-vault.ts';
import { assertVaultThere, openVaultStore } from './vault/open-vault.ts';
import { makeUnlock, readVaultKey, unlockDatabases } from './vault/unlock.ts';
import { readVaultHeader } from './vault/vault-header.ts';
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
    describe(folder) {
      const place = resolve(folder);
      assertVaultThere(place);
      return { encrypted: readVaultHeader(place) !== undefined, recoveries: listRecoveries(place) };
    },
    async open({ folder, passphrase, operator }) {
      const place = resolve(folder);
      return await openVaultStore(environment, {
        folder: place,
        vaultKey: () => readVaultKey(environment, place, passphrase),
        ...(operator === undefined ? {} : { operator }),
      });
    },
    async openKept({ folder, store }) {
      const place = resolve(folder);
      return await openVaultStore(environment, { folder: place, vaultKey: async () => await readKeptVaultKey(place, store) });
    },
    isKept: (folder) => isKeyKept(resolve(folder)),
    async read({ folder, passphrase }) {
      const place = resolve(folder);
      assertVaultThere(place);
      const unlock = makeUnlock(environment, place, passphrase);
      const databases = await unlockDatabases(environment, place, unlock);
      const db = readDatabase(vaultPaths.database(place), VAULT_DATABASE, databases.vault);
      try {
        return new StoredVaultReader({ db, folder: place, environment, databases, ...(unlock === undefined ? {} : { unlock }) });
      } catch (error) {
        db.close();
        throw error;
      }
    },
    check: async (input) => await checkVault(environment, { ...input, folder: resolve(input.folder) }),
    backup: async (input) =>
      await backupVault(environment, { ...input, folder: resolve(input.folder), destination: resolve(input.destination) }),
    changePassphrase: async (input) => await changePassphrase(environment, { ...input, folder: resolve(input.folder) }),
  };
}
