import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import { PugmarkError } from '../../core/errors.ts';
import { formatExhibitNumber, parseExhibitNumber, type ExhibitNumber } from '../../core/ids.ts';
import type { CaseSummary } from '../../core/model/case.ts';
import type { Checkpoint } from '../../core/ports.ts';
import { isReferenced, readObjectOwners } from '../cases/case-rows.ts';
import type { Database } from '../database.ts';
import { makeFolderDurably, syncFolder } from '../files/durable-files.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import type { CustodyLog } from '../log/custody-log.ts';
import { ObjectStore, writePlacingJournal } from '../objects/object-store.ts';
import { withStorageErrors } from '../storage-error.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import { eraseCaseTexts, eraseExhibitRows, type ErasureTexts } from './erase-rows.ts';
import { markErasure } from './erasure-journal.ts';
import { purgeDatabase } from './purge-database.ts';
import { destroyCaseKey, readErasedNumbers } from './tombstones.ts';

/** What erasing needs of the case that it works in. */
export interface ErasureParts {
  readonly environment: VaultEnvironment;
  readonly db: Database;
  readonly vaultFolder: string;
  readonly objectsFolder: string;
  readonly summary: CaseSummary;
  readonly actor: string;
  readonly log: CustodyLog;
  /** Signs and anchors what was committed. */
  readonly checkpoint: () => Checkpoint;
}

export interface ErasedExhibits {
  readonly exhibits: readonly ExhibitNumber[];
  readonly objects: number;
  /** Nothing of it is left in the database's files; false: once no other program reads the case, the next start sees to it. */
  readonly purged: boolean;
}

/**
 * Erases exhibits, or without `wanted` all that the case holds: keys, objects, addresses, titles, texts. What stays are the numbers, the
 * log and the reason. In this order, so that a crash at any point leaves it undone or is carried to its end by the next start: a durable list of
 * the objects, one transaction, checkpoint, objects, the database's free pages.
 * Throws `exhibit-unknown`, `work-under-way`, `disk-full`, `io-failed`.
 */
export function eraseExhibits(parts: ErasureParts, wanted: ExhibitNumber | undefined, texts: ErasureTexts): ErasedExhibits {
  const { environment, db, log, actor, summary } = parts;
  const { random } = environment.cryptography;
  const numbers = chooseNumbers(db, wanted, summary);
  const objects = readObjectsOf(db, numbers);
  const folder = vaultPaths.staging(parts.vaultFolder, random.uuid());
  withStorageErrors(folder, () => {
    makeFolderDurably(folder);
    markErasure(folder);
    writePlacingJournal(folder, summary.id, objects);
  });
  environment.onStep?.('journal-written');
  try {
    log.transact((append) => {
      for (const number of numbers) eraseExhibitRows(db, append, { ...texts, number, actor, random });
      if (wanted !== undefined) return;
      eraseCaseTexts(db);
      destroyCaseKey(db);
    });
  } catch (error) {
    // What failed after the commit leaves the list where the next start finds it.
    const erased = new Set(readErasedNumbers(db));
    if (!numbers.some((number) => erased.has(number))) removeFolder(folder);
    throw error;
  }
  parts.checkpoint();
  new ObjectStore(parts.objectsFolder, summary.id, environment.onStep).removeUnreferenced(objects, (object) => isReferenced(db, object));
  const purged = purgeDatabase(db, `case ${summary.reference}`);
  // Left in its place, it has the next start see to what is owed.
  if (purged) removeFolder(folder);
  return { exhibits: numbers.map((number) => formatExhibitNumber(number)), objects: objects.length, purged };
}

function chooseNumbers(db: Database, wanted: ExhibitNumber | undefined, { reference }: CaseSummary): readonly number[] {
  const attempts = db
    .prepare<[], { readonly number: number; readonly state: string }>('SELECT number, state FROM attempts ORDER BY number')
    .all();
  const erased = new Set(readErasedNumbers(db));
  const chosen = wanted === undefined ? attempts : attempts.filter(({ number }) => number === parseExhibitNumber(wanted));
  if (wanted !== undefined && chosen.length === 0) throw new PugmarkError('exhibit-unknown', `Case ${reference} has no exhibit ${wanted}`);
  const open = chosen.find(({ state }) => state === 'open');
  if (open !== undefined)
    throw new PugmarkError('work-under-way', `${formatExhibitNumber(open.number)} is being captured: wait for it, or stop it, then erase`);
  const left = chosen.map(({ number }) => number).filter((number) => !erased.has(number));
  if (wanted !== undefined && left.length === 0) throw new PugmarkError('usage', `${wanted} of case ${reference} was erased already`);
  return left;
}

/** Objects that no other exhibit names. */
function readObjectsOf(db: Database, numbers: readonly number[]): readonly Sha256Digest[] {
  const chosen = new Set(numbers);
  return [...readObjectOwners(db)].filter(([, owners]) => [...owners].every((number) => chosen.has(number))).map(([object]) => object);
}

function removeFolder(folder: string): void {
  withStorageErrors(folder, () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    syncFolder(join(folder, '..'));
  });
}
