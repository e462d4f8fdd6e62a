import { mkdirSync, rmSync } from 'node:fs';
import type { UtcTime } from '../../core/clock.ts';
import type { Uuid } from '../../core/ids.ts';
import { CASE_DATABASE, createDatabase } from '../database.ts';
import { FOLDER_MODE, syncFolder } from '../files/durable-files.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import { buildCaseKey, insertContentKey } from '../keys/content-keys.ts';
import type { DatabaseKeys } from '../keys/database-keys.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { CustodyLog } from '../log/custody-log.ts';
import { withStorageErrors } from '../storage-error.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import { writeMeta } from './case-rows.ts';

/**
 * Folder, database, case key and empty log of a new case, durable. It exists once the registry names it; until then it is a
 * leftover. Returns the origin of its log and when that began.
 */
export function makeCase(parts: {
  readonly environment: VaultEnvironment;
  readonly vaultFolder: string;
  readonly vault: Uuid;
  readonly id: Uuid;
  readonly practice: boolean;
  readonly keys: KeyRing;
  readonly databases: DatabaseKeys;
}): { readonly origin: string; readonly openedAt: UtcTime; remove(): void } {
  const { environment, vaultFolder, id, keys } = parts;
  const folder = vaultPaths.caseFolder(vaultFolder, id);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  return withStorageErrors(folder, () => {
    try {
      mkdirSync(folder, { mode: FOLDER_MODE });
      mkdirSync(vaultPaths.objects(vaultFolder, id), { mode: FOLDER_MODE });
      const db = createDatabase(vaultPaths.caseDatabase(vaultFolder, id), CASE_DATABASE, parts.databases.ofCase(id));
      let log: CustodyLog;
      try {
        log = db
          .transaction(() => {
            writeMeta(db, 'case', id);
            writeMeta(db, 'vault', parts.vault);
            writeMeta(db, 'practice', String(parts.practice));
            insertContentKey(db, buildCaseKey(environment.cryptography, keys.vaultKey, id));
            const { practice } = parts;
            const context = {
              environment,
              subject: id,
              practice,
              station: keys.station(practice),
              signer: keys.signer('log', practice),
            };
            return CustodyLog.start(db, context);
          })
          .immediate();
      } finally {
        db.close();
      }
      syncFolder(folder);
      syncFolder(vaultPaths.cases(vaultFolder));
      return { origin: log.origin, openedAt: log.startedAt, remove };
    } catch (error) {
      remove();
      throw error;
    }
  });
}
