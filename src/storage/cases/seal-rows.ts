import type { Sha256Digest } from '../../core/digest/digest.ts';
import type { AttemptState } from '../../core/model/case.ts';
import type { SealedFacts } from '../../core/ports.ts';
import type { Database } from '../database.ts';
import { insertContentKey, type ContentKeyRow } from '../keys/content-keys.ts';
import type { StagedArtifact } from '../objects/staging.ts';

/** Rows of a sealed exhibit. Call within the transaction that appends its log entry. */
export function insertExhibit(
  db: Database,
  exhibit: {
    readonly number: number;
    readonly state: Extract<AttemptState, 'sealed' | 'partial' | 'failed'>;
    readonly digest: Sha256Digest;
    readonly sealedAt: string;
    readonly facts: SealedFacts;
    /** Names in the record's order. */
    readonly order: readonly string[];
    readonly staged: readonly StagedArtifact[];
    readonly contentKeys: readonly ContentKeyRow[];
  },
): void {
  const { number, facts } = exhibit;
  db.prepare('UPDATE attempts SET state = ?, ended_at = ? WHERE number = ?').run(exhibit.state, exhibit.sealedAt, number);
  db.prepare(
    'INSERT INTO exhibits (number, digest, sealed_at, title, document_url, shown_url, http_status) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(
    number,
    exhibit.digest,
    exhibit.sealedAt,
    facts.title ?? null,
    facts.documentUrl ?? null,
    facts.shownUrl ?? null,
    facts.httpStatus ?? null,
  );
  for (const key of exhibit.contentKeys) insertContentKey(db, key);
  const insert = db.prepare(
    `INSERT INTO artifacts (number, position, role, name, media_type, size_bytes, sha256, sha512, object_sha256, stored_bytes, key_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  // `capture.json` is in no record: it comes last.
  const place = (name: string): number => (exhibit.order.includes(name) ? exhibit.order.indexOf(name) : exhibit.order.length);
  const ordered = exhibit.staged.toSorted((a, b) => place(a.artifact.name) - place(b.artifact.name));
  for (const [position, { artifact, objectSha256, storedBytes, keyId }] of ordered.entries()) {
    insert.run(
      number,
      position,
      artifact.role,
      artifact.name,
      artifact.mediaType,
      artifact.sizeBytes,
      artifact.sha256,
      artifact.sha512,
      objectSha256,
      storedBytes,
      keyId ?? null,
    );
  }
}
