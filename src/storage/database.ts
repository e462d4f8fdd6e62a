import SqliteDatabase, { type Database } from 'better-sqlite3';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { PugmarkError } from '../core/errors.ts';
import { useKey, type DatabaseKey } from './database-key.ts';
import { readKeyedCopy } from './keyed-copy.ts';
import { CASE_0001_FIRST_LAYOUT } from './migrations/case/0001-first-layout.ts';
import { CASE_0002_DERIVATIVES } from './migrations/case/0002-derivatives.ts';
import { INDEX_0001_FIRST_LAYOUT } from './migrations/index/0001-first-layout.ts';
import { VAULT_0001_FIRST_LAYOUT } from './migrations/vault/0001-first-layout.ts';
import { WORK_0001_FIRST_LAYOUT } from './migrations/work/0001-first-layout.ts';
import { hasNativeCode, withStorageErrors } from './storage-error.ts';

export type { Database, Statement } from 'better-sqlite3';

/** What a database is: its application id (`PGMV`, `PGMC` ... in ASCII) and its layouts, oldest first. */
export interface DatabaseKind {
  readonly name: string;
  readonly applicationId: number;
  readonly migrations: readonly string[];
}

export const VAULT_DATABASE: DatabaseKind = {
  name: 'vault',
  applicationId: 0x50474d56,
  migrations: [VAULT_0001_FIRST_LAYOUT],
};

export const CASE_DATABASE: DatabaseKind = {
  name: 'case',
  applicationId: 0x50474d43,
  migrations: [CASE_0001_FIRST_LAYOUT, CASE_0002_DERIVATIVES],
};

/** Search, derived from all cases (`PGMI`). */
export const INDEX_DATABASE: DatabaseKind = {
  name: 'index',
  applicationId: 0x50474d49,
  migrations: [INDEX_0001_FIRST_LAYOUT],
};

/** Working data of the app (`PGMW`). */
export const WORK_DATABASE: DatabaseKind = {
  name: 'work',
  applicationId: 0x50474d57,
  migrations: [WORK_0001_FIRST_LAYOUT],
};

/** How long a statement waits for another process's short locks, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

/** Makes a new database of this kind, encrypted when there is a key. The file must not be there. */
export function createDatabase(path: string, kind: DatabaseKind, key: DatabaseKey): Database {
  return withStorageErrors(path, () => {
    if (existsSync(path)) throw new PugmarkError('vault-exists', `${path} is there already`);
    const db = new SqliteDatabase(path, { timeout: BUSY_TIMEOUT_MS });
    return orClose(db, () => {
      useKey(db, key);
      db.pragma(`application_id = ${kind.applicationId}`);
      setUp(db);
      migrate(db, kind);
      return db;
    });
  });
}

/**
 * Opens a database of this kind for writing and brings it to the newest layout.
 * Throws `vault-foreign` (not SQLite, or somebody else's), `vault-newer`, `vault-corrupt`, `io-failed`.
 */
export function openDatabase(path: string, kind: DatabaseKind, key: DatabaseKey): Database {
  return withStorageErrors(path, () => {
    assertOnDisk(path);
    const db = new SqliteDatabase(path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    return orClose(db, () => {
      useKey(db, key);
      assertOurs(db, kind, path, key);
      setUp(db);
      migrate(db, kind);
      assertLayout(db, kind, path);
      return db;
    });
  });
}

/** Opens a database of this kind for reading only, also from a medium that cannot be written. Throws as {@link openDatabase}. */
export function readDatabase(path: string, kind: DatabaseKind, key: DatabaseKey): Database {
  return withStorageErrors(path, () => {
    try {
      return readFrom(path, path, kind, key);
    } catch (error) {
      // In WAL mode even a reader writes beside the database. Where nothing can be written, nobody else writes either.
      if (!hasNativeCode(error, 'SQLITE_CANTOPEN', 'SQLITE_READONLY_DIRECTORY', 'SQLITE_READONLY_CANTINIT') || !isAlone(path)) throw error;
      return key === undefined
        ? readFrom(readAsRollback(path), path, kind, key)
        : readKeyedCopy(path, (copy) => readFrom(copy, path, kind, key));
    }
  });
}

/** Throws as the file system does: where a whole disk is away, better-sqlite3 throws what looks like a mistake of ours. */
function assertOnDisk(path: string): void {
  statSync(dirname(path));
}

function readFrom(source: string | Buffer, path: string, kind: DatabaseKind, key: DatabaseKey): Database {
  const options = typeof source === 'string' ? { fileMustExist: true, readonly: true, timeout: BUSY_TIMEOUT_MS } : { readonly: true };
  if (typeof source === 'string') assertOnDisk(source);
  const db = new SqliteDatabase(source, options);
  return orClose(db, () => {
    useKey(db, key);
    assertOurs(db, kind, path, key);
    db.pragma('trusted_schema = OFF');
    return db;
  });
}

/** True when the file is there and no write-ahead log holds anything that it lacks. */
function isAlone(path: string): boolean {
  const wal = statSync(`${path}-wal`, { throwIfNoEntry: false });
  return existsSync(path) && (wal === undefined || wal.size === 0);
}

/** The database in memory; file format versions of rollback mode (SQLite file format, offsets 18 and 19) instead of WAL. */
function readAsRollback(path: string): Buffer {
  const bytes = readFileSync(path);
  bytes[18] = 1;
  bytes[19] = 1;
  return bytes;
}

function setUp(db: Database): void {
  db.pragma('journal_mode = WAL');
  // Every commit is on the disk before anything is said of it; on macOS only F_FULLFSYNC means that.
  db.pragma('synchronous = FULL');
  db.pragma('fullfsync = ON');
  db.pragma('checkpoint_fullfsync = ON');
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
  // What is deleted is overwritten: an erased key must not wait in a free page.
  db.pragma('secure_delete = ON');
}

/** Throws `vault-foreign`, `vault-newer`; with a key `vault-corrupt` for what it does not open. */
function assertOurs(db: Database, kind: DatabaseKind, path: string, key: DatabaseKey): void {
  try {
    assertKind(db, kind, path);
  } catch (error) {
    // Under a key, damage of the first page, another key and another file look the same.
    if (key === undefined || !hasNativeCode(error, 'SQLITE_NOTADB')) throw error;
    const message = `${path} does not open with the key of this vault: it is damaged or of another vault; restore a backup`;
    throw new PugmarkError('vault-corrupt', message, { details: { path }, cause: error });
  }
}

function assertKind(db: Database, kind: DatabaseKind, path: string): void {
  // The first read finds out whether it is SQLite at all.
  if (readNumber(db, 'application_id') !== kind.applicationId) {
    throw new PugmarkError('vault-foreign', `${path} is no ${kind.name} database of this tool`, { details: { path } });
  }
  const version = readNumber(db, 'user_version');
  if (version > kind.migrations.length) {
    throw new PugmarkError('vault-newer', `${path} was written by a newer version of this tool; update it`, {
      details: { path, version, known: kind.migrations.length },
    });
  }
  if (version < 1) throw new PugmarkError('vault-foreign', `${path} is no complete ${kind.name} database`, { details: { path } });
}

function migrate(db: Database, kind: DatabaseKind): void {
  for (let version = readNumber(db, 'user_version'); version < kind.migrations.length; version += 1) {
    const sql = kind.migrations[version];
    if (sql === undefined) return;
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${version + 1}`);
    }).immediate();
  }
}

/** Differences between the layout of a database and that of its kind, as old as the database says it is; empty when there are none. */
export function findLayoutDifferences(db: Database, kind: DatabaseKind): readonly string[] {
  const expected = readLayout(kind, readNumber(db, 'user_version'));
  const found = layoutOf(db);
  const changed = [...expected].filter(([name, sql]) => found.get(name) !== sql).map(([name]) => `${name} is not as this layout has it`);
  const added = [...found.keys()].filter((name) => !expected.has(name)).map((name) => `${name} is not part of this layout`);
  return [...changed, ...added];
}

/** A trigger or view that somebody planted would act with our hand: nothing is written to such a database. */
function assertLayout(db: Database, kind: DatabaseKind, path: string): void {
  const [difference] = findLayoutDifferences(db, kind);
  if (difference === undefined) return;
  throw new PugmarkError('vault-foreign', `${path}: ${difference}; run a check, restore a backup`, { details: { path } });
}

function readLayout(kind: DatabaseKind, version: number): ReadonlyMap<string, string> {
  const known = layouts.get(`${kind.name} ${version}`);
  if (known !== undefined) return known;
  const db = new SqliteDatabase(':memory:');
  try {
    for (const sql of kind.migrations.slice(0, version)) db.exec(sql);
    const layout = layoutOf(db);
    layouts.set(`${kind.name} ${version}`, layout);
    return layout;
  } finally {
    db.close();
  }
}

const layouts = new Map<string, ReadonlyMap<string, string>>();

function layoutOf(db: Database): ReadonlyMap<string, string> {
  // SQLite's own tables follow from the rest.
  const rows = db
    .prepare<[], { name: string; sql: string | null }>("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    .all();
  return new Map(rows.map(({ name, sql }) => [name, sql ?? '']));
}

function readNumber(db: Database, pragma: string): number {
  const value = db.pragma(pragma, { simple: true });
  return typeof value === 'number' ? value : Number.NaN;
}

function orClose(db: Database, work: () => Database): Database {
  try {
    return work();
  } catch (error) {
    db.close();
    throw error;
  }
}
