import { findDifferingReceivedFacts, receivedRecordSchema } from '../../core/model/received-record.ts';
import type { CheckCollector } from './check-collector.ts';
import { checkArtifactList } from './check-exhibit.ts';
import { readRecord, type RecordParts } from './read-record.ts';

/** `received.json` itself: canonical, of this act, and listing exactly what the vault keeps. */
export function checkReceivedRecord(collector: CheckCollector, parts: RecordParts & { readonly addedAt: string | undefined }): void {
  const { exhibit, summary, subject, session } = parts;
  const record = readRecord(collector, parts, receivedRecordSchema, 'received.json');
  if (record === undefined) return;
  const differing = findDifferingReceivedFacts(record, {
    case: summary.id,
    practice: summary.practice,
    station: parts.station,
    attempt: exhibit.summary.attempt,
    session: session.id,
    startedEntry: session.startedEntry ?? '',
    addedAt: parts.addedAt ?? '',
  });
  for (const name of differing) collector.finding('record-differs', subject, `received.json says another ${name} than the case`);
  const { title, documentUrl, shownUrl, httpStatus } = exhibit.summary;
  if (title !== record.givenName || documentUrl !== undefined || shownUrl !== undefined || httpStatus !== undefined) {
    collector.finding('exhibit-row-differs', subject, 'What is listed of it is not what received.json says');
  }
  checkArtifactList(collector, { artifacts: record.artifacts, by: 'received.json' }, exhibit.artifacts, subject);
}
