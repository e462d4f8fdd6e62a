import { existsSync, realpathSync, statSync } from 'node:fs';
import type { TreeHead } from '../core/custody/checkpoint.ts';
import { MerkleFrontier } from '../core/custody/merkle.ts';
import type { Hashing, Sha256Digest } from '../core/digest/digest.ts';
import { sha256DigestOf } from '../core/digest/digest.ts';
import { isPugmarkError } from '../core/errors.ts';
import type { Uuid } from '../core/ids.ts';
import type { JsonValue } from '../core/model/primitives.ts';
import type { KnownLog, OtherCopy } from './anchor.ts';
import { readMeta } from './cases/case-rows.ts';
import { readDatabase, VAULT_DATABASE } from './database.ts';
import { vaultPaths } from './files/vault-paths.ts';
import { withStorageErrors } from './storage-error.ts';
import { readVaultHeader } from './vault/vault-header.ts';

/** Where a vault's folder really is: what its copies are told apart by. Throws `io-failed`. */
export function readPlace(folder: string): string {
  return withStorageErrors(folder, () => realpathSync.native(folder));
}

/** Why a log goes on in a new segment. */
export interface RestoreReason {
  /** `restored-copy`: made by `backup`. `rolled-back`: less than was here. `other-copy`: another copy went on, or still can. */
  readonly reason: 'restored-copy' | 'rolled-back' | 'other-copy';
  /** What the station knew. */
  readonly known?: TreeHead;
}

/**
 * Why a log must not go on under its origin: never may two copies sign different entries of one. Undefined when it may.
 */
export function findRestoreReason(parts: {
  readonly log: { head(): TreeHead; continues(heads: readonly TreeHead[]): boolean };
  readonly known: KnownLog;
  readonly vault: Uuid;
  readonly place: string;
  readonly copiedAt: string | undefined;
  /** Highest attempt number in the database; 0 in a vault's own log. */
  readonly attempts: number;
}): RestoreReason | undefined {
  const { log, known, copiedAt } = parts;
  const own = known.own.state === 'known' ? known.own.anchor : undefined;
  const running = log.head();
  const theirsOf = ({ anchor }: OtherCopy): TreeHead | undefined => anchor.heads.find(({ origin }) => origin === running.origin);
  if (copiedAt !== undefined) return buildReason('restored-copy', own?.heads.at(-1) ?? known.others.map(theirsOf).find(Boolean));
  if (own !== undefined && !log.continues(own.heads)) return buildReason('rolled-back', own.heads.at(-1));
  for (const other of known.others) {
    const theirs = theirsOf(other);
    const wentOn = theirs !== undefined && !log.continues([theirs]);
    // A folder copied by other means than `backup`, whose original still runs under the same origin.
    const canGoOn =
      known.own.state === 'absent' && other.anchor.heads.at(-1)?.origin === running.origin && isOtherVault(other, parts.place, parts.vault);
    const gaveNumbers = other.anchor.attempts > Math.max(parts.attempts, own?.attempts ?? 0);
    if (wentOn || canGoOn || gaveNumbers) return buildReason('other-copy', theirs ?? other.anchor.heads.at(-1));
  }
  return undefined;
}

function buildReason(reason: RestoreReason['reason'], known: TreeHead | undefined): RestoreReason {
  return known === undefined ? { reason } : { reason, known };
}

/** As it stands in the log. */
export function buildRestoreDetails({ reason, known }: RestoreReason): Readonly<Record<string, JsonValue>> {
  return { reason, ...(known === undefined ? {} : { known: { origin: known.origin, size: known.size, root: known.root } }) };
}

/** Highest attempt number that any copy gave out, as far as this station knows. */
export function findHighestAttempt(known: KnownLog, attempts: number): number {
  const own = known.own.state === 'known' ? known.own.anchor.attempts : 0;
  return Math.max(attempts, own, ...known.others.map(({ anchor }) => anchor.attempts));
}

/** True when this vault is still where the other copy was: this one was copied, not moved. */
function isOtherVault({ place }: OtherCopy, here: string, vault: Uuid): boolean {
  const path = vaultPaths.database(place);
  if (!existsSync(path)) return false;
  // The same folder under two names, as with a mapped drive.
  const [theirs, ours] = withStorageErrors(place, () => [statSync(place), statSync(here)] as const);
  if (theirs.ino === ours.ino && theirs.dev === ours.dev) return false;
  try {
    // An encrypted one says outside its database which it is.
    const header = readVaultHeader(place);
    if (header !== undefined) return header.vault === vault;
    const db = readDatabase(path, VAULT_DATABASE, undefined);
    try {
      return withStorageErrors(path, () => readMeta(db, 'vault') === vault);
    } finally {
      db.close();
    }
  } catch (error) {
    // What cannot be read may be this vault: a segment too many is harmless, one origin signed in two places is not.
    if (isPugmarkError(error)) return !isPugmarkError(error, 'vault-foreign');
    throw error;
  }
}

/** How a copy stands to another one of the same station. */
export type CopyStanding =
  | { readonly kind: 'whole' }
  /** All that is here is a beginning of what was known: `here` of `known` entries. */
  | { readonly kind: 'older' | 'other'; readonly here: number; readonly known: number }
  | { readonly kind: 'forked'; readonly origin: string; readonly size: number };

/** Compares a log, given by its roots at every size, with what was kept of the same log in another copy. */
export function compareWithCopy(
  hashing: Pick<Hashing, 'sha256'>,
  roots: ReadonlyMap<string, readonly Sha256Digest[]>,
  other: OtherCopy,
): CopyStanding {
  const { heads } = other.anchor;
  const first = heads[0];
  // Every copy begins as the vault began.
  if (first !== undefined && !roots.has(first.origin)) return { kind: 'forked', origin: first.origin, size: first.size };
  let here = 0;
  let goesFurther = false;
  for (const head of heads) {
    const mine = roots.get(head.origin);
    if (mine === undefined) continue;
    const size = Math.min(mine.length - 1, head.size);
    const expected = size === head.size ? head.root : findKnownRoot(hashing, head, other.readLeaves(head.origin), size);
    if (mine[size] !== expected) return { kind: 'forked', origin: head.origin, size };
    here += size;
    goesFurther ||= mine.length - 1 > head.size;
  }
  const known = heads.reduce((sum, { size }) => sum + size, 0);
  if (here === known) return { kind: 'whole' };
  const hasOwn = goesFurther || [...roots.keys()].some((origin) => heads.every((head) => head.origin !== origin));
  return { kind: hasOwn ? 'other' : 'older', here, known };
}

/** Root at a smaller size of leaves that give the head's. Undefined when they do not: then nothing can be said of a part. */
function findKnownRoot(
  hashing: Pick<Hashing, 'sha256'>,
  head: TreeHead,
  leaves: readonly Uint8Array[],
  size: number,
): Sha256Digest | undefined {
  if (leaves.length < head.size) return undefined;
  let frontier = MerkleFrontier.empty(hashing);
  let found: Sha256Digest | undefined;
  for (const [index, leaf] of leaves.slice(0, head.size).entries()) {
    if (index === size) found = sha256DigestOf(frontier.root());
    frontier = frontier.append(leaf);
  }
  return sha256DigestOf(frontier.root()) === head.root ? found : undefined;
}
