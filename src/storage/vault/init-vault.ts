import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PugmarkError } from '../../core/errors.ts';
import type { Uuid } from '../../core/ids.ts';
import type { VaultInit } from '../../core/ports.ts';
import { parseRecoveryCode } from '../../core/recovery-code.ts';
import { fingerprintOf } from '../../core/signing/public-key.ts';
import { AnchorFolder, type AnchoredLog } from '../anchor.ts';
import { writeMeta } from '../cases/case-rows.ts';
import { createDatabase, VAULT_DATABASE } from '../database.ts';
import { FOLDER_MODE, makeFolderDurably, syncFolder, writeNewFile } from '../files/durable-files.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import { deriveDatabaseKeys, PLAIN_DATABASES } from '../keys/database-keys.ts';
import { buildKeyCreatedEvent, insertKey, makeKey } from '../keys/make-keys.ts';
import {
  CODE_SCRYPT_WORK_FACTOR,
  DEFAULT_SCRYPT_WORK_FACTOR,
  vaultKeyWork,
  wrapVaultKey,
  wrapVaultKeyForRecovery,
} from '../keys/vault-key-file.ts';
import { readPlace } from '../known-copies.ts';
import { CustodyLog } from '../log/custody-log.ts';
import { withStorageErrors } from '../storage-error.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import { makeOperator } from './make-operator.ts';
import { writeVaultHeader } from './vault-header.ts';
import { insertSetting } from './vault-settings.ts';

/**
 * Makes a whole vault beside its place and renames it there: another process sees none or all of it.
 * Returns the vault key, so that opening needs no second scrypt. Throws as `Vaults.init`.
 */
export async function makeVault(environment: VaultEnvironment, input: VaultInit): Promise<{ readonly vaultKey: Uint8Array }> {
  for (const [name, value] of [
    ['service number', input.serviceNumber],
    ['agency', input.agency],
  ] as const) {
    if (value.trim() === '' || value.length > 200) throw new PugmarkError('usage', `The ${name} must have 1 to 200 characters`);
  }
  assertFree(input.folder);
  const vaultKey = environment.cryptography.random.bytes(32);
  const workFactor = environment.scryptWorkFactor ?? DEFAULT_SCRYPT_WORK_FACTOR;
  const files: [path: (vault: string) => string, bytes: Uint8Array][] = [
    [vaultPaths.vaultKey, await (environment.vaultKeyWork ?? vaultKeyWork).wrap(vaultKey, input.passphrase, workFactor)],
  ];
  if (input.recovery !== undefined) files.push([vaultPaths.recoveryKey, await wrapVaultKeyForRecovery(vaultKey, input.recovery)]);
  if (input.recoveryCode !== undefined) {
    const code = parseRecoveryCode(environment.cryptography.hashing, input.recoveryCode);
    files.push([vaultPaths.codeKey, await wrapVaultKey(vaultKey, code, Math.min(workFactor, CODE_SCRYPT_WORK_FACTOR))]);
  }
  const temporary = join(dirname(input.folder), `.${basename(input.folder)}.${environment.cryptography.random.uuid()}`);
  withStorageErrors(input.folder, () => {
    makeFolderDurably(dirname(input.folder));
    try {
      mkdirSync(temporary, { mode: FOLDER_MODE });
      for (const folder of [vaultPaths.keys(temporary), vaultPaths.cases(temporary), vaultPaths.incoming(temporary)]) {
        mkdirSync(folder, { mode: FOLDER_MODE });
      }
      for (const [path, bytes] of files) writeNewFile(path(temporary), bytes);
      const { vault, log } = writeDatabase(environment, temporary, vaultKey, input);
      if (input.encrypt === true) writeVaultHeader(temporary, vault);
      syncFolder(temporary);
      // Windows renames onto no folder, not even an empty one.
      if (existsSync(input.folder)) rmdirSync(input.folder);
      renameSync(temporary, input.folder);
      syncFolder(dirname(input.folder));
      new AnchorFolder(environment, vault, readPlace(input.folder)).writeVault(log);
    } catch (error) {
      rmSync(temporary, { recursive: true, force: true });
      throw error;
    }
  });
  return { vaultKey };
}

function assertFree(folder: string): void {
  if (existsSync(vaultPaths.database(folder))) throw new PugmarkError('vault-exists', `There is a vault in ${folder} already`);
  const isTaken = withStorageErrors(folder, () => existsSync(folder) && readdirSync(folder).length > 0);
  if (isTaken) throw new PugmarkError('vault-exists', `${folder} is not empty; choose another folder for the vault`);
}

function writeDatabase(
  environment: VaultEnvironment,
  folder: string,
  vaultKey: Uint8Array,
  input: VaultInit,
): { readonly vault: Uuid; readonly log: AnchoredLog } {
  const { cryptography, tool } = environment;
  const vault: Uuid = cryptography.random.uuid();
  const actor = input.serviceNumber;
  const place = join(realpathSync(dirname(input.folder)), basename(input.folder));
  const make = (
    purpose: 'identity' | 'log' | 'seal',
    practice: boolean,
    identity?: ReturnType<typeof makeKey>,
  ): ReturnType<typeof makeKey> =>
    makeKey(environment, folder, vaultKey, {
      purpose,
      practice,
      ...(identity === undefined ? {} : { identity: identity.signer }),
      ...(purpose === 'identity' ? { agency: input.agency } : {}),
    });
  const identity = make('identity', false);
  const practiceIdentity = make('identity', true);
  const logKey = make('log', false, identity);
  const keys = [
    identity,
    logKey,
    make('seal', false, identity),
    practiceIdentity,
    make('log', true, practiceIdentity),
    make('seal', true, practiceIdentity),
  ];
  const addOperator = makeOperator(environment, folder, vaultKey, {
    serviceNumber: input.serviceNumber,
    ...(input.osAccount === undefined ? {} : { osAccount: input.osAccount }),
    identity: identity.signer,
    practiceIdentity: practiceIdentity.signer,
    actor,
  });
  const databases = input.encrypt === true ? deriveDatabaseKeys(cryptography, vaultKey) : PLAIN_DATABASES;
  const db = createDatabase(vaultPaths.database(folder), VAULT_DATABASE, databases.vault);
  try {
    const station = fingerprintOf(cryptography.hashing, identity.signer.publicKey);
    const log = CustodyLog.start(db, { environment, subject: vault, practice: false, station, signer: logKey.signer });
    log.transact((append) => {
      writeMeta(db, 'vault', vault);
      writeMeta(db, 'folder', place);
      writeMeta(db, 'tool', tool.digest);
      append({
        time: log.startedAt,
        type: 'vault.opened',
        actor,
        details: {
          tool: tool.digest,
          version: tool.version,
          recovery: input.recovery !== undefined || input.recoveryCode !== undefined,
          ...(input.encrypt === true ? { encrypted: true } : {}),
        },
        texts: { folder: place },
      });
      for (const key of keys) {
        insertKey(db, key);
        append(buildKeyCreatedEvent(environment, key, actor));
      }
      addOperator(db, append);
      insertSetting(db, append, { name: 'agency', value: input.agency, actor });
    });
    log.signCheckpoint();
    const heads = log.heads();
    const leaves = log.readLeaves(log.origin, 0);
    return { vault, log: { heads: () => heads, readLeaves: (_, from) => leaves.slice(from) } };
  } finally {
    db.close();
  }
}
