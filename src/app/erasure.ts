import type { CustodyEntry } from '../core/custody/entry.ts';
import { readHold } from '../core/custody/hold.ts';
import { PugmarkError } from '../core/errors.ts';
import type { ExhibitNumber, Uuid } from '../core/ids.ts';
import type { ErasureRecord } from '../core/model/erasure-record.ts';
import type { CaseReader, LoggedEvent, VaultReader } from '../core/ports.ts';
import { findExhibitsOf } from '../core/statements/statement-exhibits.ts';
import { findFoundExhibit } from './exhibit-service.ts';

/** What an erasure would destroy, counted before anybody decides. */
export interface ErasurePreview {
  /** Exhibits, or attempts that kept nothing, of which something is left to erase. */
  readonly exhibits: readonly ExhibitNumber[];
  /** Of them, those under way: nothing is erased until they have ended. */
  readonly underWay: number;
  /** The case is on hold: nothing is erased until that is lifted. */
  readonly held: boolean;
  readonly files: number;
  readonly bytes: number;
  readonly copies: number;
  readonly notes: number;
  readonly statements: number;
  /** Packages sealed with one of them inside: these are out of reach. */
  readonly packages: number;
}

/** Throws `exhibit-unknown`. */
export function previewErasure(reader: CaseReader, wanted: string | undefined): ErasurePreview {
  const one = wanted === undefined ? undefined : findFoundExhibit(reader, wanted).summary.exhibit;
  const chosen = reader
    .listExhibits()
    .filter(({ exhibit, erased }) => erased !== true && (one === undefined || exhibit === one))
    .map(({ exhibit, state }) => ({ exhibit, state }));
  const numbers = new Set<string>(chosen.map(({ exhibit }) => exhibit));
  const statements = reader.listStatements();
  const files = chosen.flatMap(({ exhibit }) => reader.findExhibit(exhibit)?.artifacts ?? []);
  return {
    exhibits: chosen.map(({ exhibit }) => exhibit),
    underWay: chosen.filter(({ state }) => state === 'open').length,
    held: readHold(reader) !== undefined,
    files: files.length,
    bytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    copies: reader.listDerivatives(one).length,
    notes: reader.listNotes(one).length,
    statements: statements.filter(({ statement }) => one === undefined || findExhibitsOf(statement, statements).includes(one)).length,
    packages: countPackages(reader, one === undefined ? undefined : numbers),
  };
}

/** Sealed ones; with `numbers` only those that hold one of them. */
function countPackages(reader: CaseReader, numbers: ReadonlySet<string> | undefined): number {
  const holding = new Set(
    reader.readEventsOf('package.exported').flatMap(({ entry }) => (holdsOne(entry, numbers) ? [entry.details['package']] : [])),
  );
  return reader.readEventsOf('package.sealed').filter(({ entry }) => holding.has(entry.details['package'])).length;
}

function holdsOne({ details }: CustodyEntry, numbers: ReadonlySet<string> | undefined): boolean {
  const named = details['exhibits'];
  return numbers === undefined || (Array.isArray(named) && named.some((one) => typeof one === 'string' && numbers.has(one)));
}

/** An erasure as a person orders it. */
export interface ErasureOrder {
  readonly case: string;
  /** Absent: the whole case. */
  readonly exhibit?: ExhibitNumber;
  readonly reason: string;
  /** By which law, order or rule. */
  readonly ground: string;
}

/**
 * The order, when a person said why, on what ground, and wrote once more what is erased: the number of the exhibit, or the reference of the case.
 * Throws `usage`, `case-unknown`.
 */
export function judgeErasure(reader: Pick<CaseReader, 'summary'>, order: ErasureOrder & { readonly confirmed: string }): ErasureOrder {
  const { confirmed, reason, ground, ...what } = order;
  const judged = { ...what, reason: reason.toWellFormed().trim(), ground: ground.toWellFormed().trim() };
  if (judged.reason === '') throw new PugmarkError('usage', 'Say why it is erased: the reason is what stays');
  if (judged.ground === '') throw new PugmarkError('usage', 'Say on what legal ground it is erased: that stays with the reason');
  const expected = what.exhibit ?? reader.summary.reference;
  if (confirmed.trim() !== expected) throw new PugmarkError('usage', `Nothing was erased: write ${expected} to confirm it`);
  return judged;
}

/** What the case's log says of the erasure of an exhibit; undefined when it was not erased. */
export function readExhibitErasure(reader: Pick<CaseReader, 'readEventsOf'>, exhibit: ExhibitNumber): ErasureRecord | undefined {
  return recordOf(reader.readEventsOf('exhibit.erased').findLast(({ entry }) => entry.exhibit === exhibit));
}

/** What the vault's log says of the erasure of a case; undefined when it was not erased. */
export function readCaseErasure(vault: Pick<VaultReader, 'readEventsOf'>, id: Uuid): ErasureRecord | undefined {
  return recordOf(vault.readEventsOf('case.erased').findLast(({ entry }) => entry.details['case'] === id));
}

function recordOf(event: LoggedEvent | undefined): ErasureRecord | undefined {
  if (event === undefined) return undefined;
  const { reason, ground } = event.texts;
  return {
    erasedAt: event.entry.time,
    by: event.entry.actor,
    ...(reason === undefined ? {} : { reason }),
    ...(ground === undefined ? {} : { ground }),
  };
}
