import { appendFileSync, closeSync, fsyncSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { buildCanonicalJson, parseCanonicalJson } from '../core/canonical/canonical-json.ts';
import type { TreeHead } from '../core/custody/checkpoint.ts';
import { hexOf, sha256DigestOf, sha256DigestSchema } from '../core/digest/digest.ts';
import { isSameBytes, toUtf8 } from '../core/digest/encoding.ts';
import { isPugmarkError } from '../core/errors.ts';
import type { Uuid } from '../core/ids.ts';
import { countSchema } from '../core/model/primitives.ts';
import { FILE_MODE, makeFolderDurably, replaceFile, writeNewFile } from './files/durable-files.ts';
import { hasNativeCode, withStorageErrors } from './storage-error.ts';
import type { VaultEnvironment } from './vault-environment.ts';

const anchorSchema = z.strictObject({
  format: z.literal('log-anchor/v1'),
  /** The vault or the case whose log this is. */
  subject: z.uuid(),
  /** Newest size and root of every segment, in order. */
  heads: z.array(z.strictObject({ origin: z.string(), size: countSchema, root: sha256DigestSchema })),
  /** Highest attempt number given out in a case; 0 in the vault's own. */
  attempts: countSchema,
});

const copySchema = z.strictObject({ format: z.literal('vault-copy/v1'), vault: z.uuid(), place: z.string() });

const LEAF_BYTES = 32;

/** What this station last saw of one log in one copy of its vault. */
export interface Anchor {
  readonly heads: readonly TreeHead[];
  readonly attempts: number;
}

/** `absent`: this station never saw the log in this place. `damaged`: it did, and the file can no longer be read. */
export type KnownAnchor = { readonly state: 'known'; readonly anchor: Anchor } | { readonly state: 'absent' | 'damaged' };

/** The same log in another copy of the vault, in another place of this station. */
export interface OtherCopy {
  /** Real path at which that copy was last written. */
  readonly place: string;
  readonly anchor: Anchor;
  /** Leaf hashes of a segment as far as they were kept. Not authenticated: they have to give the root of the head. */
  readLeaves(origin: string): readonly Uint8Array[];
}

/** All that this station knows of one log. */
export interface KnownLog {
  /** Of the copy in this place. */
  readonly own: KnownAnchor;
  readonly others: readonly OtherCopy[];
  /** Places (or folders of the state) of other copies of which what was kept cannot be read. */
  readonly damagedOthers: readonly string[];
}

/** A log whose state is to be kept. */
export interface AnchoredLog {
  heads(): readonly TreeHead[];
  /** Leaf hashes of a segment from this entry on. */
  readLeaves(origin: string, from: number): readonly Uint8Array[];
}

/**
 * The newest size and root of a vault's logs, kept in the state folder of this user, outside the vault: a vault that comes
 * back from a backup cannot pretend to be the newest. Kept for each place in which a copy of the vault was written, so that
 * a backup beside its original is not taken for a rollback; leaf hashes are kept with it, so that an older copy can be told
 * from a forged one. Each place has one writer, the one that holds that vault's lock.
 */
export class AnchorFolder {
  private readonly copies: string;
  private readonly copy: string;
  private readonly place: string;
  private readonly vault: Uuid;
  private readonly environment: Pick<VaultEnvironment, 'cryptography'>;
  /** Leaves in each file that this process has compared with its log. */
  private readonly kept = new Map<string, number>();
  private isMade = false;

  /** `place`: real path of the vault's folder. */
  constructor(environment: Pick<VaultEnvironment, 'cryptography' | 'stateFolder'>, vault: Uuid, place: string) {
    this.environment = environment;
    this.copies = join(environment.stateFolder, 'vaults', vault);
    this.copy = this.nameOf(place);
    this.place = place;
    this.vault = vault;
  }

  readVault(): KnownLog {
    return this.readLog('vault', this.vault);
  }

  readCase(id: Uuid): KnownLog {
    return this.readLog(`case-${id}`, id);
  }

  /** Throws `disk-full`, `io-failed`. */
  writeVault(log: AnchoredLog): void {
    this.write('vault', this.vault, log, 0);
  }

  /** Throws `disk-full`, `io-failed`. */
  writeCase(id: Uuid, log: AnchoredLog, attempts: number): void {
    this.write(`case-${id}`, id, log, attempts);
  }

  /** A case that was just made, with nothing in its log. Throws `disk-full`, `io-failed`. */
  startCase(id: Uuid, head: TreeHead): void {
    // Its id is new: no draw of randomness is needed for a name that nobody has.
    this.write(`case-${id}`, id, { heads: () => [head], readLeaves: () => [] }, 0, id);
  }

  private readLog(name: string, subject: Uuid): KnownLog {
    const others: OtherCopy[] = [];
    const damagedOthers: string[] = [];
    for (const copy of this.listCopies()) {
      if (copy === this.copy) continue;
      const known = this.readAnchor(copy, name, subject);
      if (known.state === 'absent') continue;
      const place = this.readPlace(copy);
      if (known.state !== 'known' || place === undefined) damagedOthers.push(place ?? join(this.copies, copy));
      else {
        others.push({ place, anchor: known.anchor, readLeaves: (origin) => splitLeaves(readIfThere(this.leavesPath(copy, name, origin))) });
      }
    }
    return { own: this.readAnchor(this.copy, name, subject), others, damagedOthers };
  }

  private listCopies(): readonly string[] {
    return withStorageErrors(this.copies, () => {
      try {
        return readdirSync(this.copies).sort();
      } catch (error) {
        if (hasNativeCode(error, 'ENOENT', 'ENOTDIR')) return [];
        throw error;
      }
    });
  }

  private readAnchor(copy: string, name: string, subject: Uuid): KnownAnchor {
    const path = join(this.copies, copy, `${name}.json`);
    const bytes = readIfThere(path);
    if (bytes === undefined) return { state: 'absent' };
    const anchor = parseOwn(bytes, anchorSchema, path);
    if (anchor?.subject !== subject) return { state: 'damaged' };
    return { state: 'known', anchor: { heads: anchor.heads, attempts: anchor.attempts } };
  }

  private readPlace(copy: string): string | undefined {
    const path = join(this.copies, copy, 'copy.json');
    const bytes = readIfThere(path);
    const said = bytes === undefined ? undefined : parseOwn(bytes, copySchema, path);
    return said?.vault === this.vault && this.nameOf(said.place) === copy ? said.place : undefined;
  }

  private write(name: string, subject: Uuid, log: AnchoredLog, attempts: number, uniqueName?: string): void {
    const folder = join(this.copies, this.copy);
    const { random } = this.environment.cryptography;
    const heads = log.heads().map(({ origin, size, root }) => ({ origin, size, root }));
    withStorageErrors(folder, () => {
      if (!this.isMade) {
        makeFolderDurably(folder);
        this.writePlace(join(folder, 'copy.json'));
      }
      this.isMade = true;
      // Leaves first: a head is never kept without those that it was made of.
      for (const { origin, size } of heads) this.writeLeaves(this.leavesPath(this.copy, name, origin), log, origin, size);
      const bytes = buildCanonicalJson({ format: 'log-anchor/v1', subject, heads, attempts });
      replaceFile(join(folder, `${name}.json`), bytes, uniqueName ?? random.uuid());
    });
  }

  private writePlace(path: string): void {
    if (this.readPlace(this.copy) !== undefined) return;
    const bytes = buildCanonicalJson({ format: 'vault-copy/v1', vault: this.vault, place: this.place });
    if (readIfThere(path) === undefined) writeNewFile(path, bytes);
    else replaceFile(path, bytes, this.environment.cryptography.random.uuid());
  }

  private writeLeaves(path: string, log: AnchoredLog, origin: string, size: number): void {
    const kept = this.kept.get(path) ?? this.compareLeaves(path, log, origin);
    if (kept < size) {
      appendFileSync(path, Buffer.concat(log.readLeaves(origin, kept)), { mode: FILE_MODE });
      syncFile(path);
    }
    this.kept.set(path, Math.max(kept, size));
  }

  /** How many leaves the file holds. One that is no beginning of this log (torn, or of a copy that was lost) starts anew. */
  private compareLeaves(path: string, log: AnchoredLog, origin: string): number {
    const bytes = readIfThere(path);
    if (bytes === undefined) return 0;
    const leaves = Buffer.concat(log.readLeaves(origin, 0));
    if (bytes.length % LEAF_BYTES === 0 && bytes.length <= leaves.length && isSameBytes(bytes, leaves.subarray(0, bytes.length))) {
      return bytes.length / LEAF_BYTES;
    }
    replaceFile(path, leaves, this.environment.cryptography.random.uuid());
    return leaves.length / LEAF_BYTES;
  }

  /** An origin stands in a database that others may have written: it chooses no path. */
  private leavesPath(copy: string, name: string, origin: string): string {
    return join(this.copies, copy, `${name}.${this.nameOf(origin)}.leaves`);
  }

  private nameOf(text: string): string {
    return hexOf(sha256DigestOf(this.environment.cryptography.hashing.sha256(toUtf8(text)))).slice(0, 32);
  }
}

function readIfThere(path: string): Uint8Array | undefined {
  return withStorageErrors(path, () => {
    try {
      return readFileSync(path);
    } catch (error) {
      if (hasNativeCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
      throw error;
    }
  });
}

/** Undefined when the bytes are not what we write. */
function parseOwn<T>(bytes: Uint8Array, schema: z.ZodType<T>, path: string): T | undefined {
  try {
    return parseCanonicalJson(bytes, schema, path);
  } catch (error) {
    if (isPugmarkError(error)) return undefined;
    throw error;
  }
}

function splitLeaves(bytes: Uint8Array | undefined): readonly Uint8Array[] {
  if (bytes === undefined) return [];
  return Array.from({ length: Math.floor(bytes.length / LEAF_BYTES) }, (_, index) =>
    bytes.subarray(index * LEAF_BYTES, (index + 1) * LEAF_BYTES),
  );
}

function syncFile(path: string): void {
  // Windows syncs through a handle that may write only.
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
