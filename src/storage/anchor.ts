import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { buildCanonicalJson, parseCanonicalJson } from '../core/canonical/canonical-json.ts';
import type { TreeHead } from '../core/custody/checkpoint.ts';
import { sha256DigestSchema } from '../core/digest/digest.ts';
import { isPugmarkError } from '../core/errors.ts';
import type { Random, Uuid } from '../core/ids.ts';
import { countSchema } from '../core/model/primitives.ts';
import { makeFolderDurably, replaceFile } from './files/durable-files.ts';
import { hasNativeCode, withStorageErrors } from './storage-error.ts';

const anchorSchema = z.strictObject({
  format: z.literal('log-anchor/v1'),
  /** The vault or the case whose log this is. */
  subject: z.uuid(),
  /** Newest size and root of every segment, in order. */
  heads: z.array(z.strictObject({ origin: z.string(), size: countSchema, root: sha256DigestSchema })),
  /** Highest attempt number given out in a case; 0 in the vault's own. */
  attempts: countSchema,
});

/** What this station last saw of one log. */
export interface Anchor {
  readonly heads: readonly TreeHead[];
  readonly attempts: number;
}

/** `absent`: this station never saw the log. `damaged`: it did, and the file can no longer be read. */
export type KnownAnchor = { readonly state: 'known'; readonly anchor: Anchor } | { readonly state: 'absent' | 'damaged' };

/**
 * The newest size and root of a vault's logs, kept in the state folder of this user, outside the vault: a vault that comes
 * back from a backup cannot pretend to be the newest.
 */
export class AnchorFolder {
  private readonly folder: string;
  private readonly vault: Uuid;
  private readonly random: Random;
  private isMade = false;

  constructor(stateFolder: string, vault: Uuid, random: Random) {
    this.folder = join(stateFolder, 'vaults', vault);
    this.vault = vault;
    this.random = random;
  }

  readVault(): KnownAnchor {
    return this.read('vault.json', this.vault);
  }

  readCase(id: Uuid): KnownAnchor {
    return this.read(`case-${id}.json`, id);
  }

  /** Throws `disk-full`, `io-failed`. */
  writeVault(heads: readonly TreeHead[]): void {
    this.write('vault.json', this.vault, { heads, attempts: 0 });
  }

  /** Throws `disk-full`, `io-failed`. */
  writeCase(id: Uuid, anchor: Anchor): void {
    this.write(`case-${id}.json`, id, anchor);
  }

  private read(name: string, subject: Uuid): KnownAnchor {
    const path = join(this.folder, name);
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      if (hasNativeCode(error, 'ENOENT', 'ENOTDIR')) return { state: 'absent' };
      return withStorageErrors(path, () => {
        throw error;
      });
    }
    try {
      const anchor = parseCanonicalJson(bytes, anchorSchema, path);
      if (anchor.subject !== subject) return { state: 'damaged' };
      return { state: 'known', anchor: { heads: anchor.heads, attempts: anchor.attempts } };
    } catch (error) {
      if (isPugmarkError(error)) return { state: 'damaged' };
      throw error;
    }
  }

  private write(name: string, subject: Uuid, anchor: Anchor): void {
    const path = join(this.folder, name);
    const heads = anchor.heads.map(({ origin, size, root }) => ({ origin, size, root }));
    const bytes = buildCanonicalJson({ format: 'log-anchor/v1', subject, heads, attempts: anchor.attempts });
    withStorageErrors(path, () => {
      if (!this.isMade) makeFolderDurably(this.folder);
      this.isMade = true;
      replaceFile(path, bytes, this.random.uuid());
    });
  }
}
