import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentArtifactSchema, operatorArtifactSchema } from '../core/model/accompanying-artifacts.ts';
import type { CaptureRecord } from '../core/model/capture-record.ts';
import type { ReportExhibit, ReportFile, ReportInput } from '../core/package/report-input.ts';
import type { ImageCodec, ReportMaker, ReportPrinter } from '../core/ports.ts';
import { buildDocument } from './document.ts';
import { copyFonts } from './fonts.ts';
import type { Html } from './html/html.ts';
import { html } from './html/html.ts';
import { buildExhibitPages } from './parts/exhibit-pages.ts';
import { buildCover } from './parts/cover.ts';
import { buildAttempts, buildCaseCourse, buildLimits, buildVerification } from './parts/closing.ts';
import { buildReceivedFiles } from './parts/received-files.ts';
import { buildSummary } from './parts/summary.ts';
import { preparePictures, prepareThumbnail } from './pictures/prepare-pictures.ts';
import { readAccompanying } from './read-accompanying.ts';
import type { ExhibitLine, ExhibitView, ReportContext, Volume } from './report-context.ts';
import { createTexts } from './texts/texts.ts';

const EXHIBITS_PER_VOLUME = 100;
/** Of the whole pages of one exhibit, and of all exhibits of a volume: a volume stays a file that a mail system takes. */
const SHEETS_PER_EXHIBIT = 6;
const SHEETS_PER_VOLUME = 240;
/** Exhibits that a summary lists with their pictures; above it without, and above the second only the first of them. */
const THUMBNAILS = 100;
const SUMMARY_LINES = 400;
const STYLE_SHEET = join(import.meta.dirname, '..', '..', 'resources', 'report', 'report.css');

type Options = Parameters<ReportMaker['makeReports']>[1];

/** Reports as PDF: a summary, and volumes with everything. */
export function createReportMaker(ports: { readonly images: Pick<ImageCodec, 'preview'>; readonly printer: ReportPrinter }): ReportMaker {
  return { makeReports: (input, options) => makeReports(ports, input, options) };
}

interface Run {
  readonly context: ReportContext;
  readonly options: Options;
  readonly images: Pick<ImageCodec, 'preview'>;
  readonly printer: ReportPrinter;
  readonly styleSheet: string;
}

async function* makeReports(
  { images, printer }: Parameters<typeof createReportMaker>[0],
  input: ReportInput,
  options: Options,
): AsyncGenerator<ReportFile> {
  const context = { texts: createTexts(input.language), input };
  const run: Run = { context, options, images, printer, styleSheet: await readFile(STYLE_SHEET, 'utf8') };
  const volumes = splitVolumes(input.exhibits);
  // One step for each exhibit in its volume and in the summary, and one for each print.
  const total = input.exhibits.length + Math.min(input.exhibits.length, SUMMARY_LINES) + volumes.length + 1;
  let done = 0;
  const step = (): void => options.onProgress?.({ done: (done += 1), total });
  yield { path: `data/summary.${input.language}.pdf`, bytes: await makeSummary(run, step) };
  for (const volume of volumes) {
    const number = String(volume.number).padStart(2, '0');
    yield { path: `data/report.${input.language}.v${number}.pdf`, bytes: await makeVolume(run, volume, step) };
  }
}

/** At least one volume, also for no exhibit: the course of the case and the limits are told anyway. */
function splitVolumes(exhibits: readonly ReportExhibit[]): readonly Volume[] {
  const count = Math.max(1, Math.ceil(exhibits.length / EXHIBITS_PER_VOLUME));
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    count,
    exhibits: exhibits.slice(index * EXHIBITS_PER_VOLUME, (index + 1) * EXHIBITS_PER_VOLUME),
  }));
}

async function makeSummary(run: Run, step: () => void): Promise<Uint8Array> {
  const { context, options, images } = run;
  const { texts, input } = context;
  const title = `${texts.say('report.summary.title')} – ${input.seal.case.reference}`;
  return inFolder(run, 'summary', async (folder) => {
    const lines: ExhibitLine[] = [];
    const hasPictures = input.exhibits.length <= THUMBNAILS;
    for (const exhibit of input.exhibits.slice(0, SUMMARY_LINES)) {
      options.signal.throwIfAborted();
      const record = await exhibit.readRecord();
      const thumbnail = hasPictures ? await prepareThumbnail(exhibit, { images, folder }) : undefined;
      lines.push({ exhibit, record, ...(thumbnail === undefined ? {} : { thumbnail }) });
      step();
    }
    return { title, exhibits: [], body: buildSummary(context, lines, hasPictures) };
  }).finally(step);
}

async function makeVolume(run: Run, volume: Volume, step: () => void): Promise<Uint8Array> {
  const { context, options } = run;
  const { texts, input } = context;
  const label = volume.count === 1 ? undefined : texts.say('report.cover.volume', { number: volume.number, volumes: volume.count });
  const title = [texts.say('report.cover.title'), input.seal.case.reference, label].filter((part) => part !== undefined).join(' – ');
  const sheets = Math.max(1, Math.min(SHEETS_PER_EXHIBIT, Math.floor(SHEETS_PER_VOLUME / Math.max(1, volume.exhibits.length))));
  return inFolder(run, `volume-${volume.number}`, async (folder) => {
    const lines: ExhibitLine[] = [];
    const pages: Html[] = [];
    for (const exhibit of volume.exhibits) {
      options.signal.throwIfAborted();
      const view = await readExhibitView(run, exhibit, { folder, sheets });
      lines.push({ exhibit, record: view.record });
      pages.push(buildExhibitPages(context, view));
      step();
    }
    const isLast = volume.number === volume.count;
    return {
      title,
      exhibits: volume.exhibits.map(({ exhibit }) => exhibit),
      ...(label === undefined ? {} : { volume: label }),
      body: html`${buildCover(context, volume, lines)} ${pages}
        <div class="back-matter">
          ${isLast ? [buildReceivedFiles(context, { withEvents: true }), buildAttempts(context), buildCaseCourse(context)] : undefined}
          ${buildLimits(context)} ${buildVerification(context)}
        </div>`,
    };
  }).finally(step);
}

interface Composed {
  readonly title: string;
  readonly exhibits: readonly string[];
  readonly volume?: string;
  readonly body: Html;
}

/** Composes a document in a folder of its own, prints it, and removes the folder. */
async function inFolder(run: Run, name: string, compose: (folder: string) => Promise<Composed>): Promise<Uint8Array> {
  const { context, options, printer, styleSheet } = run;
  const folder = join(options.scratchFolder, name);
  await mkdir(folder);
  try {
    const { body, ...frame } = await compose(folder);
    const { case: sealedCase, practice } = context.input.seal;
    const fontFaces = await copyFonts(folder);
    const document = buildDocument(context.texts, { ...frame, reference: sealedCase.reference, practice, fontFaces, styleSheet }, body);
    await writeFile(join(folder, 'index.html'), document.markup);
    options.signal.throwIfAborted();
    return await printer.print({ folder, title: frame.title, signal: options.signal });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function readExhibitView(
  run: Run,
  exhibit: ReportExhibit,
  paper: { readonly folder: string; readonly sheets: number },
): Promise<ExhibitView> {
  const record = await exhibit.readRecord();
  const operator = await readAccompanying(exhibit, 'operator', operatorArtifactSchema);
  const environment = await readAccompanying(exhibit, 'environment', environmentArtifactSchema);
  return {
    exhibit,
    record,
    pictures: await preparePictures(exhibit, record, { images: run.images, ...paper }),
    events: eventsOf(run.context.input, exhibit, record),
    ...(operator === undefined ? {} : { operator }),
    ...(environment === undefined ? {} : { environment }),
  };
}

/** Entries about the exhibit; before them the beginning of its session. */
function eventsOf({ timeline }: ReportInput, { exhibit }: ReportExhibit, record: CaptureRecord): ExhibitView['events'] {
  const own = timeline.filter(({ entry }) => entry.exhibit === exhibit);
  const first = own[0];
  if (first === undefined) return own;
  const session = timeline.findLast(
    ({ origin, entry }) =>
      entry.type === 'session.started' && origin === first.origin && entry.seq < first.entry.seq && entry.case === record.case,
  );
  return session === undefined ? own : [session, ...own];
}
