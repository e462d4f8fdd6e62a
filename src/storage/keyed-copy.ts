import type { Database } from 'better-sqlite3';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Reads an encrypted database from a medium that cannot be written: in WAL mode even a reader writes beside it, and SQLite reads no encrypted
 * bytes from memory. So its bytes, still encrypted, are copied to the temporary folder; the copy goes as soon as the system lets it.
 */
export function readKeyedCopy(path: string, read: (copy: string) => Database): Database {
  const folder = mkdtempSync(join(tmpdir(), 'pugmark-reading-'));
  try {
    const copy = join(folder, 'copy.sqlite');
    copyFileSync(path, copy);
    return read(copy);
  } finally {
    remove(folder);
  }
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Windows removes no open file.
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  }
}
