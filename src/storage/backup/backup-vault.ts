import { constants, existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { TreeHead } from '../../core/custody/checkpoint.ts';
import { sha256DigestOf, type Sha256Digest } from '../../core/digest/digest.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { VaultProgress } from '../../core/model/check.ts';
import type { BackupReport } from '../../core/ports.ts';
import { readObjectOwners, writeMeta } from '../cases/case-rows.ts';
import { CASE_DATABASE, openDatabase, readDatabase, VAULT_DATABASE, type Database, type DatabaseKind } from '../database.ts';
import type { DatabaseKey } from '../database-key.ts';
import { FOLDER_MODE, makeFolderDurably, syncFolder } from '../files/durable-files.ts';
import { objectPath, vaultPaths } from '../files/vault-paths.ts';
import { isWithin, readFuturePlace } from '../files/within.ts';
import type { DatabaseKeys } from '../keys/database-keys.ts';
import { readPlace } from '../known-copies.ts';
import { readLeafHashes, readSegments } from '../log/log-rows.ts';
import { readFileRange } from '../objects/file-ranges.ts';
import { withStorageErrors, withStorageErrorsAsync } from '../storage-error.ts';
import { assertVaultThere } from '../vault/open-vault.ts';
import { makeUnlock, unlockDatabases } from '../vault/unlock.ts';
import { readVaultId } from '../vault/vault-reader.ts';
import { readCases } from '../vault/vault-rows.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import { buildMerkleRoot } from '../../core/custody/merkle.ts';

interface BackupInput {
  readonly folder: string;
  readonly destination: string;
  readonly passphrase?: string;
  readonly onProgress?: (progress: VaultProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Copies a vault beside any writer: the vault's database first, so that every case it names is there; then each case's
 * database, then the objects that this names, each hashed on the way. The copy is made beside its place and renamed at the
 * end. It knows that it is a copy: opened for writing, its logs go on in new segments.
 * Throws `vault-exists`, `vault-missing`, `object-missing`, `object-changed`, `cancelled`, `disk-full`, `io-failed`.
 */
export async function backupVault(environment: VaultEnvironment, input: BackupInput): Promise<BackupReport> {
  const { folder, destination } = input;
  assertVaultThere(folder);
  assertFree(folder, destination);
  const temporary = join(dirname(destination), `.${basename(destination)}.${environment.cryptography.random.uuid()}`);
  const databases = await unlockDatabases(environment, folder, makeUnlock(environment, folder, input.passphrase));
  const copiedAt = environment.clock.now();
  try {
    withStorageErrors(destination, () => {
      makeFolderDurably(dirname(destination));
      for (const path of [temporary, vaultPaths.keys(temporary), vaultPaths.cases(temporary), vaultPaths.incoming(temporary)]) {
        mkdirSync(path, { mode: FOLDER_MODE });
      }
    });
    progress(input, 'vault', 'vault', 0, 1);
    if (databases.encrypted) await copySynced(vaultPaths.header(folder), vaultPaths.header(temporary));
    await copyDatabase(vaultPaths.database(folder), vaultPaths.database(temporary), {
      kind: VAULT_DATABASE,
      key: databases.vault,
      copiedAt,
    });
    for (const name of withStorageErrors(folder, () => readdirSync(vaultPaths.keys(folder)))) {
      await copySynced(join(vaultPaths.keys(folder), name), join(vaultPaths.keys(temporary), name));
    }
    const { vault, head, cases } = readCopy(environment, temporary, databases);
    let objects = 0;
    let bytes = 0;
    for (const [index, id] of cases.entries()) {
      progress(input, 'case', id, index, cases.length);
      const copied = await copyCase(environment, input, { temporary, id, copiedAt, key: databases.ofCase(id) });
      objects += copied.objects;
      bytes += copied.bytes;
    }
    withStorageErrors(destination, () => {
      syncTree(temporary);
      if (existsSync(destination)) rmdirSync(destination);
      renameSync(temporary, destination);
      syncFolder(dirname(destination));
    });
    progress(input, 'done', destination, 1, 1);
    return { format: 'vault-backup/v1', vault, destination, cases: cases.length, objects, bytes, head };
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
}

function assertFree(folder: string, destination: string): void {
  if (isWithin(readPlace(folder), readFuturePlace(destination))) {
    throw new PugmarkError('usage', 'A backup goes outside the vault');
  }
  const isTaken = withStorageErrors(destination, () => existsSync(destination) && readdirSync(destination).length > 0);
  if (isTaken) throw new PugmarkError('vault-exists', `${destination} is not empty; choose another folder for the backup`);
}

/** SQLite's own backup: one consistent state, whatever is written meanwhile. */
async function copyDatabase(
  from: string,
  to: string,
  { kind, key, copiedAt }: { readonly kind: DatabaseKind; readonly key: DatabaseKey; readonly copiedAt: string },
): Promise<void> {
  const source = readDatabase(from, kind, key);
  try {
    if (key === undefined) await withStorageErrorsAsync(from, () => source.backup(to));
    // The pages of an encrypted one cannot be handed on; this writes the same state under the same key.
    else withStorageErrors(from, () => source.prepare('VACUUM INTO ?').run(to));
  } finally {
    source.close();
  }
  const copy = openDatabase(to, kind, key);
  try {
    withStorageErrors(to, () => {
      writeMeta(copy, 'copied', copiedAt);
      // One file without companions: it can be read from a medium that cannot be written.
      copy.pragma('wal_checkpoint(TRUNCATE)');
      copy.pragma('journal_mode = DELETE');
    });
  } finally {
    copy.close();
  }
}

async function copyCase(
  environment: VaultEnvironment,
  input: BackupInput,
  {
    temporary,
    id,
    copiedAt,
    key,
  }: { readonly temporary: string; readonly id: string; readonly copiedAt: string; readonly key: DatabaseKey },
): Promise<{ readonly objects: number; readonly bytes: number }> {
  withStorageErrors(temporary, () => {
    mkdirSync(vaultPaths.caseFolder(temporary, id), { mode: FOLDER_MODE });
    mkdirSync(vaultPaths.objects(temporary, id), { mode: FOLDER_MODE });
  });
  const path = vaultPaths.caseDatabase(temporary, id);
  await copyDatabase(vaultPaths.caseDatabase(input.folder, id), path, { kind: CASE_DATABASE, key, copiedAt });
  const objects = readCopied(path, CASE_DATABASE, key, (db) => [...readObjectOwners(db).keys()]);
  let bytes = 0;
  for (const [index, object] of objects.entries()) {
    progress(input, 'objects', id, index, objects.length);
    bytes += await copyObject(environment, vaultPaths.objects(input.folder, id), vaultPaths.objects(temporary, id), object);
  }
  return { objects: objects.length, bytes };
}

/** A copy of damaged bytes is no backup: what was copied is hashed, as it was written. */
async function copyObject(environment: VaultEnvironment, from: string, to: string, object: Sha256Digest): Promise<number> {
  const source = objectPath(from, object);
  const target = objectPath(to, object);
  if (!existsSync(source))
    throw new PugmarkError('object-missing', `Object ${object} is not in the vault; run a check`, { details: { object } });
  withStorageErrors(target, () => mkdirSync(dirname(target), { recursive: true, mode: FOLDER_MODE }));
  await copySynced(source, target);
  const hash = environment.cryptography.hashing.startSha256();
  let bytes = 0;
  for await (const piece of readFileRange(target, 0, Number.MAX_SAFE_INTEGER)) {
    hash.update(piece);
    bytes += piece.length;
  }
  if (sha256DigestOf(hash.digest()) !== object) {
    throw new PugmarkError('object-changed', `Object ${object} holds other bytes than were sealed; run a check`, { details: { object } });
  }
  return bytes;
}

async function copySynced(from: string, to: string): Promise<void> {
  await withStorageErrorsAsync(from, async () => {
    // A clone where the file system can: no second copy of the bytes on the same disk.
    await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    const handle = await open(to, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
}

function readCopy(
  environment: VaultEnvironment,
  temporary: string,
  databases: DatabaseKeys,
): { readonly vault: string; readonly head: TreeHead; readonly cases: readonly string[] } {
  return readCopied(vaultPaths.database(temporary), VAULT_DATABASE, databases.vault, (db) => {
    const origin = readSegments(db).findLast(({ kind }) => kind === 'own')?.origin ?? '';
    const leaves = readLeafHashes(db, environment.cryptography.hashing, origin, Number.MAX_SAFE_INTEGER);
    const root = sha256DigestOf(buildMerkleRoot(environment.cryptography.hashing, leaves));
    return {
      vault: readVaultId(db, temporary),
      head: { origin, size: leaves.length, root },
      cases: readCases(db).map(({ id }) => id),
    };
  });
}

function readCopied<T>(path: string, kind: DatabaseKind, key: DatabaseKey, read: (db: Database) => T): T {
  const db = readDatabase(path, kind, key);
  try {
    return withStorageErrors(path, () => read(db));
  } finally {
    db.close();
  }
}

function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) syncFolder(join(entry.parentPath, entry.name));
  }
  syncFolder(folder);
}

function progress(input: BackupInput, step: VaultProgress['step'], subject: string, done: number, total: number): void {
  if (input.signal?.aborted === true) throw new PugmarkError('cancelled', 'The backup was cancelled');
  input.onProgress?.({ step, subject, done, total });
}
