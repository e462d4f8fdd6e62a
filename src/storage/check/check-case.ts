import { existsSync } from 'node:fs';
import type { UtcTime } from '../../core/clock.ts';
import type { LogKeyLink } from '../../core/custody/key-eras.ts';
import type { LogReport } from '../../core/custody/log-report.ts';
import type { CustodyEntry } from '../../core/custody/entry.ts';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import { PugmarkError } from '../../core/errors.ts';
import { formatExhibitNumber, parseExhibitNumber, type ExhibitNumber, type Uuid } from '../../core/ids.ts';
import type { CaseSummary } from '../../core/model/case.ts';
import type { CaptureRecord } from '../../core/model/capture-record.ts';
import type { KnownLog } from '../anchor.ts';
import { readArtifactRows, readExhibits, readMeta, readObjectOwners, storedArtifactOf, type ArtifactRow } from '../cases/case-rows.ts';
import { readSessionTokens } from '../cases/token-rows.ts';
import { CASE_DATABASE, readDatabase, type Database } from '../database.ts';
import { vaultPaths } from '../files/vault-paths.ts';
import { ContentKeys, type ContentKey } from '../keys/content-keys.ts';
import type { DatabaseKeys } from '../keys/database-keys.ts';
import { readNewestStation } from '../log/key-path.ts';
import { readSegments } from '../log/log-rows.ts';
import { readObject, readPlacingJournal } from '../objects/object-store.ts';
import type { VaultEnvironment } from '../vault-environment.ts';
import { readLeftovers } from '../vault/recovery.ts';
import type { CheckCollector } from './check-collector.ts';
import { checkDatabase } from './check-database.ts';
import { checkKeptDerivatives } from './check-derivatives.ts';
import { checkErased } from './check-erased.ts';
import { checkExhibitRow, checkRecord, type CheckedExhibit } from './check-exhibit.ts';
import { checkLog } from './check-log.ts';
import { checkEmptyTables, checkMeta } from './check-meta.ts';
import { findUnknownFiles, type ObjectFacts } from './check-objects.ts';
import { checkReceivedRecord } from './check-received.ts';
import { checkRecipes } from './check-recipes.ts';
import { checkRowsAgainstLog } from './check-rows.ts';
import { checkStatements } from './check-statements.ts';
import { checkTokens } from './check-tokens.ts';
import { checkEncrypted, checkStored, isSamePlain } from './check-stored.ts';

export interface OpenedCaseLog {
  readonly origin: string;
  readonly time: UtcTime;
}

export interface CaseCheckParts {
  readonly collector: CheckCollector;
  readonly environment: VaultEnvironment;
  readonly folder: string;
  readonly summary: CaseSummary;
  /** The current identity. */
  readonly station: Sha256Digest;
  readonly logKeys: readonly Uint8Array[];
  readonly links: readonly LogKeyLink[];
  /** What the vault log says of the beginning of the case's log. */
  readonly opened: OpenedCaseLog | undefined;
  readonly vault: Uuid;
  readonly known: KnownLog;
  /** This station wrote the vault in this place: then it kept the state of each of its cases too. */
  readonly isPlaceKnown: boolean;
  readonly vaultKey: Uint8Array | undefined;
  readonly databases: DatabaseKeys;
}

/** Everything of one case: database, log, rows, records, bytes, recipes. */
export async function checkCase(parts: CaseCheckParts): Promise<void> {
  const { collector, summary, folder } = parts;
  const subject = `case ${summary.reference}`;
  const path = vaultPaths.caseDatabase(folder, summary.id);
  if (!existsSync(path)) {
    collector.finding('case-missing', subject, 'Its folder or its database is not here; restore a backup');
    return;
  }
  collector.checked.cases += 1;
  await collector.partAsync(subject, async () => {
    const db = readDatabase(path, CASE_DATABASE, parts.databases.ofCase(summary.id));
    try {
      // One state for the whole check, whatever a writer does meanwhile.
      db.exec('BEGIN');
      await checkOpenCase(parts, db, subject);
    } finally {
      db.close();
    }
  });
}

async function checkOpenCase(parts: CaseCheckParts, db: Database, subject: string): Promise<void> {
  const { collector, environment, summary } = parts;
  checkDatabase(collector, db, CASE_DATABASE, subject);
  if (readMeta(db, 'case') !== summary.id || readMeta(db, 'practice') !== String(summary.practice)) {
    collector.finding('case-row-differs', subject, 'Its database belongs to another case, or is of another kind');
  }
  checkMeta(
    collector,
    db,
    new Map([
      ['case', summary.id],
      ['practice', String(summary.practice)],
      ['vault', parts.vault],
    ]),
    subject,
  );
  // Nobody is asked for the time of practice.
  checkEmptyTables(collector, db, summary.practice ? ['tokens', 'statements', 'analysis_runs'] : ['statements', 'analysis_runs'], subject);
  if (parts.opened !== undefined && readSegments(db)[0]?.origin !== parts.opened.origin) {
    collector.finding('case-row-differs', subject, 'Its log is not the one that the vault log names');
  }
  const report = checkLog(collector, {
    db,
    cryptography: environment.cryptography,
    expected: { subject: summary.id, station: readLastStation(parts, db), logKeys: parts.logKeys, links: parts.links },
    known: parts.known,
    startedAt: parts.opened?.time,
    subject,
  });
  for (const id of report.openExports)
    collector.note(
      'export-open',
      `${subject} package ${id}`,
      'Its export has no end: under way, or cut off; the next start accounts for it',
    );
  if (parts.isPlaceKnown && parts.known.own.state === 'absent')
    collector.note('anchor-absent', subject, 'What this station kept about its log is missing: a rollback could not be seen');
  const ends = checkRowsAgainstLog(collector, db, environment.cryptography, report, subject);
  if (!summary.practice) checkTokens(collector, { db, hashing: environment.cryptography.hashing, report, subject });
  checkStatements(collector, db, report, subject);
  checkErased(collector, db, report, subject);
  await checkBytes(parts, db, { ends, report }, subject);
}

/** The identity that its newest entry names: a case that was not opened since a rotation stands under the one before. */
function readLastStation({ station, links }: CaseCheckParts, db: Database): Sha256Digest {
  const last = readNewestStation(db);
  return links.some(({ purpose, from }) => purpose === 'identity' && from === last) && last !== undefined ? last : station;
}

async function checkBytes(
  parts: CaseCheckParts,
  db: Database,
  { ends, report }: { readonly ends: ReadonlyMap<ExhibitNumber, CustodyEntry>; readonly report: LogReport },
  subject: string,
): Promise<void> {
  const { collector, environment, summary, folder } = parts;
  const { cryptography } = environment;
  const objectsFolder = vaultPaths.objects(folder, summary.id);
  const seen = new Map<Sha256Digest, ObjectFacts | undefined>();
  const keys = parts.vaultKey === undefined ? undefined : new ContentKeys(db, cryptography, parts.vaultKey, summary.id);
  const read = (row: ArtifactRow): Promise<Uint8Array> => readPlain(parts, objectsFolder, keys, row);
  let notOpened = 0;
  const exhibits = readCheckedExhibits(db);
  for (const [index, exhibit] of exhibits.entries()) {
    const place = `${subject} ${exhibit.summary.exhibit}`;
    collector.progress('exhibit', place, index, exhibits.length);
    checkExhibitRow(collector, exhibit, ends.get(exhibit.summary.exhibit), place);
    if (exhibit.summary.digest === undefined) continue;
    collector.checked.exhibits += 1;
    const whole = new Set<Sha256Digest>();
    for (const row of exhibit.artifacts) {
      collector.checked.artifacts += 1;
      const facts = await checkStored({ collector, environment, objectsFolder, seen, row, place });
      if (facts === undefined) continue;
      if (row.key_id === null) {
        if (isSamePlain(facts, row)) whole.add(row.sha256);
        else collector.finding('artifact-changed', `${place} ${row.name}`, 'Its bytes are not those of its digests');
      } else if (keys === undefined) notOpened += 1;
      else if (await checkEncrypted({ collector, environment, objectsFolder, keys, row, place })) whole.add(row.sha256);
    }
    const station = ends.get(exhibit.summary.exhibit)?.station ?? parts.station;
    const record = await readRecord({ ...parts, station }, db, exhibit, whole, read, place);
    if (record === undefined) continue;
    await checkRecipes(collector, {
      record,
      images: environment.images,
      subject: place,
      readBySha256: async (sha256) => {
        const row = exhibit.artifacts.find((one) => one.sha256 === sha256 && one.role !== 'secrets');
        return row === undefined || !whole.has(sha256) ? undefined : await read(row);
      },
    });
  }
  notOpened += await checkKeptDerivatives({ collector, environment, db, objectsFolder, seen, keys, report, subject });
  if (notOpened > 0) collector.note('not-checked-locked', subject, `${notOpened} encrypted artifacts were not opened: no passphrase`);
  checkUnknownFiles(parts, db, objectsFolder, subject);
}

async function readRecord(
  parts: CaseCheckParts,
  db: Database,
  exhibit: CheckedExhibit,
  whole: ReadonlySet<Sha256Digest>,
  read: (row: ArtifactRow) => Promise<Uint8Array>,
  subject: string,
): Promise<CaptureRecord | undefined> {
  const row = exhibit.artifacts.find(({ role }) => role === 'record');
  if (row === undefined || !whole.has(row.sha256)) return undefined; // Reported already.
  const bytes = await read(row);
  const session = db
    .prepare<[number | undefined], { id: string; started_entry: string; clicked_at: string }>(
      'SELECT s.id, s.started_entry, a.clicked_at FROM attempts a JOIN sessions s ON s.id = a.session WHERE a.number = ?',
    )
    .get(parseExhibitNumber(exhibit.summary.exhibit));
  const known = {
    bytes,
    exhibit,
    summary: parts.summary,
    station: parts.station,
    session: { id: session?.id ?? '', startedEntry: session?.started_entry },
    subject,
  };
  if (exhibit.summary.kind === 'capture') {
    const record = checkRecord(parts.collector, known);
    checkSessionToken(parts, db, record, subject);
    return record;
  }
  checkReceivedRecord(parts.collector, { ...known, addedAt: session?.clicked_at });
  return undefined;
}

/** The lower bound that a record names was there when it was sealed. */
function checkSessionToken(
  { collector, environment }: CaseCheckParts,
  db: Database,
  record: CaptureRecord | undefined,
  subject: string,
): void {
  const { id, tokenDigest } = record?.session ?? {};
  if (id === undefined || tokenDigest === undefined) return;
  const tokens = readSessionTokens(db, environment.cryptography.hashing, id);
  if (tokens.some(({ digest }) => digest === tokenDigest)) return;
  collector.finding('token-missing', subject, 'Its record names a time stamp over the start of its session that is not here');
}

/** Bytes that were found whole. */
async function readPlain(
  parts: CaseCheckParts,
  objectsFolder: string,
  keys: ContentKeys | undefined,
  row: ArtifactRow,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const { cryptography } = parts.environment;
  const openKey = async (): Promise<ContentKey> => {
    if (keys === undefined) throw new PugmarkError('program-fault', 'An artifact was found whole that was not opened');
    return await Promise.resolve(keys.open(row.key_id ?? ''));
  };
  for await (const piece of readObject(cryptography, objectsFolder, storedArtifactOf(row), openKey)) pieces.push(piece);
  return Buffer.concat(pieces);
}

function checkUnknownFiles(parts: CaseCheckParts, db: Database, objectsFolder: string, subject: string): void {
  const { collector, folder, summary } = parts;
  const unknown = findUnknownFiles(objectsFolder, [...readObjectOwners(db).keys()]);
  if (unknown.length === 0) return;
  const committed = readReferencedNow(folder, summary.id, parts.databases);
  const placing = new Set(readLeftovers(folder).flatMap((leftover) => readPlacingJournal(leftover.folder)?.objects ?? []));
  for (const path of unknown) {
    const object = `sha256:${path.split('/').at(-1) ?? ''}` as const;
    // Sealed after this check began.
    if (committed.has(object)) continue;
    if (placing.has(object))
      collector.note('capture-under-way', `${subject}: ${path}`, 'A capture is being sealed, or was cut off; the next start settles it');
    else collector.finding('object-unknown', `${subject}: ${path}`, 'No artifact accounts for this file');
  }
}

/** Objects of the case as of now: the check itself reads an older state. */
function readReferencedNow(folder: string, id: string, databases: DatabaseKeys): ReadonlySet<Sha256Digest> {
  const db = readDatabase(vaultPaths.caseDatabase(folder, id), CASE_DATABASE, databases.ofCase(id));
  try {
    return new Set(readObjectOwners(db).keys());
  } finally {
    db.close();
  }
}

function readCheckedExhibits(db: Database): readonly CheckedExhibit[] {
  const sealedAt = new Map(
    db
      .prepare<[], { number: number; sealed_at: string }>('SELECT number, sealed_at FROM exhibits')
      .all()
      .map(({ number, sealed_at: time }) => [formatExhibitNumber(number), time]),
  );
  return readExhibits(db).map((summary) => ({
    summary,
    sealedAt: sealedAt.get(summary.exhibit),
    artifacts: readArtifactRows(db, parseExhibitNumber(summary.exhibit) ?? 0),
  }));
}
