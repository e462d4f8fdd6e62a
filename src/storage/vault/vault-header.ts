import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { buildCanonicalJson, parseCanonicalJson } from '../../core/canonical/canonical-json.ts';
import { isPugmarkError, PugmarkError } from '../../core/errors.ts';
import type { Uuid } from '../../core/ids.ts';
import { writeNewFile } from '../files/durable-files.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import { hasNativeCode, withStorageErrors } from '../storage-error.ts';

const FORMAT = 'encrypted-vault/v1';

/** `vault.json`: all that an encrypted vault says without its passphrase. */
const headerSchema = z.strictObject({
  format: z.literal(FORMAT),
  vault: z.uuid(),
  /** How its databases are encrypted. */
  databases: z.literal('sqlcipher-4'),
});
export type VaultHeader = z.infer<typeof headerSchema>;

const newerSchema = z.object({ format: z.string().startsWith('encrypted-vault/') });

/** The header of an encrypted vault; undefined for a vault in plain, which has none. Throws `vault-corrupt`, `vault-newer`, `io-failed`. */
export function readVaultHeader(folder: string): VaultHeader | undefined {
  const path = vaultPaths.header(folder);
  const bytes = withStorageErrors(path, () => {
    try {
      return readFileSync(path);
    } catch (error) {
      if (hasNativeCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
      throw error;
    }
  });
  if (bytes === undefined) return undefined;
  try {
    return parseCanonicalJson(bytes, headerSchema, path);
  } catch (cause) {
    if (!isPugmarkError(cause)) throw cause;
    if (isOfNewer(bytes))
      throw new PugmarkError('vault-newer', `${path} was written by a newer version of this tool; update it`, { cause });
    throw new PugmarkError('vault-corrupt', `${path} is damaged; restore it from a backup`, { cause });
  }
}

export function writeVaultHeader(folder: string, vault: Uuid): void {
  writeNewFile(vaultPaths.header(folder), buildCanonicalJson({ format: FORMAT, vault, databases: 'sqlcipher-4' }));
}

function isOfNewer(bytes: Uint8Array): boolean {
  try {
    const { format } = parseCanonicalJson(bytes, newerSchema);
    return format !== FORMAT;
  } catch {
    return false;
  }
}
