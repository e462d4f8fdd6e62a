import { existsSync, readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { buildCanonicalJson, parseCanonicalJson } from '../../core/canonical/canonical-json.ts';
import { parseBase64, toBase64 } from '../../core/digest/encoding.ts';
import { isPugmarkError, PugmarkError } from '../../core/errors.ts';
import type { KeyStore } from '../../core/ports.ts';
import { replaceFile, syncFolder } from '../files/durable-files.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import { withStorageErrors } from '../storage-error.ts';

/** `keys/vault-key.os.json` (docs/formats/vault.md). */
const keptKeySchema = z.strictObject({
  format: z.literal('kept-vault-key/v1'),
  /** The store, as the system calls it; for people. */
  store: z.string().max(100),
  /** What the store made of the vault key. */
  sealed: z.base64().max(65_536),
});

const VAULT_KEY_BYTES = 32;

export function isKeyKept(folder: string): boolean {
  return existsSync(vaultPaths.keptKey(folder));
}

/** Throws `key-store-unavailable`, `io-failed`. */
export async function keepVaultKey(folder: string, vaultKey: Uint8Array, store: KeyStore, uniqueName: string): Promise<void> {
  const found = await store.read();
  if (found.state !== 'available') throw unavailable();
  const sealed = await store.protect(vaultKey);
  // A store that gives back something else keeps nothing.
  if (!Buffer.from(await store.unprotect(sealed)).equals(vaultKey)) throw unavailable();
  const path = vaultPaths.keptKey(folder);
  const file = buildCanonicalJson({ format: 'kept-vault-key/v1', store: found.name, sealed: toBase64(sealed) });
  withStorageErrors(path, () => replaceFile(path, file, uniqueName));
}

export function forgetVaultKey(folder: string): void {
  const path = vaultPaths.keptKey(folder);
  withStorageErrors(path, () => {
    rmSync(path, { force: true });
    syncFolder(vaultPaths.keys(folder));
  });
}

/** The vault key that the store gives back. Throws `key-store-unavailable`. */
export async function readKeptVaultKey(folder: string, store: KeyStore): Promise<Uint8Array> {
  const path = vaultPaths.keptKey(folder);
  if (!existsSync(path)) throw unavailable();
  let sealed: Uint8Array;
  try {
    sealed = parseBase64(
      parseCanonicalJson(
        withStorageErrors(path, () => readFileSync(path)),
        keptKeySchema,
        'kept vault key',
      ).sealed,
    );
  } catch (cause) {
    if (isPugmarkError(cause, 'io-failed')) throw cause;
    throw unavailable(cause);
  }
  const found = await store.read();
  if (found.state !== 'available') throw unavailable();
  const vaultKey = await store.unprotect(sealed);
  if (vaultKey.length !== VAULT_KEY_BYTES) throw unavailable();
  return vaultKey;
}

function unavailable(cause?: unknown): PugmarkError {
  const message =
    "The system's store for keys does not give the key of this vault: it is not available, or another one than it was kept in; use the passphrase";
  return new PugmarkError('key-store-unavailable', message, cause === undefined ? {} : { cause });
}
