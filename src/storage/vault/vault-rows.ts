import { PugmarkError } from '../../core/errors.ts';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import type { Uuid } from '../../core/ids.ts';
import type { CaseSummary } from '../../core/model/case.ts';
import { jsonValueSchema, type JsonValue } from '../../core/model/primitives.ts';
import type { Operator } from '../../core/ports.ts';
import type { Database } from '../database.ts';

interface CaseRow {
  readonly id: Uuid;
  readonly reference: string;
  readonly title: string;
  readonly basis: string | null;
  readonly practice: 0 | 1;
  readonly state: CaseSummary['state'];
  readonly opened_at: string;
}

interface OperatorRow {
  readonly service_number: string;
  readonly os_account: string | null;
  readonly key_id: Sha256Digest;
  readonly practice_key_id: Sha256Digest;
  readonly added_at: string;
}

/** In the order of their opening. */
export function readCases(db: Database): readonly CaseSummary[] {
  return db
    .prepare<[], CaseRow>('SELECT id, reference, title, basis, practice, state, opened_at FROM cases ORDER BY ordinal')
    .all()
    .map((row) => ({
      id: row.id,
      reference: row.reference,
      title: row.title,
      ...(row.basis === null ? {} : { basis: row.basis }),
      practice: row.practice === 1,
      state: row.state,
      openedAt: row.opened_at,
    }));
}

/** By reference or UUID; a reference wins. */
export function findCase(db: Database, reference: string): CaseSummary | undefined {
  const cases = readCases(db);
  return cases.find((one) => one.reference === reference) ?? cases.find((one) => one.id === reference);
}

/** In the order in which they were added. */
export function readOperators(db: Database): readonly Operator[] {
  return db
    .prepare<[], OperatorRow>('SELECT service_number, os_account, key_id, practice_key_id, added_at FROM operators ORDER BY rowid')
    .all()
    .map((row) => ({
      serviceNumber: row.service_number,
      ...(row.os_account === null ? {} : { osAccount: row.os_account }),
      addedAt: row.added_at,
      keyId: row.key_id,
      practiceKeyId: row.practice_key_id,
    }));
}

export function insertOperator(db: Database, operator: Operator): void {
  db.prepare('INSERT INTO operators (service_number, os_account, key_id, practice_key_id, added_at) VALUES (?, ?, ?, ?, ?)').run(
    operator.serviceNumber,
    operator.osAccount ?? null,
    operator.keyId,
    operator.practiceKeyId,
    operator.addedAt,
  );
}

/** Throws `vault-corrupt` for one that is no JSON. */
export function readSettings(db: Database): Readonly<Record<string, JsonValue>> {
  const rows = db.prepare<[], { name: string; value: string }>('SELECT name, value FROM settings ORDER BY name').all();
  return Object.fromEntries(rows.map(({ name, value }) => [name, parseSetting(name, value)]));
}

/** Throws `vault-corrupt`. */
export function parseSetting(name: string, value: string): JsonValue {
  try {
    return jsonValueSchema.parse(JSON.parse(value));
  } catch (cause) {
    throw new PugmarkError('vault-corrupt', `The setting ${name} of the vault is damaged; run a check, restore a backup`, { cause });
  }
}
