import { existsSync } from 'node:fs';
import { PugmarkError } from '../../core/errors.ts';
import type { ExhibitNumber, Uuid } from '../../core/ids.ts';
import type { Operator, VaultOpening } from '../../core/ports.ts';
import { AnchorFolder, type KnownLog } from '../anchor.ts';
import { deleteMeta, readMeta, writeMeta } from '../cases/case-rows.ts';
import { openDatabase, readDatabase, VAULT_DATABASE, type Database } from '../database.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import type { DatabaseKeys } from '../keys/database-keys.ts';
import { KeyRing } from '../keys/key-ring.ts';
import { readKeyLinks } from '../keys/key-statements.ts';
import { buildRestoreDetails, findRestoreReason, readPlace } from '../known-copies.ts';
import { CustodyLog } from '../log/custody-log.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import { acquireVaultLock } from '../vault-lock.ts';
import { readLeftovers, removeLeftover, removeUnregisteredCases } from './recovery.ts';
import { unlockDatabases, type Unlock } from './unlock.ts';
import { readVaultHeader } from './vault-header.ts';
import { readVaultId } from './vault-reader.ts';
import { readOperators } from './vault-rows.ts';
import { StoredVaultStore } from './vault-store.ts';

const DEFAULT_LOCK_TIMEOUT_MS = 5_000;

/** Throws `vault-missing`. */
export function assertVaultThere(folder: string): void {
  if (!existsSync(vaultPaths.database(folder))) {
    throw new PugmarkError('vault-missing', `There is no vault in ${folder}; make one with init, or name another folder`, {
      details: { folder },
    });
  }
}

/** Opens a vault for writing. Throws as `Vaults.open`. */
export async function openVaultStore(
  environment: VaultEnvironment,
  input: { readonly folder: string; readonly vaultKey: Unlock; readonly operator?: string },
): Promise<StoredVaultStore> {
  const { folder } = input;
  assertVaultThere(folder);
  // Foreign and newer vaults are refused before anything is written beside them; what is encrypted shows that with its key only.
  if (readVaultHeader(folder) === undefined) readDatabase(vaultPaths.database(folder), VAULT_DATABASE, undefined).close();
  const lock = await acquireVaultLock(folder, {
    timeoutMs: environment.lockTimeoutMs ?? DEFAULT_LOCK_TIMEOUT_MS,
    hostName: environment.hostName,
    now: environment.clock.now(),
  });
  let db: Database | undefined;
  try {
    const vaultKey = await input.vaultKey();
    const databases = await unlockDatabases(environment, folder, () => Promise.resolve(vaultKey));
    db = openDatabase(vaultPaths.database(folder), VAULT_DATABASE, databases.vault);
    const id = readVaultId(db, folder);
    const keys = new KeyRing(db, folder, environment.cryptography, vaultKey);
    const station = keys.station(false);
    const log = CustodyLog.open(db, { environment, subject: id, practice: false, station, signer: keys.signer('log', false) });
    const place = readPlace(folder);
    const anchors = new AnchorFolder(environment, id, place);
    const store = new StoredVaultStore({
      db,
      folder,
      environment,
      databases,
      unlock: () => Promise.resolve(vaultKey),
      keys,
      log,
      anchors,
      place,
      lock,
      operator: chooseOperator(db, input.operator),
    });
    store.opening = settle(store, { db, environment, databases, log, known: anchors.readVault(), folder, place });
    return store;
  } catch (error) {
    db?.close();
    lock.release();
    throw error;
  }
}

/** Everything that must be true before anybody works: where this copy comes from, and what a crash left. */
function settle(
  store: StoredVaultStore,
  parts: {
    readonly db: Database;
    readonly environment: VaultEnvironment;
    readonly databases: DatabaseKeys;
    readonly log: CustodyLog;
    readonly known: KnownLog;
    readonly folder: string;
    readonly place: string;
  },
): VaultOpening {
  const { db, environment, log, known, place } = parts;
  const actor = store.operator.serviceNumber;
  const restored = findRestoreReason({ log, known, vault: store.id, place, copiedAt: readMeta(db, 'copied'), attempts: 0 });
  if (restored !== undefined) {
    const details = { scope: 'vault', ...buildRestoreDetails(restored) };
    log.startSegment({ type: 'vault.restored', actor, details }, () => deleteMeta(db, 'copied'));
  }
  log.followKeys(readKeyLinks(db, environment.cryptography, false));
  // A crash may have come between the last entry and its checkpoint.
  store.checkpoint();
  const moved = readMeta(db, 'folder') !== place || known.own.state !== 'known';
  if (moved) {
    const anchor = known.own.state === 'absent' && known.others.length > 0 ? 'other-place' : known.own.state;
    const details = { sameFolder: readMeta(db, 'folder') === place, anchor };
    store.append({ type: 'vault.moved', actor, details, texts: { folder: place } }, () => writeMeta(db, 'folder', place));
  }
  const lastTool = readMeta(db, 'tool');
  const { tool } = environment;
  const toolChanged = lastTool !== tool.digest;
  if (toolChanged) {
    const details = { ...(lastTool === undefined ? {} : { from: lastTool }), to: tool.digest, version: tool.version };
    store.append({ type: 'tool.changed', actor, details }, () => writeMeta(db, 'tool', tool.digest));
  }
  const cases = recoverCases(store, parts.folder, parts.databases, restored !== undefined || moved);
  return { ...cases, restored: restored !== undefined || cases.restored, moved, toolChanged };
}

function recoverCases(
  store: StoredVaultStore,
  folder: string,
  databases: DatabaseKeys,
  all: boolean,
): Pick<VaultOpening, 'interrupted' | 'exports' | 'strayRemoved' | 'restored'> {
  const leftovers = readLeftovers(folder);
  const interrupted: { case: Uuid; exhibit: ExhibitNumber }[] = [];
  const exports: VaultOpening['exports'][number][] = [];
  const removed = new Set<string>();
  let restored = false;
  for (const summary of store.listCases()) {
    const ofCase = leftovers.filter((leftover) => leftover.case === summary.id);
    // In a copy every case is looked at: each rolled-back log goes on in a new segment at once, and this place knows them all.
    if ((!all && ofCase.length === 0) || !existsSync(vaultPaths.caseDatabase(folder, summary.id))) continue;
    const opened = store.openCaseForWriting(summary, (db) => {
      for (const leftover of ofCase) {
        removeLeftover(folder, leftover, db);
        removed.add(leftover.name);
      }
    });
    opened.store.close();
    restored ||= opened.restored;
    interrupted.push(...opened.interrupted.map((exhibit) => ({ case: summary.id, exhibit })));
    exports.push(...opened.exports.map((ended) => ({ case: summary.id, ...ended })));
  }
  for (const leftover of leftovers) {
    if (removed.has(leftover.name)) continue;
    removeLeftover(folder, leftover, undefined);
    removed.add(leftover.name);
  }
  const registered = new Set(store.listCases().map(({ id }) => id));
  const strayRemoved = [...[...removed].map((name) => `incoming/${name}`), ...removeUnregisteredCases(folder, registered, databases)];
  return { interrupted, exports, strayRemoved, restored };
}

function chooseOperator(db: Database, serviceNumber: string | undefined): Operator {
  const operators = readOperators(db);
  if (serviceNumber !== undefined) {
    const chosen = operators.find((operator) => operator.serviceNumber === serviceNumber);
    if (chosen === undefined) throw new PugmarkError('usage', `There is no operator ${serviceNumber} in this vault`);
    return chosen;
  }
  const [only, ...others] = operators;
  if (only === undefined) throw new PugmarkError('vault-corrupt', 'The vault has no operator; restore a backup');
  if (others.length > 0) throw new PugmarkError('usage', 'The vault has several operators; say which one acts');
  return only;
}
