import type { Database } from '../database.ts';
import { withStorageErrors } from '../storage-error.ts';

/**
 * Takes what was deleted out of a database's files: the write-ahead log is emptied, the file is written anew without free pages, and the log
 * is emptied again. False while somebody else reads an older state, which the log has to keep for them.
 */
export function purgeDatabase(db: Database, what: string): boolean {
  return withStorageErrors(what, () => {
    if (!emptyLog(db)) return false;
    db.exec('VACUUM');
    return emptyLog(db);
  });
}

function emptyLog(db: Database): boolean {
  const [row] = db.prepare<[], { readonly busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)').all();
  return row?.busy === 0;
}
