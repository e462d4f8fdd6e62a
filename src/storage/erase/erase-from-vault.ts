import { existsSync, rmSync } from 'node:fs';
import { parseEntryLine } from '../../core/custody/entry.ts';
import type { Uuid } from '../../core/ids.ts';
import type { Database } from '../database.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import type { Append } from '../log/custody-log.ts';
import { withStorageErrors } from '../storage-error.ts';
import { textsOfErasure, type ErasureTexts } from './erase-rows.ts';

/** Entry and rows of an erased case in the vault's own database. Its reference stays: it says of what the entry speaks. Within a transaction. */
export function eraseCaseRow(
  db: Database,
  append: Append,
  erased: ErasureTexts & { readonly id: Uuid; readonly actor: string; readonly exhibits: number },
): void {
  const { id, actor, exhibits } = erased;
  append({ type: 'case.erased', actor, details: { case: id, exhibits }, texts: textsOfErasure(erased) });
  db.prepare("UPDATE cases SET state = 'erased', title = '', basis = NULL WHERE id = ?").run(id);
  const opened = db
    .prepare<[string], { readonly origin: string; readonly seq: number; readonly line: string }>(
      `SELECT origin, seq, line FROM entries WHERE instr(line, '"type":"case.opened"') > 0 AND instr(line, ?) > 0`,
    )
    .all(id);
  const eraseTexts = db.prepare("UPDATE texts SET nonce = NULL, text = NULL WHERE origin = ? AND seq = ? AND name IN ('title', 'basis')");
  for (const { origin, seq, line } of opened) if (parseEntryLine(line).details['case'] === id) eraseTexts.run(origin, seq);
}

/** Kept logins and whatever else of the case is neither row nor object. Throws `io-failed`. */
export function removeCaseExtras(vault: string, id: Uuid): void {
  const folder = vaultPaths.profiles(vault, id);
  withStorageErrors(folder, () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
}

/** The index that nobody has open: it is made anew when it is next needed. Throws `io-failed`. */
export function removeSearchIndex(vault: string): void {
  const path = vaultPaths.searchIndex(vault);
  withStorageErrors(path, () => {
    for (const companion of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${companion}`, { force: true });
  });
}

/** True when there is a queue that may hold addresses of the case. */
export function hasQueue(vault: string): boolean {
  return existsSync(vaultPaths.workDatabase(vault));
}
