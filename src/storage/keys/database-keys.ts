import type { Uuid } from '../../core/ids.ts';
import type { Cryptography } from '../../core/ports.ts';
import type { DatabaseKey } from '../database-key.ts';

/** The key of each database of a vault; all undefined in a vault in plain. */
export interface DatabaseKeys {
  readonly encrypted: boolean;
  readonly vault: DatabaseKey;
  readonly index: DatabaseKey;
  readonly work: DatabaseKey;
  ofCase(id: Uuid): DatabaseKey;
}

export const PLAIN_DATABASES: DatabaseKeys = {
  encrypted: false,
  vault: undefined,
  index: undefined,
  work: undefined,
  ofCase: () => undefined,
};

/** One key per database, by HKDF-SHA-256 of the vault key (docs/formats/vault.md, frozen). */
export function deriveDatabaseKeys(cryptography: Pick<Cryptography, 'deriveKey'>, vaultKey: Uint8Array): DatabaseKeys {
  const derive = (name: string): Uint8Array => cryptography.deriveKey(vaultKey, new Uint8Array(), `pugmark ${name} v1`);
  return {
    encrypted: true,
    vault: derive('vault-database'),
    index: derive('index-database'),
    work: derive('work-database'),
    ofCase: (id) => derive(`case-database ${id}`),
  };
}
