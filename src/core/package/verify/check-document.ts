import type { CaptureRecord } from '../../model/capture-record.ts';
import { targetUri } from '../../target-uri.ts';
import type { ArchivedAnswer, ArchiveSummary } from '../archive/archive-records.ts';
import { MAX_CLOCK_STEP_MS } from './check-claimed-times.ts';
import type { LaterFindings } from './checks-side-by-side.ts';

/** Ways to load a document that need not ask for it under its own address: the archive may have no answer, or one from elsewhere. */
const NOT_ASKED = new Set<unknown>(['back-forward-cache', 'service-worker', 'unknown']);

/** The address under which the archive has the document; undefined when it need not have it. */
export function documentAddressOf({ observation: { address, http, artifacts } }: CaptureRecord): string | undefined {
  const { documentUrl, loadedBy } = address;
  // Of a download nothing else is known than its address.
  const isKnown = http !== undefined || artifacts.some(({ role }) => role === 'html-served');
  if (documentUrl === undefined || !isKnown || NOT_ASKED.has(loadedBy) || !/^https?:/.test(documentUrl)) return undefined;
  return targetUri(documentUrl.replace(/#.*$/s, ''));
}

/**
 * Step 10, the document: what the record says of how the page was loaded is what one answer in the archive says, and the archive is not of a later time. Without it
 * the whole archive of another page could stand there.
 */
export function checkDocument(collector: LaterFindings, record: CaptureRecord, path: string, summary: ArchiveSummary): void {
  const { times, artifacts, address, http } = record.observation;
  const { latest, answers } = summary;
  if (latest !== undefined && Date.parse(latest) > Date.parse(times.finishedAt) + MAX_CLOCK_STEP_MS)
    collector.finding(
      'time-contradiction',
      path,
      `It holds an exchange that began at ${latest}, and the record ends at ${times.finishedAt}`,
    );
  if (documentAddressOf(record) === undefined) return;
  const served = artifacts.find(({ role }) => role === 'html-served')?.sha256;
  const { remoteAddress: remote, status } = http ?? {};
  const isTold = (answer: ArchivedAnswer): boolean =>
    (status === undefined || answer.status === undefined || answer.status === status) &&
    (served === undefined || answer.payload === served) &&
    (remote === undefined || answer.remote === undefined || (answer.remote.ip === remote.ip && answer.remote.port === remote.port));
  const told = answers.filter(isTold);
  if (told.length === 0) {
    collector.finding('archive-changed', path, 'It has no answer from the address of the document that is as the record says');
    return;
  }
  const startedAt = address.documentStartedAt;
  const isOfThatTime = (answer: ArchivedAnswer): boolean =>
    startedAt === undefined || Math.abs(Date.parse(answer.startedAt) - Date.parse(startedAt)) <= MAX_CLOCK_STEP_MS;
  if (!told.some(isOfThatTime))
    collector.finding(
      'time-contradiction',
      path,
      `The record says that the document was loaded at ${startedAt}, the archive has it at another time`,
    );
}
