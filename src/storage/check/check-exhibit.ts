import { buildCanonicalJson } from '../../core/canonical/canonical-json.ts';
import type { CustodyEntry } from '../../core/custody/entry.ts';
import { isSameBytes } from '../../core/digest/encoding.ts';
import { artifactSchema, type Artifact } from '../../core/model/artifact.ts';
import { captureRecordSchema, type CaptureRecord } from '../../core/model/capture-record.ts';
import type { ExhibitSummary } from '../../core/model/case.ts';
import { findDifferingFacts } from '../../core/model/record-facts.ts';
import { findSealedFacts } from '../../core/model/sealed-facts.ts';
import type { ArtifactRow } from '../cases/case-rows.ts';
import type { CheckCollector } from './check-collector.ts';
import { readRecord, type RecordParts } from './read-record.ts';

export interface CheckedExhibit {
  readonly summary: ExhibitSummary;
  readonly sealedAt: string | undefined;
  readonly artifacts: readonly ArtifactRow[];
}

/** One exhibit's rows against the log's end of it: the digest stands in three places, and is the same in all. */
export function checkExhibitRow(collector: CheckCollector, exhibit: CheckedExhibit, end: CustodyEntry | undefined, subject: string): void {
  const { summary, artifacts, sealedAt } = exhibit;
  const isSealed = end?.digest !== undefined;
  if (isSealed && summary.digest === undefined) {
    collector.finding('exhibit-missing', subject, 'The log sealed it, and its rows are not here');
    return;
  }
  if (!isSealed) {
    if (summary.digest !== undefined) collector.finding('exhibit-row-differs', subject, 'The log does not say that it was sealed');
    return;
  }
  if (sealedAt !== end.time) collector.finding('exhibit-row-differs', subject, 'The time of its seal is not that of the log');
  if (summary.erased === true) {
    if (summary.digest !== end.digest)
      collector.finding('record-digest', subject, 'The digest of what was erased is not the one in the log');
    return;
  }
  const record = artifacts.at(-1);
  if (summary.digest !== end.digest || record?.role !== 'record' || record.sha256 !== end.digest) {
    collector.finding('record-digest', subject, `The digest of ${recordNameOf(summary)} is not the one in the log`);
  }
  if (
    record?.name !== recordNameOf(summary) ||
    record.media_type !== 'application/json' ||
    artifacts.filter(({ role }) => role === 'record').length !== 1
  ) {
    collector.finding('artifact-list-differs', subject, 'Its record is listed otherwise than every record is');
  }
  const count = end.details['artifacts'];
  if (count !== artifacts.length)
    collector.finding('artifact-list-differs', subject, `The log sealed ${JSON.stringify(count)} artifacts, here are ${artifacts.length}`);
}

/** The file of the record: `capture.json`, or `received.json` of a received file. */
function recordNameOf({ kind }: Pick<ExhibitSummary, 'kind'>): string {
  return kind === 'received' ? 'received.json' : 'capture.json';
}

/** `capture.json` itself: canonical, of this attempt, and listing exactly what the vault keeps. Undefined when it cannot be read. */
export function checkRecord(collector: CheckCollector, parts: RecordParts): CaptureRecord | undefined {
  const { exhibit, summary, subject, session } = parts;
  const record = readRecord(collector, parts, captureRecordSchema, 'capture.json');
  if (record === undefined) return undefined;
  const differing = findDifferingFacts(record, {
    case: summary.id,
    practice: summary.practice,
    station: parts.station,
    exhibit: exhibit.summary.exhibit,
    attempt: exhibit.summary.attempt,
    session: session.id,
    startedEntry: session.startedEntry ?? '',
    state: exhibit.summary.state,
    requestedUrl: exhibit.summary.requestedUrl,
  });
  for (const name of differing) collector.finding('record-differs', subject, `capture.json says another ${name} than the case`);
  const { title, documentUrl, shownUrl, httpStatus } = exhibit.summary;
  const listed = Object.fromEntries(
    Object.entries({ title, documentUrl, shownUrl, httpStatus }).filter(([, value]) => value !== undefined),
  );
  if (!isSameBytes(buildCanonicalJson(listed), buildCanonicalJson(findSealedFacts(record.observation)))) {
    collector.finding('exhibit-row-differs', subject, 'What is listed of it is not what capture.json says');
  }
  checkArtifactList(collector, { artifacts: record.observation.artifacts, by: 'capture.json' }, exhibit.artifacts, subject);
  return record;
}

/** What the vault keeps of an exhibit is what its record lists, in that order. */
export function checkArtifactList(
  collector: CheckCollector,
  record: { readonly artifacts: readonly Artifact[]; readonly by: string },
  rows: readonly ArtifactRow[],
  subject: string,
): void {
  const kept = rows
    .filter(({ role }) => role !== 'record')
    .map((row) => ({
      role: row.role,
      name: row.name,
      mediaType: row.media_type,
      sizeBytes: row.size_bytes,
      sha256: row.sha256,
      sha512: row.sha512,
    }));
  for (const [index, listed] of record.artifacts.entries()) {
    const row = artifactSchema.safeParse(kept[index]).data;
    if (row === undefined || !isSameBytes(buildCanonicalJson(row), buildCanonicalJson(listed))) {
      collector.finding(
        'artifact-list-differs',
        `${subject} ${listed.name}`,
        `The vault keeps another artifact in this place than ${record.by} lists`,
      );
    }
  }
  for (const row of kept.slice(record.artifacts.length)) {
    collector.finding('artifact-list-differs', `${subject} ${row.name}`, `${record.by} does not list it`);
  }
}
