import SqliteDatabase, { type Database } from 'better-sqlite3';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { UtcTime } from '../core/clock.ts';
import { PugmarkError } from '../core/errors.ts';
import { FILE_MODE } from './files/durable-files.ts';
import { vaultPaths } from './files/vault-paths.ts';
import { hasNativeCode, translateStorageError } from './storage-error.ts';

const POLL_MS = 50;

/** Nothing is ever written in it: no journal beside it. */
const NO_JOURNAL = 'PRAGMA journal_mode = MEMORY';

const holderSchema = z.strictObject({ pid: z.int(), host: z.string(), since: z.string() });

/** The one writer's hold on a vault. */
export interface VaultLock {
  release(): void;
}

/**
 * Takes the writer's lock: an exclusive SQLite transaction on `vault.lock`, which the operating system ends with the
 * process, however it dies. `vault.lock.json` beside it only names the holder for the message.
 * Nothing of ours may open and close `vault.lock` otherwise: with POSIX locks that would drop ours.
 * Throws `vault-locked` after `timeoutMs`.
 */
export async function acquireVaultLock(
  vault: string,
  options: { readonly timeoutMs: number; readonly hostName: string; readonly now: UtcTime },
): Promise<VaultLock> {
  const path = vaultPaths.lock(vault);
  const db = openLockFile(vault, path);
  const deadline = performance.now() + options.timeoutMs;
  for (;;) {
    try {
      db.exec(NO_JOURNAL);
      db.exec('BEGIN EXCLUSIVE');
      break;
    } catch (error) {
      if (!hasNativeCode(error, 'SQLITE_BUSY') || performance.now() >= deadline) {
        db.close();
        if (hasNativeCode(error, 'SQLITE_BUSY')) throw lockedError(vault);
        throw explainReadOnly(error, vault) ?? translateStorageError(error, path);
      }
    }
    await setTimeout(POLL_MS);
  }
  const holder = JSON.stringify({ pid: process.pid, host: options.hostName, since: options.now });
  try {
    writeFileSync(vaultPaths.lockHolder(vault), holder, { mode: FILE_MODE });
  } catch (error) {
    db.close();
    throw explainReadOnly(error, vault) ?? translateStorageError(error, path);
  }
  return {
    release() {
      if (!db.open) return;
      rmSync(vaultPaths.lockHolder(vault), { force: true });
      db.exec('ROLLBACK');
      db.close();
    },
  };
}

function openLockFile(vault: string, path: string): Database {
  try {
    return new SqliteDatabase(path, { timeout: 0 });
  } catch (error) {
    throw explainReadOnly(error, vault) ?? translateStorageError(error, path);
  }
}

/** A vault on a medium or in a folder that cannot be written: every act that its log would have to tell is refused there. */
function explainReadOnly(error: unknown, vault: string): PugmarkError | undefined {
  const isReadOnly =
    error instanceof Error && 'code' in error && /^(?:SQLITE_READONLY|SQLITE_CANTOPEN|EROFS|EACCES)/.test(String(error.code));
  if (!isReadOnly) return undefined;
  return new PugmarkError(
    'io-failed',
    `${vault} cannot be written, and this act has to enter its log; list, show and check work there, for all else make a copy with backup`,
    { details: { vault }, cause: error },
  );
}

/** True when a writer holds the vault now. Never waits. */
export function isVaultLocked(vault: string): boolean {
  const path = vaultPaths.lock(vault);
  let db: Database;
  try {
    db = new SqliteDatabase(path, { fileMustExist: true, timeout: 0 });
  } catch (error) {
    // No lock file: never opened for writing, or a copy.
    if (hasNativeCode(error, 'SQLITE_CANTOPEN')) return false;
    throw translateStorageError(error, path);
  }
  try {
    db.exec(NO_JOURNAL);
    db.exec('BEGIN IMMEDIATE');
    db.exec('ROLLBACK');
    return false;
  } catch (error) {
    if (hasNativeCode(error, 'SQLITE_BUSY')) return true;
    if (hasNativeCode(error, 'SQLITE_READONLY')) return false;
    throw translateStorageError(error, path);
  } finally {
    db.close();
  }
}

function lockedError(vault: string): PugmarkError {
  const holder = readHolder(vault);
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host} (since ${holder.since})`;
  return new PugmarkError('vault-locked', `${vault} is in use by ${who}; close it there, or try again`, {
    details: { vault, ...holder },
  });
}

function readHolder(vault: string): z.infer<typeof holderSchema> | undefined {
  try {
    return holderSchema.safeParse(JSON.parse(readFileSync(vaultPaths.lockHolder(vault), 'utf8'))).data;
  } catch {
    // It is written for a message only: when it cannot be read, the message says less.
    return undefined;
  }
}
