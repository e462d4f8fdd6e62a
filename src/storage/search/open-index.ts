import { existsSync, rmSync } from 'node:fs';
import { isPugmarkError } from '../../core/errors.ts';
import type { Uuid } from '../../core/ids.ts';
import { readMeta, writeMeta } from '../cases/case-rows.ts';
import type { DatabaseKey } from '../database-key.ts';
import { createDatabase, INDEX_DATABASE, openDatabase, type Database } from '../database.ts';
import { withStorageErrors } from '../storage-error.ts';

/** Goes up whenever what is taken in, or how, changes: an index of another number is made anew. */
const CONTENT = '4';

/** Opens `index.sqlite`, or makes it anew when it is missing, damaged, of another vault or another release. Throws `io-failed`, `disk-full`. */
export function openIndexDatabase(path: string, vault: Uuid, key: DatabaseKey): Database {
  const found = openFitting(path, vault, key);
  if (found !== undefined) return relax(found);
  return remakeIndexDatabase(path, vault, key);
}

/** A new and empty one in the place of whatever is there. */
export function remakeIndexDatabase(path: string, vault: Uuid, key: DatabaseKey): Database {
  withStorageErrors(path, () => {
    for (const companion of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${companion}`, { force: true });
  });
  const db = createDatabase(path, INDEX_DATABASE, key);
  writeMeta(db, 'vault', vault);
  writeMeta(db, 'content', CONTENT);
  return relax(db);
}

function openFitting(path: string, vault: Uuid, key: DatabaseKey): Database | undefined {
  if (!existsSync(path)) return undefined;
  let db: Database | undefined;
  try {
    db = openDatabase(path, INDEX_DATABASE, key);
    if (readMeta(db, 'vault') === vault && readMeta(db, 'content') === CONTENT) return db;
  } catch (error) {
    // Whatever is wrong with it is not worth a repair; a disk that is full or unreadable shows itself at once when it is made anew.
    if (!isPugmarkError(error) && !(error instanceof Error && 'code' in error)) throw error;
  }
  db?.close();
  return undefined;
}

/** The last commits may be lost in a power cut: they are taken in again. */
function relax(db: Database): Database {
  db.pragma('synchronous = NORMAL');
  return db;
}
