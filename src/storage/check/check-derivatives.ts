import { parseCanonicalJson } from '../../core/canonical/canonical-json.ts';
import type { CustodyEntry } from '../../core/custody/entry.ts';
import type { LogReport } from '../../core/custody/log-report.ts';
import { sha256DigestOf, type Sha256Digest } from '../../core/digest/digest.ts';
import { toUtf8 } from '../../core/digest/encoding.ts';
import { isPugmarkError } from '../../core/errors.ts';
import { formatExhibitNumber } from '../../core/ids.ts';
import { buildDerivativeDetails } from '../../core/redaction/build-redaction.ts';
import { redactionSchema, type Redaction } from '../../core/redaction/redaction.ts';
import { readArtifactRows, type ArtifactRow } from '../cases/case-rows.ts';
import { readDerivativeRows, type DerivativeRow } from '../cases/derivative-rows.ts';
import type { Database } from '../database.ts';
import { readErasedNumbers } from '../erase/tombstones.ts';
import type { ContentKeys } from '../keys/content-keys.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import type { CheckCollector } from './check-collector.ts';
import type { ObjectFacts } from './check-objects.ts';
import { checkEncrypted, checkStored, isSamePlain } from './check-stored.ts';

interface DerivativeCheck {
  readonly collector: CheckCollector;
  readonly environment: VaultEnvironment;
  readonly db: Database;
  readonly objectsFolder: string;
  /** What was found of each object so far. */
  readonly seen: Map<Sha256Digest, ObjectFacts | undefined>;
  /** Undefined: without a passphrase. */
  readonly keys: ContentKeys | undefined;
  readonly report: LogReport;
  readonly subject: string;
}

interface LoggedDerivative {
  readonly entry: CustodyEntry;
  /** What its entry commits to of an original text; undefined when that was erased. */
  readonly original: string | undefined;
}

/** Derivatives: each has its entry and each entry its derivative, bytes and records are those that were made. Returns how many were not opened. */
export async function checkKeptDerivatives(parts: DerivativeCheck): Promise<number> {
  const { collector, db, keys, subject } = parts;
  const logged = readLogged(parts);
  let notOpened = 0;
  for (const row of readDerivativeRows(db)) {
    const place = `${subject} ${formatExhibitNumber(row.number)}`;
    checkRow(parts, row, logged.get(row.id), place);
    logged.delete(row.id);
    collector.checked.artifacts += 1;
    const stored: ArtifactRow = { ...row, role: 'media' };
    const facts = await checkStored({ ...parts, row: stored, place });
    if (facts === undefined) continue;
    if (row.key_id === null) {
      if (!isSamePlain(facts, stored))
        collector.finding('artifact-changed', `${place} ${row.name}`, 'Its bytes are not those of its digests');
    } else if (keys === undefined) notOpened += 1;
    else await checkEncrypted({ ...parts, keys, row: stored, place });
  }
  const erased = new Set(readErasedNumbers(db).map((number) => formatExhibitNumber(number)));
  for (const { entry } of logged.values()) {
    if (entry.exhibit !== undefined && erased.has(entry.exhibit)) continue;
    collector.finding('derivative-missing', `${subject} ${entry.exhibit ?? ''}`, 'The log has it, and the case does not');
  }
  return notOpened;
}

function readLogged({ collector, db, report, subject }: DerivativeCheck): Map<unknown, LoggedDerivative> {
  const texts = db.prepare<[string, number], { text: string | null }>(
    "SELECT text FROM texts WHERE origin = ? AND seq = ? AND name = 'original'",
  );
  const logged = new Map<unknown, LoggedDerivative>();
  for (const { entry, origin, seq } of report.leaves) {
    if (entry?.type !== 'derivative.made') continue;
    const id = entry.details['derivative'];
    if (logged.has(id)) collector.finding('derivative-row-differs', `${subject} ${entry.exhibit ?? ''}`, 'The log has it twice');
    logged.set(id, { entry, original: texts.get(origin, seq)?.text ?? undefined });
  }
  return logged;
}

function checkRow(
  { collector, db, environment }: DerivativeCheck,
  row: DerivativeRow,
  logged: LoggedDerivative | undefined,
  place: string,
): void {
  const differs = (message: string): void => collector.finding('derivative-row-differs', `${place} ${row.name}`, message);
  const redaction = parseRecord(collector, row, place);
  if (redaction === undefined) return;
  const { hashing } = environment.cryptography;
  if (sha256DigestOf(hashing.sha256(toUtf8(row.redaction))) !== row.digest) differs('Its record is not the one of its digest');
  const { derivative, original } = redaction;
  const isSameFile =
    derivative.name === row.name &&
    derivative.mediaType === row.media_type &&
    derivative.sizeBytes === row.size_bytes &&
    derivative.sha256 === row.sha256 &&
    derivative.sha512 === row.sha512;
  if (redaction.id !== row.id || redaction.exhibit !== formatExhibitNumber(row.number) || !isSameFile)
    differs('Its record is of another derivative');
  const source = readArtifactRows(db, row.number).find(({ name }) => name === original.name);
  const isOfSource =
    source?.role === original.role &&
    source.media_type === original.mediaType &&
    (original.sha256 ?? source.sha256) === source.sha256 &&
    (original.sha512 ?? source.sha512) === source.sha512 &&
    (original.sizeBytes ?? source.size_bytes) === source.size_bytes &&
    (source.key_id === null) === (row.key_id === null);
  if (!isOfSource) differs('Its record names another original than the exhibit has');
  if (logged === undefined) {
    differs('No entry of the log accounts for it');
    return;
  }
  const { entry } = logged;
  const details = Object.entries(buildDerivativeDetails(redaction));
  const isLogged =
    entry.exhibit === redaction.exhibit &&
    entry.digest === row.digest &&
    entry.actor === row.author &&
    entry.time === row.made_at &&
    details.every(([name, value]) => entry.details[name] === value) &&
    (original.sha256 === undefined) === (entry.details['originalCommitment'] !== undefined) &&
    (original.sha256 !== undefined || logged.original === undefined || logged.original === source?.sha256);
  if (!isLogged) differs('The log says otherwise of it');
}

function parseRecord(collector: CheckCollector, row: DerivativeRow, place: string): Redaction | undefined {
  try {
    return parseCanonicalJson(toUtf8(row.redaction), redactionSchema, row.name);
  } catch (error) {
    if (!isPugmarkError(error)) throw error;
    collector.finding('derivative-row-differs', `${place} ${row.name}`, error.message);
    return undefined;
  }
}
