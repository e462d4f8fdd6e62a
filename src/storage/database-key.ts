import type { Database } from 'better-sqlite3';

/** 32 bytes; undefined for a database in plain. */
export type DatabaseKey = Uint8Array | undefined;

/**
 * Has a connection read and write under this key (SQLCipher 4 with a raw key, docs/formats/vault.md): pages, journals and the write-ahead
 * log. Call before anything is read; whether the key fits shows at the first read (`SQLITE_NOTADB`).
 */
export function useKey(db: Database, key: DatabaseKey): void {
  if (key === undefined) return;
  db.pragma("cipher = 'sqlcipher'");
  db.pragma('legacy = 4');
  db.pragma(`key = "x'${Buffer.from(key).toString('hex')}'"`);
  // Sorting and VACUUM would write what they hold into files that no key covers.
  db.pragma('temp_store = MEMORY');
}
