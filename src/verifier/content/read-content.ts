import { z } from 'zod';
import { parseBoundedJson } from '../../core/canonical/canonical-json.ts';
import { parseUtf8, toUtf8 } from '../../core/digest/encoding.ts';
import { PugmarkError } from '../../core/errors.ts';
import { openBag } from '../../core/package/bag/open-bag.ts';
import { gatherFindings } from '../../core/package/finding-list.ts';
import { fileNameInPackage, PACKAGE_PATHS } from '../../core/package/layout.ts';
import type { PackageSource } from '../../core/package/package-source.ts';
import type { Hashing, Sha256Digest } from '../../core/digest/digest.ts';
import type { Verdict } from '../../core/package/verdict.ts';
import { isHtmlReport } from '../../core/package/verify/check-html-report.ts';
import { readHeld, type BagFiles } from '../../core/package/verify/checked-bag.ts';
import { readSealedFile } from './sealed-file.ts';
import { captureRecordSchema } from '../../core/model/capture-record.ts';
import { receivedRecordSchema } from '../../core/model/received-record.ts';
import type { Artifact } from '../../core/model/artifact.ts';
import { sniffPicture } from './sniff-picture.ts';
import type { ExhibitContent, ExhibitFact, PackageContent, TimelineRow } from './package-content.ts';

/** Rows that a page can show. */
const MAX_ROWS = 5_000;
const MAX_LOG_BYTES = 64 * 1024 * 1024;
const MAX_RECORD_BYTES = 64 * 1024 * 1024;
/** What is given to the page whole; larger files are taken out of the package by other means. */
const MAX_REPORT_BYTES = 64 * 1024 * 1024;
const MAX_FILE_BYTES = 512 * 1024 * 1024;

const lineSchema = z.object({
  seq: z.number(),
  time: z.string().optional(),
  type: z.string().optional(),
  exhibit: z.string().optional(),
  actor: z.string().optional(),
});

export interface ContentReader {
  list(): Promise<PackageContent>;
  /** Throws `input-unreadable`. */
  readExhibit(exhibit: string): Promise<ExhibitContent>;
  /** Text of a report. Throws `input-unreadable` when it is none, or its bytes are not those that were sealed. */
  readReport(path: string): Promise<string>;
  /** Bytes of a file, with the type of a picture only when they are one. Throws `input-unreadable`. */
  readFile(path: string): Promise<Blob>;
}

/** What a checked package holds. It may be damaged or made by an enemy: what cannot be read is left out. */
export function openContent(source: PackageSource, checked: CheckedPackage): ContentReader {
  const bag: BagFiles = openBag(source, gatherFindings()) ?? { files: new Map(), stream: (path) => source.stream(path) };
  const paths = [...bag.files.keys()].toSorted();
  return {
    async list() {
      const { rows, total } = await readTimeline(bag);
      return {
        exhibits: [...new Set(paths.flatMap((path) => /^data\/exhibits\/(E-\d{4,})\//.exec(path)?.[1] ?? []))],
        pictures: paths.filter((path) => /^data\/pictures\/E-\d{4,9}\.(?:sealed|preview-not-evidence)\.[a-z0-9]+$/.test(path)),
        reports: paths.filter((path) => /^data\/(?:report|summary)\.[a-z]{2}(?:\.v\d+)?\.(?:pdf|html)$/.test(path)),
        timeline: rows,
        timelineTotal: total,
        files: paths
          .filter((path) => !path.startsWith(`${PACKAGE_PATHS.exhibits}/`))
          .map((path) => ({ path, sizeBytes: bag.files.get(path)?.sizeBytes ?? 0 })),
      };
    },
    async readExhibit(exhibit) {
      const folder = `${PACKAGE_PATHS.exhibits}/${exhibit}`;
      const { facts, artifacts } = await readRecord(bag, folder);
      const listed = new Map(artifacts.map((artifact) => [`${folder}/${fileNameInPackage(artifact)}`, artifact]));
      const files = paths
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => {
          const artifact = listed.get(path);
          const sizeBytes = bag.files.get(path)?.sizeBytes ?? 0;
          return { path, sizeBytes, ...(artifact === undefined ? {} : { role: artifact.role, sha256: artifact.sha256 }) };
        });
      return { exhibit, facts, files };
    },
    readReport: async (path) => await readReportOf(bag, path, checked),
    readFile: async (path) => await readBlobOf(bag, path),
  };
}

/** What the verification found out before anything is shown. */
export interface CheckedPackage {
  readonly hashing: Hashing;
  /** SHA-256 of the seal that the verdict is about; undefined: there was none that could be read. */
  readonly seal: Sha256Digest | undefined;
  readonly verdict: Verdict;
}

/** Without these nothing shows that what is here belongs to anybody's seal. */
const NO_SEAL: readonly string[] = ['seal-missing', 'seal-invalid', 'seal-signature', 'seal-subject-differs', 'key-purpose'];

async function readReportOf(bag: BagFiles, path: string, { hashing, seal, verdict }: CheckedPackage): Promise<string> {
  const broken = [...verdict.axes.integrity.findings, ...verdict.axes.authorship.findings].find(({ code }) => NO_SEAL.includes(code));
  if (seal === undefined || broken !== undefined)
    throw new PugmarkError('input-unreadable', `The seal does not hold: ${broken?.code ?? 'seal-missing'}`);
  const bytes = await readSealedFile(hashing, bag, { path, seal, maxBytes: MAX_REPORT_BYTES });
  if (!isHtmlReport(bytes))
    throw new PugmarkError('input-unreadable', 'It is no report: it does not forbid scripts and loading, or has parts that no report has');
  return new TextDecoder().decode(bytes);
}

async function readBlobOf(bag: BagFiles, path: string): Promise<Blob> {
  const sizeBytes = bag.files.get(path)?.sizeBytes ?? 0;
  if (sizeBytes > MAX_FILE_BYTES) throw new PugmarkError('input-unreadable', `${path} is too large to be opened here`);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of bag.stream(path)) pieces.push(new Uint8Array(piece));
  const type = pieces[0] === undefined ? undefined : sniffPicture(pieces[0]);
  return new Blob(pieces, { type: type ?? 'application/octet-stream' });
}

async function readTimeline(bag: BagFiles): Promise<{ readonly rows: readonly TimelineRow[]; readonly total: number }> {
  if (!bag.files.has(PACKAGE_PATHS.log)) return { rows: [], total: 0 };
  const rows: TimelineRow[] = [];
  let total = 0;
  try {
    for (const line of parseUtf8(await readHeld(bag, PACKAGE_PATHS.log, MAX_LOG_BYTES)).split('\n')) {
      const row = parseLine(line);
      if (row === undefined) continue;
      total += 1;
      if (rows.length < MAX_ROWS) rows.push(row);
    }
  } catch (error) {
    if (!(error instanceof PugmarkError)) throw error;
  }
  return { rows, total };
}

function parseLine(line: string): TimelineRow | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const parsed = lineSchema.safeParse(parseBoundedJson(toUtf8(line), 'A line'));
    return parsed.success ? withoutUndefined(parsed.data) : undefined;
  } catch {
    // No JSON: the verdict says so.
    return undefined;
  }
}

function withoutUndefined({ seq, ...others }: z.infer<typeof lineSchema>): TimelineRow {
  return { seq, ...Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined)) };
}

interface ReadRecord {
  readonly facts: ExhibitContent['facts'];
  readonly artifacts: readonly Artifact[];
}

async function readRecord(bag: BagFiles, folder: string): Promise<ReadRecord> {
  for (const [name, read] of [
    ['capture.json', readCapture],
    ['received.json', readReceived],
  ] as const) {
    const path = `${folder}/${name}`;
    if (!bag.files.has(path)) continue;
    try {
      const record = read(parseBoundedJson(await readHeld(bag, path, MAX_RECORD_BYTES), path));
      if (record !== undefined) return record;
    } catch (error) {
      if (!(error instanceof PugmarkError)) throw error;
    }
  }
  return { facts: [], artifacts: [] };
}

function readCapture(value: unknown): ReadRecord | undefined {
  const { address, page, http, times, browser, artifacts } = captureRecordSchema.safeParse(value).data?.observation ?? {};
  if (address === undefined || artifacts === undefined) return undefined;
  const status = http === undefined ? undefined : [http.status, http.statusText].filter(Boolean).join(' ');
  return {
    artifacts,
    facts: present([
      ['title', page?.title],
      ['requestedUrl', address.requestedUrl],
      ['shownUrl', address.shownUrl],
      ['documentUrl', address.documentUrl],
      ['status', status],
      ['server', http?.remoteAddress === undefined ? undefined : `${http.remoteAddress.ip}:${http.remoteAddress.port}`],
      ['clickedAt', times?.clickedAt],
      ['finishedAt', times?.finishedAt],
      ['language', page?.language],
      ['browser', browser?.product],
    ]),
  };
}

function readReceived(value: unknown): ReadRecord | undefined {
  const record = receivedRecordSchema.safeParse(value).data;
  if (record === undefined) return undefined;
  return {
    artifacts: record.artifacts,
    facts: present([
      ['fileName', record.givenName],
      ['addedAt', record.addedAt],
    ]),
  };
}

function present(facts: readonly (readonly [ExhibitFact, string | undefined])[]): ExhibitContent['facts'] {
  return facts.flatMap(([fact, value]) => (value === undefined || value === '' ? [] : [[fact, value] as const]));
}
