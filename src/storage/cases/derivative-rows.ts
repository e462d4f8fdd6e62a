import { buildCanonicalJson, parseCanonicalJson } from '../../core/canonical/canonical-json.ts';
import { parseUtf8, toUtf8 } from '../../core/digest/encoding.ts';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import { isPugmarkError, PugmarkError } from '../../core/errors.ts';
import { parseExhibitNumber, type ExhibitNumber, type Uuid } from '../../core/ids.ts';
import type { StoredDerivative } from '../../core/model/derivative.ts';
import { redactionSchema } from '../../core/redaction/redaction.ts';
import type { Database } from '../database.ts';
import type { StagedArtifact } from '../objects/staging.ts';
import { hasDerivatives, type StoredFileRow } from './case-rows.ts';

export interface DerivativeRow extends StoredFileRow {
  readonly id: Uuid;
  readonly number: number;
  /** RFC 8785 form of its record. */
  readonly redaction: string;
  /** SHA-256 of that. */
  readonly digest: Sha256Digest;
  readonly author: string;
  readonly made_at: string;
}

/** In the order in which they were made; none where the database is older than derivatives. */
export function readDerivativeRows(db: Database): readonly DerivativeRow[] {
  return hasDerivatives(db) ? db.prepare<[], DerivativeRow>('SELECT * FROM derivatives ORDER BY rowid').all() : [];
}

/** Throws `vault-corrupt` for a record that is none. */
export function readDerivatives(db: Database, exhibit: ExhibitNumber | undefined): readonly StoredDerivative[] {
  const number = exhibit === undefined ? undefined : parseExhibitNumber(exhibit);
  return readDerivativeRows(db)
    .filter((row) => exhibit === undefined || row.number === number)
    .map(storedDerivativeOf);
}

function storedDerivativeOf(row: DerivativeRow): StoredDerivative {
  try {
    const redaction = parseCanonicalJson(toUtf8(row.redaction), redactionSchema, `record of the derivative ${row.name}`);
    return {
      redaction,
      digest: row.digest,
      author: row.author,
      madeAt: row.made_at,
      file: {
        role: redaction.original.role,
        name: row.name,
        mediaType: row.media_type,
        sizeBytes: row.size_bytes,
        sha256: row.sha256,
        sha512: row.sha512,
        objectSha256: row.object_sha256,
        encrypted: row.key_id !== null,
      },
    };
  } catch (error) {
    if (!isPugmarkError(error)) throw error;
    throw new PugmarkError('vault-corrupt', `The record of the derivative ${row.name} cannot be read; run a check, restore a backup`, {
      cause: error,
    });
  }
}

/** Call within the transaction that appends its log entry. */
export function insertDerivative(
  db: Database,
  made: { readonly number: number; readonly staged: StagedArtifact } & Omit<StoredDerivative, 'file'>,
): void {
  const { redaction, staged } = made;
  const { artifact } = staged;
  db.prepare(
    `INSERT INTO derivatives (id, number, name, media_type, size_bytes, sha256, sha512, object_sha256, stored_bytes, key_id, redaction, digest, author, made_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    redaction.id,
    made.number,
    artifact.name,
    artifact.mediaType,
    artifact.sizeBytes,
    artifact.sha256,
    artifact.sha512,
    staged.objectSha256,
    staged.storedBytes,
    staged.keyId ?? null,
    parseUtf8(buildCanonicalJson(redaction)),
    made.digest,
    made.author,
    made.madeAt,
  );
}
