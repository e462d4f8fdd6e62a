import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseCanonicalJson } from '../../core/canonical/canonical-json.ts';
import { isPugmarkError } from '../../core/errors.ts';
import type { Uuid } from '../../core/ids.ts';
import { isReferenced } from '../cases/case-rows.ts';
import type { DatabaseKey } from '../database-key.ts';
import { CASE_DATABASE, readDatabase, type Database } from '../database.ts';
import { isErasure } from '../erase/erasure-journal.ts';
import { purgeDatabase } from '../erase/purge-database.ts';
import { readExportJournal, removePart } from '../exports/export-journal.ts';
import { syncFolder } from '../files/durable-files.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import type { DatabaseKeys } from '../keys/database-keys.ts';
import { ObjectStore, readPlacingJournal } from '../objects/object-store.ts';
import { hasNativeCode, withStorageErrors } from '../storage-error.ts';

const attemptFileSchema = z.strictObject({ format: z.literal('attempt/v1'), case: z.uuid(), attempt: z.uuid() });

/** What a crash left in `incoming/`. */
export interface Leftover {
  readonly name: string;
  readonly folder: string;
  /** Undefined when the crash tore it before it knew its case; then it holds nothing of a case. */
  readonly case?: Uuid;
}

/** Everything in `incoming/`. Only meaningful while no other process writes. */
export function readLeftovers(vault: string): readonly Leftover[] {
  const incoming = vaultPaths.incoming(vault);
  return withStorageErrors(incoming, () => {
    if (!existsSync(incoming)) return [];
    // Each is a folder. A file is nobody's leftover (a desktop puts some into every folder that it shows): it stays where it is.
    return readdirSync(incoming, { withFileTypes: true })
      .flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
      .sort()
      .map((name) => {
        const folder = join(incoming, name);
        const id = readPlacingJournal(folder)?.case ?? readAttemptFile(folder) ?? readExportJournal(folder)?.case;
        return { name, folder, ...(id === undefined ? {} : { case: id }) };
      });
  });
}

function readAttemptFile(folder: string): Uuid | undefined {
  const path = join(folder, 'attempt.json');
  try {
    return parseCanonicalJson(readFileSync(path), attemptFileSchema, path).case;
  } catch (error) {
    if (isPugmarkError(error) || hasNativeCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** Takes away what a crashed seal or export left behind, then the leftover itself. Its attempt or export is ended before. */
export function removeLeftover(vault: string, leftover: Leftover, db: Database | undefined): void {
  withStorageErrors(leftover.folder, () => {
    const journal = readPlacingJournal(leftover.folder);
    if (journal !== undefined && db !== undefined) {
      const objects = new ObjectStore(vaultPaths.objects(vault, journal.case), journal.case, undefined);
      objects.removeUnreferenced(journal.objects, (object) => isReferenced(db, object));
    }
    const started = readExportJournal(leftover.folder);
    if (started !== undefined) removePart(started);
    // What an erasure still owes. While somebody reads an older state, a later start tries again.
    if (db !== undefined && isErasure(leftover.folder) && !purgeDatabase(db, leftover.folder)) return;
    rmSync(leftover.folder, { recursive: true, force: true, maxRetries: 3 });
    syncFolder(vaultPaths.incoming(vault));
  });
}

/**
 * Removes case folders that a crash left before the registry knew them: no entry, no attempt. One with a history is never
 * touched; `check` names it.
 */
export function removeUnregisteredCases(vault: string, registered: ReadonlySet<Uuid>, databases: DatabaseKeys): readonly string[] {
  const cases = vaultPaths.cases(vault);
  return withStorageErrors(cases, () => {
    const removed: string[] = [];
    for (const name of readdirSync(cases).sort()) {
      if (registered.has(name) || !isEmptyCase(vaultPaths.caseDatabase(vault, name), databases.ofCase(name))) continue;
      rmSync(vaultPaths.caseFolder(vault, name), { recursive: true, force: true, maxRetries: 3 });
      syncFolder(cases);
      removed.push(join('cases', name));
    }
    return removed;
  });
}

/** True only for a case database that is whole, ours, and without any history. */
function isEmptyCase(path: string, key: DatabaseKey): boolean {
  if (!existsSync(path)) return false;
  let db: Database | undefined;
  try {
    db = readDatabase(path, CASE_DATABASE, key);
    const row = db.prepare<[], { count: number }>('SELECT (SELECT count(*) FROM entries) + (SELECT count(*) FROM attempts) AS count').get();
    return row?.count === 0;
  } catch (error) {
    if (error instanceof Error && !isPugmarkError(error, 'disk-full')) return false;
    throw error;
  } finally {
    db?.close();
  }
}
