import type { Sha256Digest, Sha512Digest } from '../../core/digest/digest.ts';
import { formatExhibitNumber, parseExhibitNumber, type ExhibitNumber, type Uuid } from '../../core/ids.ts';
import type { ArtifactRole } from '../../core/model/artifact.ts';
import type { AttemptState, ExhibitSummary, StoredArtifact } from '../../core/model/case.ts';
import type { FoundExhibit } from '../../core/ports.ts';
import type { Database } from '../database.ts';
import { ERASED_COLUMN } from '../erase/tombstones.ts';

interface ExhibitRow {
  readonly number: number;
  readonly id: Uuid;
  readonly kind: 'capture' | 'received';
  readonly state: AttemptState;
  readonly requested_url: string;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly digest: Sha256Digest | null;
  readonly sealed_at: string | null;
  readonly title: string | null;
  readonly document_url: string | null;
  readonly shown_url: string | null;
  readonly http_status: number | null;
  readonly erased: 0 | 1;
}

/** What is known of a stored file, whatever it is. `key_id`: the key that its object is encrypted with. */
export interface StoredFileRow {
  readonly name: string;
  readonly media_type: string;
  readonly size_bytes: number;
  readonly sha256: Sha256Digest;
  readonly sha512: Sha512Digest;
  readonly object_sha256: Sha256Digest;
  readonly stored_bytes: number;
  readonly key_id: Uuid | null;
}

export interface ArtifactRow extends StoredFileRow {
  readonly role: ArtifactRole;
}

const EXHIBIT_COLUMNS = `a.number, a.id, a.kind, a.state, a.requested_url, a.started_at, a.ended_at,
  e.digest, e.sealed_at, e.title, e.document_url, e.shown_url, e.http_status, ${ERASED_COLUMN}
  FROM attempts a LEFT JOIN exhibits e ON e.number = a.number`;

/** Oldest first. */
export function readExhibits(db: Database): readonly ExhibitSummary[] {
  return db.prepare<[], ExhibitRow>(`SELECT ${EXHIBIT_COLUMNS} ORDER BY a.number`).all().map(summaryOf);
}

/** Undefined when there is no such attempt, or `exhibit` is no number. */
export function readExhibit(db: Database, exhibit: ExhibitNumber): FoundExhibit | undefined {
  const number = parseExhibitNumber(exhibit);
  if (number === undefined) return undefined;
  const row = db.prepare<[number], ExhibitRow>(`SELECT ${EXHIBIT_COLUMNS} WHERE a.number = ?`).get(number);
  if (row === undefined) return undefined;
  return {
    summary: summaryOf(row),
    artifacts: readArtifacts(db, number),
    ...(row.sealed_at === null ? {} : { sealedAt: row.sealed_at }),
  };
}

export function readArtifactRows(db: Database, number: number): readonly ArtifactRow[] {
  return db
    .prepare<[number], ArtifactRow>(
      `SELECT role, name, media_type, size_bytes, sha256, sha512, object_sha256, stored_bytes, key_id
       FROM artifacts WHERE number = ? ORDER BY position`,
    )
    .all(number);
}

/** In the record's order, `capture.json` last. */
export function readArtifacts(db: Database, number: number): readonly StoredArtifact[] {
  return readArtifactRows(db, number).map(storedArtifactOf);
}

export function storedArtifactOf(row: ArtifactRow): StoredArtifact {
  return {
    role: row.role,
    name: row.name,
    mediaType: row.media_type,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    sha512: row.sha512,
    objectSha256: row.object_sha256,
    encrypted: row.key_id !== null,
  };
}

/** The content key of an encrypted artifact. */
export function readArtifactKeyId(db: Database, object: Sha256Digest): Uuid | undefined {
  const of = (table: string): Uuid | undefined => {
    const keys = db.prepare<[string], { key_id: Uuid | null }>(`SELECT key_id FROM ${table} WHERE object_sha256 = ? LIMIT 1`);
    return keys.get(object)?.key_id ?? undefined;
  };
  return of('artifacts') ?? (hasDerivatives(db) ? of('derivatives') : undefined);
}

/** True when an exhibit of the case, or a derivative of one, names this object. */
export function isReferenced(db: Database, object: Sha256Digest): boolean {
  const isNamedBy = (table: string): boolean =>
    db.prepare<[string], { one: number }>(`SELECT 1 AS one FROM ${table} WHERE object_sha256 = ? LIMIT 1`).get(object) !== undefined;
  return isNamedBy('artifacts') || (hasDerivatives(db) && isNamedBy('derivatives'));
}

/** Objects that artifacts and derivatives of the case name, each with the exhibits that do. */
export function readObjectOwners(db: Database): ReadonlyMap<Sha256Digest, ReadonlySet<number>> {
  const owners = new Map<Sha256Digest, Set<number>>();
  for (const table of ['artifacts', ...(hasDerivatives(db) ? ['derivatives'] : [])]) {
    const rows = db.prepare<[], { readonly number: number; readonly object: Sha256Digest }>(
      `SELECT number, object_sha256 AS object FROM ${table}`,
    );
    for (const { number, object } of rows.iterate()) owners.set(object, (owners.get(object) ?? new Set()).add(number));
  }
  return owners;
}

/** False for a database that was last written before there were derivatives: a reader does not change its layout. */
export function hasDerivatives(db: Database): boolean {
  return (
    db.prepare<[], { one: number }>("SELECT 1 AS one FROM sqlite_schema WHERE type = 'table' AND name = 'derivatives'").get() !== undefined
  );
}

export function countAttemptsByState(db: Database): Readonly<Partial<Record<AttemptState, number>>> {
  const rows = db.prepare<[], { state: AttemptState; count: number }>('SELECT state, count(*) AS count FROM attempts GROUP BY state').all();
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Highest number in the case; 0 before the first. */
export function readHighestNumber(db: Database): number {
  return db.prepare<[], { highest: number }>('SELECT coalesce(max(number), 0) AS highest FROM attempts').get()?.highest ?? 0;
}

export function readMeta(db: Database, name: string): string | undefined {
  return db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE name = ?').get(name)?.value;
}

export function writeMeta(db: Database, name: string, value: string): void {
  db.prepare('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value').run(name, value);
}

export function deleteMeta(db: Database, name: string): void {
  db.prepare('DELETE FROM meta WHERE name = ?').run(name);
}

function summaryOf(row: ExhibitRow): ExhibitSummary {
  return {
    exhibit: formatExhibitNumber(row.number),
    attempt: row.id,
    kind: row.kind,
    state: row.state,
    requestedUrl: row.requested_url,
    startedAt: row.started_at,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...(row.digest === null ? {} : { digest: row.digest }),
    ...(row.title === null ? {} : { title: row.title }),
    ...(row.document_url === null ? {} : { documentUrl: row.document_url }),
    ...(row.shown_url === null ? {} : { shownUrl: row.shown_url }),
    ...(row.http_status === null ? {} : { httpStatus: row.http_status }),
    ...(row.erased === 1 ? { erased: true } : {}),
  };
}
