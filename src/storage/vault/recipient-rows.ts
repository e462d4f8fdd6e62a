import { Encrypter } from 'age-encryption';
import { buildCanonicalJson } from '../../core/canonical/canonical-json.ts';
import { parseEntryLine } from '../../core/custody/entry.ts';
import { buildTextCommitment } from '../../core/custody/text-commitment.ts';
import { parseUtf8 } from '../../core/digest/encoding.ts';
import { sha256BytesOf, sha256DigestOf, type Hashing } from '../../core/digest/digest.ts';
import { PugmarkError } from '../../core/errors.ts';
import { nameOfRecipient, recipientSchema, type NewRecipient, type Recipient } from '../../core/model/recipient.ts';
import type { Database } from '../database.ts';
import type { Append } from '../log/custody-log.ts';

/** In `setting.changed` of the vault log, before the id of a recipient. */
const SETTING_PREFIX = 'recipient.';

interface RecipientRow {
  readonly id: string;
  readonly unit: string;
  readonly person: string | null;
  readonly age_key: string;
  readonly receipt_key: Buffer | null;
  readonly checked_how: string;
  readonly checked_at: string;
}

/** The register as its rows say. */
export function readRecipientRows(db: Database): readonly Recipient[] {
  return db
    .prepare<[], RecipientRow>(
      'SELECT id, unit, person, age_key, receipt_key, checked_how, checked_at FROM recipients ORDER BY unit, person, id',
    )
    .all()
    .map((row) => ({
      format: 'recipient/v1',
      id: row.id,
      unit: row.unit,
      ...(row.person === null ? {} : { person: row.person }),
      ageKey: row.age_key,
      ...(row.receipt_key === null ? {} : { receiptKey: sha256DigestOf(row.receipt_key) }),
      checkedHow: row.checked_how,
      checkedAt: row.checked_at,
    }));
}

/**
 * The register. Whoever could change a row unseen would have packages encrypted to a key of their own: each row must be the one that the vault
 * log commits to. Throws `vault-corrupt`.
 */
export function readRecipients(db: Database, hashing: Pick<Hashing, 'sha256'>): readonly Recipient[] {
  const rows = readRecipientRows(db);
  if (rows.length === 0) return rows;
  const logged = readLoggedRecipients(db, hashing);
  for (const row of rows) {
    if (logged.get(row.id) !== valueOf(row))
      throw new PugmarkError(
        'vault-corrupt',
        `The recipient ${nameOfRecipient(row)} is not the one that the vault log knows: run "pugmark check"`,
      );
  }
  return rows;
}

/** Row and log entry of a recipient. Within a transaction. Throws `usage` when a field is empty, too long, or no key. */
export function insertRecipient(
  db: Database,
  append: Append,
  recipient: NewRecipient & { readonly id: string; readonly checkedAt: string; readonly actor: string },
): Recipient {
  const { actor, ...fields } = recipient;
  const parsed = recipientSchema.safeParse({ format: 'recipient/v1', ...trimmed(fields) });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new PugmarkError('usage', `The recipient cannot be kept: ${String(issue?.path[0] ?? 'it')}: ${issue?.message ?? 'invalid'}`);
  }
  const kept = parsed.data;
  assertAgeKey(kept.ageKey);
  appendRecipient(append, kept.id, valueOf(kept), actor);
  db.prepare('INSERT INTO recipients (id, unit, person, age_key, receipt_key, checked_how, checked_at) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    kept.id,
    kept.unit,
    kept.person ?? null,
    kept.ageKey,
    kept.receiptKey === undefined ? null : Buffer.from(sha256BytesOf(kept.receiptKey)),
    kept.checkedHow,
    kept.checkedAt,
  );
  return kept;
}

/** Takes a recipient out of the register; what was logged of it stays. Within a transaction. Throws `usage` for an unknown one. */
export function deleteRecipient(db: Database, append: Append, id: string, actor: string): void {
  appendRecipient(append, id, 'null', actor);
  if (db.prepare('DELETE FROM recipients WHERE id = ?').run(id).changes === 0)
    throw new PugmarkError('usage', 'There is no such recipient');
}

/** The newest value of each recipient by its id; undefined when its text is not the one that was committed to. */
export function readLoggedRecipients(db: Database, hashing: Pick<Hashing, 'sha256'>): ReadonlyMap<string, string | undefined> {
  const rows = db
    .prepare<[], { line: string; nonce: Buffer | null; text: string | null }>(
      `SELECT e.line, t.nonce, t.text FROM entries e JOIN segments s ON s.origin = e.origin
       LEFT JOIN texts t ON t.origin = e.origin AND t.seq = e.seq AND t.name = 'value'
       WHERE e.line LIKE '%"name":"${SETTING_PREFIX}%' ORDER BY s.ordinal, e.seq`,
    )
    .all();
  const logged = new Map<string, string | undefined>();
  for (const { line, nonce, text } of rows) {
    const { type, details } = parseEntryLine(line);
    const name = details['name'];
    if (type !== 'setting.changed' || typeof name !== 'string' || !name.startsWith(SETTING_PREFIX)) continue;
    const isKept = nonce !== null && text !== null && buildTextCommitment(hashing, nonce, text) === details['valueCommitment'];
    logged.set(name.slice(SETTING_PREFIX.length), isKept ? text : undefined);
  }
  return logged;
}

/** True for a setting that is a recipient. */
export function isRecipientSetting(name: string): boolean {
  return name.startsWith(SETTING_PREFIX);
}

/** As the log keeps it. */
export function valueOf(recipient: Recipient): string {
  return parseUtf8(buildCanonicalJson(recipient));
}

function appendRecipient(append: Append, id: string, value: string, actor: string): void {
  append({ type: 'setting.changed', actor, details: { name: `${SETTING_PREFIX}${id}` }, texts: { value } });
}

function trimmed(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => [name, typeof value === 'string' ? value.trim() : value]),
  );
}

function assertAgeKey(ageKey: string): void {
  try {
    new Encrypter().addRecipient(ageKey);
  } catch (cause) {
    throw new PugmarkError('usage', 'The key of the recipient is no age recipient (age1...)', { cause });
  }
}
