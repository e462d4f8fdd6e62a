import { PugmarkError } from '../../errors.ts';
import type { CaptureRecord } from '../../model/capture-record.ts';
import { targetUri } from '../../target-uri.ts';
import type { ArchiveSummary } from '../archive/archive-records.ts';
import { verifyArchive, type ArchiveReport } from '../archive/verify-archive.ts';
import { fileNameInPackage } from '../layout.ts';
import type { ByteReader } from '../package-source.ts';
import { checkDocument, documentAddressOf } from './check-document.ts';
import type { CheckedExhibit } from './check-exhibit.ts';
import { readHeld, type CheckedBag, type VerifyPorts } from './checked-bag.ts';
import { ChecksSideBySide, LaterFindings } from './checks-side-by-side.ts';
import { messageOf } from './message-of.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** Archives that are read at a time: one is inflated while another one is hashed. */
const SIDE_BY_SIDE = 3;

/** Step 10: some archives at a time; what is wrong is told at the end, in the order of the exhibits. */
export class ArchiveChecks {
  readonly #collector: VerdictCollector;
  readonly #ports: VerifyPorts;
  readonly #bag: CheckedBag;
  readonly #checks = new ChecksSideBySide(({ count }) => count < SIDE_BY_SIDE);

  constructor(collector: VerdictCollector, ports: VerifyPorts, bag: CheckedBag) {
    this.#collector = collector;
    this.#ports = ports;
    this.#bag = bag;
  }

  /** Returns when the exhibit's archive is under way. Throws what an earlier one threw. */
  async start(exhibit: CheckedExhibit): Promise<void> {
    await this.#checks.start(1, async () => {
      const found = new LaterFindings(this.#collector);
      await checkArchives(found, this.#ports, this.#bag, exhibit);
      return () => found.tell();
    });
  }

  /** Throws what one of them threw. */
  async finish(): Promise<void> {
    await this.#checks.finish();
  }
}

/** Step 10 (package.md, "Archives"): the archive is whole by its own digests, and holds what the completeness ledger counts. */
async function checkArchives(
  collector: LaterFindings,
  ports: VerifyPorts,
  bag: CheckedBag,
  { record, folder, whole }: CheckedExhibit,
): Promise<void> {
  const archives = record.observation.artifacts.filter(({ role }) => role === 'wacz');
  if (archives.length > 1) collector.finding('record-invalid', folder, 'The record lists more than one archive');
  const [artifact] = archives;
  if (artifact === undefined) {
    checkNoArchive(collector, record, folder);
    return;
  }
  const path = `${folder}/${fileNameInPackage(artifact)}`;
  if (!whole.has(artifact.name)) {
    collector.finding(
      'archive-unreadable',
      path,
      'The archive that was sealed is not here: the completeness ledger cannot be compared with it',
    );
    return;
  }
  let report: ArchiveReport;
  try {
    report = await verifyArchive(
      ports,
      await openArchive(bag, path),
      (done) => collector.progress('archives', path, done, artifact.sizeBytes),
      documentAddressOf(record),
    );
  } catch (error) {
    const message = messageOf(error);
    collector.finding('archive-invalid', path, message);
    collector.finding('archive-unreadable', path, 'The completeness ledger cannot be compared with it');
    return;
  }
  for (const message of report.changed) collector.finding('archive-changed', path, message);
  checkBodies(collector, record, folder, report.summary.bodies);
  checkDocument(collector, record, path, report.summary);
  checkLedger(collector, record, path, report.summary);
}

/** A capture that recorded nothing has no archive; one whose archive could not be written says so among its reasons. */
function checkNoArchive(collector: LaterFindings, record: CaptureRecord, folder: string): void {
  const { completeness, reasons } = record.observation;
  if (reasons.some(({ code }) => code !== 'no-document')) return;
  if (completeness.exchanges > 0)
    collector.finding('ledger-differs', folder, `The ledger counts ${completeness.exchanges} exchanges, and the record lists no archive`);
  checkBodies(collector, record, folder, new Set());
}

/** Random access; a source that holds the file compressed gives it whole. */
async function openArchive(bag: CheckedBag, path: string): Promise<ByteReader> {
  const reader = bag.open(path);
  if (reader !== undefined) return reader;
  const bytes = await readHeld(bag, path);
  return {
    sizeBytes: bytes.length,
    read: (offset, length) => {
      if (offset < 0 || offset + length > bytes.length)
        throw new PugmarkError('input-unreadable', `${path} ends before ${offset + length}`);
      return Promise.resolve(bytes.slice(offset, offset + length));
    },
  };
}

/** Files that were taken from the recording: their bytes stand in the archive too. */
function checkBodies(collector: LaterFindings, record: CaptureRecord, folder: string, bodies: ReadonlySet<string>): void {
  for (const artifact of record.observation.artifacts) {
    if ((artifact.role !== 'html-served' && artifact.role !== 'media') || bodies.has(artifact.sha256)) continue;
    collector.finding('archive-changed', `${folder}/${fileNameInPackage(artifact)}`, 'No answer in the archive has these bytes');
  }
}

/** What the ledger says in numbers is what the archive holds. */
function checkLedger(collector: LaterFindings, record: CaptureRecord, path: string, summary: ArchiveSummary): void {
  const { exchanges, byPhase, items, incomplete } = record.observation.completeness;
  const differs = (message: string): void => collector.finding('ledger-differs', path, message);
  if (exchanges !== summary.exchanges) differs(`The ledger counts ${exchanges} exchanges, the archive holds ${summary.exchanges}`);
  for (const phase of ['before', 'seen', 'scroll', 'print'] as const) {
    if ((byPhase[phase] ?? 0) !== (summary.byPhase[phase] ?? 0))
      differs(`The ledger counts other exchanges in the phase ${phase} than the archive`);
  }
  for (const name of ['shown', 'supporting', 'background'] as const) {
    if (incomplete[name] !== items.filter((item) => item.class === name).length)
      differs(`The ledger counts other items of the class ${name} than it lists`);
  }
  const told = new Set(items.map(({ url, problem }) => `${problem} ${targetUri(url)}`));
  for (const { url, kind } of summary.problems) {
    if (!told.has(`${kind} ${url}`)) differs(`The archive says of ${url} that it is incomplete (${kind}), the ledger does not`);
  }
}
