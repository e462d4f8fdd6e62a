import type { ExhibitNumber } from '../core/ids.ts';
import { PugmarkError } from '../core/errors.ts';
import { describeExhibits, readCheckpointNote } from '../core/package/describe-exhibits.ts';
import type { PackageSource } from '../core/package/package-source.ts';
import type { CaseStore, VaultStore } from '../core/ports.ts';
import { continueCase } from './continue-case.ts';
import { keepPackage } from './keep-package.ts';
import { receivePackage, type ReceiveGround, type SignedReceipt, type VerifiedPackage } from './receive-package.ts';
import type { GivenFile, ReceivedGround } from './received-files.ts';

/** Characters of the list of exhibits in the note on a kept package. */
const MAX_LISTED = 18_000;

/** What a package says of its log and its exhibits; it is verified elsewhere. */
export interface PackageContents {
  /** Its signed checkpoint, where it has a custody log. */
  readonly note: string | undefined;
  readonly exhibits: string;
}

/** Throws `input-unreadable`. */
export async function readPackageContents(source: PackageSource): Promise<PackageContents> {
  return { note: await readCheckpointNote(source), exhibits: await describeExhibits(source, MAX_LISTED) };
}

export interface TakeRequest {
  readonly vault: VaultStore;
  readonly given: VerifiedPackage;
  /** Absolute path where the receipt is left. */
  readonly path: string;
  /** A case of this vault, or one that goes on from the package. */
  readonly into: { readonly case: string } | { readonly reference: string; readonly title: string; readonly basis?: string };
  /** The package becomes an exhibit of the case; needed for a case that goes on from it. */
  readonly keep?: { readonly file: GivenFile; readonly contents: PackageContents };
  readonly signal: AbortSignal;
  /** After the receipt was signed: it stands in the log from now on, whatever becomes of the keeping. */
  readonly onReceipt?: (store: CaseStore, receipt: SignedReceipt) => void;
}

export interface TakenPackage {
  readonly store: CaseStore;
  readonly receipt: SignedReceipt;
  /** The exhibit that the package is; absent when it was not to be kept. */
  readonly exhibit?: ExhibitNumber;
}

/**
 * Receives a verified package into a case, or makes one that goes on from it, and keeps it there when asked to. Throws as `receivePackage`, `continueCase`,
 * `keepPackage`; `usage` when it came as a folder and is to be kept, `cancelled` before anything was signed.
 */
export async function takePackage(
  ground: { readonly receive: ReceiveGround; readonly received: ReceivedGround },
  request: TakeRequest,
): Promise<TakenPackage> {
  const { vault, given, keep, signal } = request;
  const { seal, fileSha256 } = given;
  if (keep !== undefined && fileSha256 === undefined)
    throw new PugmarkError('usage', 'Give the package as one file, as it came: a folder cannot be kept');
  if (signal.aborted) throw new PugmarkError('cancelled', 'Cancelled before a receipt was signed');
  const { store, receipt } = await receiveInto(ground.receive, request);
  request.onReceipt?.(store, receipt);
  if (keep === undefined || fileSha256 === undefined || seal === undefined) return { store, receipt };
  const run = { store, operator: vault.operator, signal };
  const { file, contents } = keep;
  const exhibit = await keepPackage(ground.received, run, { file, sha256: fileSha256, seal, exhibits: contents.exhibits });
  return { store, receipt, exhibit };
}

async function receiveInto(
  ground: ReceiveGround,
  { vault, given, path, into, keep }: TakeRequest,
): Promise<{ readonly store: CaseStore; readonly receipt: SignedReceipt }> {
  if ('case' in into) {
    const store = vault.openCase(into.case);
    return { store, receipt: await receivePackage(ground, { vault, given, path, store }) };
  }
  const note = keep?.contents.note;
  if (note === undefined) throw new PugmarkError('usage', 'This package shows no custody log: no case can go on from it');
  return await continueCase(ground, { vault, given, path, note, ...into });
}
