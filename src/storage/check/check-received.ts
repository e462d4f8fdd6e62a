import { parseCanonicalJson } from '../../core/canonical/canonical-json.ts';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import { isPugmarkError } from '../../core/errors.ts';
import type { CaseSummary } from '../../core/model/case.ts';
import { findDifferingReceivedFacts, receivedRecordSchema, type ReceivedRecord } from '../../core/model/received-record.ts';
import type { CheckCollector } from './check-collector.ts';
import { checkArtifactList, type CheckedExhibit } from './check-exhibit.ts';

/** `received.json` itself: canonical, of this act, and listing exactly what the vault keeps. */
export function checkReceivedRecord(
  collector: CheckCollector,
  parts: {
    readonly bytes: Uint8Array;
    readonly exhibit: CheckedExhibit;
    readonly summary: CaseSummary;
    readonly station: Sha256Digest;
    readonly session: { readonly id: string; readonly startedEntry: string | undefined };
    readonly addedAt: string | undefined;
    readonly subject: string;
  },
): void {
  const { exhibit, summary, subject, session } = parts;
  let record: ReceivedRecord;
  try {
    record = parseCanonicalJson(parts.bytes, receivedRecordSchema, 'received.json');
  } catch (error) {
    if (!isPugmarkError(error)) throw error;
    collector.finding('record-invalid', subject, error.message);
    return;
  }
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
