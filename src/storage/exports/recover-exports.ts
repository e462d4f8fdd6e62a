import { existsSync, rmSync, statSync, type Stats } from 'node:fs';
import { parseEntryLine } from '../../core/custody/entry.ts';
import { verifyPackageActs } from '../../core/custody/verify-package-acts.ts';
import type { Uuid } from '../../core/ids.ts';
import type { VaultOpening } from '../../core/ports.ts';
import type { Database } from '../database.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import type { CustodyLog, LogEvent } from '../log/custody-log.ts';
import { readLogLines } from '../log/log-rows.ts';
import { hasNativeCode, withStorageErrors } from '../storage-error.ts';
import { fileDetail, partPathOf, readExportJournal, readSealedJournal, type ExportJournal, type SealedJournal } from './export-journal.ts';

/**
 * Ends every export of a case that has no end: no process works on it any more. Files stay until the ends are committed (`removePart`),
 * so that a crash in between comes to the same ends again.
 */
export function endOpenExports(db: Database, log: CustodyLog, vault: string): readonly Omit<VaultOpening['exports'][number], 'case'>[] {
  const open = findOpenExports(db);
  if (open.length === 0) return [];
  // The export itself may still lack its checkpoint; each act has one of its own.
  log.signCheckpoint();
  return open.map((id) => {
    const end = decideEnd(vault, id);
    log.transact((append) => append({ ...end, actor: 'system' }));
    log.signCheckpoint();
    return { package: id, end: end.type };
  });
}

function findOpenExports(db: Database): readonly Uuid[] {
  const lines = readLogLines(db).filter(({ line }) => line.includes('"type":"package.'));
  // Only these lines are asked for: whether the log adds up is a matter of `check`.
  return verifyPackageActs(lines.map(({ origin, seq, line }) => ({ origin, seq, leafHash: new Uint8Array(), entry: parseEntryLine(line) })))
    .openExports;
}

type End = Pick<LogEvent, 'digest' | 'details'> & { readonly type: 'package.sealed' | 'package.failed' };

function decideEnd(vault: string, id: Uuid): End {
  const folder = vaultPaths.staging(vault, id);
  const journal = readExportJournal(folder);
  // Another copy of the vault made this export: what became of it there is not known here.
  if (journal === undefined) return failed(id, 'outcome-unknown');
  const sealed = readSealedJournal(folder);
  if (sealed === undefined) return failed(id, 'interrupted');
  const file = findFile(journal, sealed);
  return file === undefined
    ? failed(id, 'interrupted')
    : { type: 'package.sealed', digest: sealed.seal, details: { package: id, file, ...fileDetail(sealed) } };
}

/**
 * Whether the sealed package got its name: then it may be in somebody's hands, and the log must not say that it failed. Undefined while
 * it still has its temporary name only.
 */
function findFile(journal: ExportJournal, sealed: SealedJournal): 'there' | 'other' | 'gone' | undefined {
  const part = statIfThere(partPathOf(journal));
  const file = statIfThere(journal.destination);
  const isIt =
    file !== undefined && file.size === sealed.sizeBytes && (part === undefined || (part.ino === file.ino && part.dev === file.dev));
  if (isIt) return 'there';
  if (part === undefined) return file === undefined ? 'gone' : 'other';
  // Where files cannot have two names, the name is kept by an empty file until the package is renamed over it.
  if (file?.size === 0) withStorageErrors(journal.destination, () => rmSync(journal.destination, { force: true }));
  return undefined;
}

function failed(id: Uuid, reason: string): End {
  return { type: 'package.failed', details: { package: id, reason } };
}

function statIfThere(path: string): Stats | undefined {
  try {
    return existsSync(path) ? statSync(path) : undefined;
  } catch (error) {
    if (hasNativeCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EIO')) return undefined;
    throw error;
  }
}
