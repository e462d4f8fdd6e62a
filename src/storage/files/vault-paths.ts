import { join } from 'node:path';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import { hexOf } from '../../core/digest/digest.ts';
import type { Uuid } from '../../core/ids.ts';

/** The frozen layout of a vault's folder (docs/formats/vault.md). */
export const vaultPaths = {
  /** Of an encrypted vault only. */
  header: (vault: string): string => join(vault, 'vault.json'),
  database: (vault: string): string => join(vault, 'vault.sqlite'),
  /** Derived from the rest, removable at any time. */
  searchIndex: (vault: string): string => join(vault, 'index.sqlite'),
  /** Working data of the app, no evidence. */
  workDatabase: (vault: string): string => join(vault, 'work.sqlite'),
  lock: (vault: string): string => join(vault, 'vault.lock'),
  lockHolder: (vault: string): string => join(vault, 'vault.lock.json'),
  keys: (vault: string): string => join(vault, 'keys'),
  vaultKey: (vault: string): string => join(vault, 'keys', 'vault-key.age'),
  /** The vault key as the system's store protects it; worth nothing to another account or machine. */
  keptKey: (vault: string): string => join(vault, 'keys', 'vault-key.os.json'),
  recoveryKey: (vault: string): string => join(vault, 'keys', 'vault-key.recovery.age'),
  codeKey: (vault: string): string => join(vault, 'keys', 'vault-key.code.age'),
  privateKey: (vault: string, id: Sha256Digest): string => join(vault, 'keys', `${hexOf(id)}.key.json`),
  incoming: (vault: string): string => join(vault, 'incoming'),
  staging: (vault: string, attempt: Uuid): string => join(vault, 'incoming', attempt),
  cases: (vault: string): string => join(vault, 'cases'),
  caseFolder: (vault: string, id: Uuid): string => join(vault, 'cases', id),
  caseDatabase: (vault: string, id: Uuid): string => join(vault, 'cases', id, 'case.sqlite'),
  profiles: (vault: string, id: Uuid): string => join(vault, 'cases', id, 'profiles'),
  objects: (vault: string, id: Uuid): string => join(vault, 'cases', id, 'objects'),
} as const;

/** `ab/cd/abcd...` of an object's digest, relative to the case's `objects/`. */
export function objectPath(objectsFolder: string, object: Sha256Digest): string {
  const hex = hexOf(object);
  return join(objectsFolder, hex.slice(0, 2), hex.slice(2, 4), hex);
}
