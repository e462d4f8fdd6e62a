import { concatBytes, toUtf8 } from '../../core/digest/encoding.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { Uuid } from '../../core/ids.ts';
import type { Cryptography } from '../../core/ports.ts';
import type { Database } from '../database.ts';

export interface ContentKeyRow {
  readonly id: Uuid;
  readonly kind: 'case' | 'exhibit' | 'secrets';
  readonly number: number | null;
  readonly wrapped_by: Uuid | null;
  readonly nonce: Uint8Array;
  readonly sealed: Uint8Array;
}

/** A key that encrypts objects of one exhibit. */
export interface ContentKey {
  readonly id: Uuid;
  readonly bytes: Uint8Array;
}

/** What a key of an exhibit encrypts: [secrets], or in an encrypted vault everything else. */
export type ExhibitKeyKind = 'exhibit' | 'secrets';

export interface NewContentKey {
  readonly key: ContentKey;
  /** Its row, once the number of the exhibit is known. */
  wrap(number: number): ContentKeyRow;
}

/** The case key under the vault key, as it is made with the case. */
export function buildCaseKey(cryptography: Cryptography, vaultKey: Uint8Array, caseId: Uuid): ContentKeyRow {
  const row = { id: cryptography.random.uuid(), kind: 'case', number: null, wrapped_by: null } as const;
  return { ...row, ...wrap(cryptography, vaultWrappingKey(cryptography, vaultKey), caseId, row, cryptography.random.bytes(32)) };
}

/** Keys of one case's objects: made, wrapped and opened with the vault key. */
export class ContentKeys {
  private readonly db: Database;
  private readonly cryptography: Cryptography;
  private readonly vaultKey: Uint8Array;
  private readonly caseId: Uuid;

  constructor(db: Database, cryptography: Cryptography, vaultKey: Uint8Array, caseId: Uuid) {
    this.db = db;
    this.cryptography = cryptography;
    this.vaultKey = vaultKey;
    this.caseId = caseId;
  }

  /** A new key of an exhibit; it exists in memory only until its row is committed with the exhibit, whose number it may not know before. */
  make(kind: ExhibitKeyKind): NewContentKey {
    const { random } = this.cryptography;
    const parent = this.caseKey();
    const bytes = random.bytes(32);
    const key = { id: random.uuid(), bytes };
    // For its first row; a commit that is tried again takes another one, for the number in it may be another.
    let drawn: Uint8Array | undefined = random.bytes(12);
    const wrapRow = (number: number): ContentKeyRow => {
      const row = { id: key.id, kind, number, wrapped_by: parent.id } as const;
      const nonce = drawn ?? random.bytes(12);
      drawn = undefined;
      return { ...row, ...wrap(this.cryptography, exhibitWrappingKey(this.cryptography, parent.bytes), this.caseId, row, bytes, nonce) };
    };
    return { key, wrap: wrapRow };
  }

  /** Throws `key-invalid` when there is no such key or it does not open. */
  open(id: Uuid): ContentKey {
    const row = this.read('SELECT * FROM content_keys WHERE id = ?', id);
    if (row.kind === 'case') throw new PugmarkError('key-invalid', 'A case key encrypts no object');
    return { id, bytes: unwrap(this.cryptography, exhibitWrappingKey(this.cryptography, this.caseKey().bytes), this.caseId, row) };
  }

  /** The key of what the case keeps beside its exhibits: logins of the browser. */
  profileKey(): ContentKey {
    const { id, bytes } = this.caseKey();
    return { id, bytes: this.cryptography.deriveKey(bytes, new Uint8Array(), 'pugmark kept-profile key v1') };
  }

  private caseKey(): ContentKey {
    const row = this.read("SELECT * FROM content_keys WHERE kind = 'case'");
    return { id: row.id, bytes: unwrap(this.cryptography, vaultWrappingKey(this.cryptography, this.vaultKey), this.caseId, row) };
  }

  private read(sql: string, ...parameters: readonly string[]): ContentKeyRow {
    const row = this.db.prepare<string[], ContentKeyRow>(sql).get(...parameters);
    if (row === undefined) throw new PugmarkError('key-invalid', 'A key of the case is missing; restore a backup');
    return row;
  }
}

/** Writes a key's row. Call within a transaction. */
export function insertContentKey(db: Database, row: ContentKeyRow): void {
  db.prepare('INSERT INTO content_keys (id, kind, number, wrapped_by, nonce, sealed) VALUES (?, ?, ?, ?, ?, ?)').run(
    row.id,
    row.kind,
    row.number,
    row.wrapped_by,
    row.nonce,
    row.sealed,
  );
}

type KeyPlace = Pick<ContentKeyRow, 'id' | 'kind' | 'number' | 'wrapped_by'>;

function wrap(
  cryptography: Cryptography,
  wrappingKey: Uint8Array,
  caseId: Uuid,
  place: KeyPlace,
  bytes: Uint8Array,
  nonce: Uint8Array = cryptography.random.bytes(12),
): { readonly nonce: Uint8Array; readonly sealed: Uint8Array } {
  return { nonce, sealed: cryptography.aead.seal(wrappingKey, nonce, associatedData(caseId, place), bytes) };
}

function unwrap(cryptography: Cryptography, wrappingKey: Uint8Array, caseId: Uuid, row: ContentKeyRow): Uint8Array {
  const bytes = cryptography.aead.open(wrappingKey, row.nonce, associatedData(caseId, row), row.sealed);
  if (bytes === undefined) throw new PugmarkError('key-invalid', `Key ${row.id} of the case does not open; restore a backup`);
  return bytes;
}

function vaultWrappingKey(cryptography: Cryptography, vaultKey: Uint8Array): Uint8Array {
  return cryptography.deriveKey(vaultKey, new Uint8Array(), 'pugmark case-key wrapping v1');
}

function exhibitWrappingKey(cryptography: Cryptography, caseKey: Uint8Array): Uint8Array {
  return cryptography.deriveKey(caseKey, new Uint8Array(), 'pugmark exhibit-key wrapping v1');
}

/** A key moved to another case, exhibit or use does not open. */
function associatedData(caseId: Uuid, place: KeyPlace): Uint8Array {
  return concatBytes(
    toUtf8(`pugmark content-key v1\n${caseId}\n${place.id}\n${place.kind}\n${place.number ?? '-'}\n${place.wrapped_by ?? 'vault'}\n`),
  );
}
