import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FormDocument } from '../core/forms/form-document.ts';
import type { ReportFile, ReportInput } from '../core/package/report-input.ts';
import type { ImageCodec, ReportMaker, ReportPrinter } from '../core/ports.ts';
import { lineOf, readExhibitView } from './exhibit-views.ts';
import { html, type Html } from './html/html.ts';
import { buildAttempts, buildCaseCourse, buildLimits, buildVerification } from './parts/closing.ts';
import { buildCover } from './parts/cover.ts';
import { buildDisclosedExhibits } from './parts/disclosed-exhibits.ts';
import { buildExhibitPages } from './parts/exhibit-pages.ts';
import { buildFormChapter } from './parts/form-chapter.ts';
import { buildReceivedFiles } from './parts/received-files.ts';
import { buildSummary } from './parts/summary.ts';
import { prepareThumbnail } from './pictures/prepare-pictures.ts';
import { createPictureRoom } from './pictures/screen-pictures.ts';
import type { ExhibitLine, MadeVolume, ReportContext, Volume } from './report-context.ts';
import { buildCaseStatements } from './statements/case-statements.ts';
import { buildReportForms } from './report-forms.ts';
import { indexStatements } from './statements/statement-index.ts';
import { createTexts } from './texts/texts.ts';
import { sheetsFor, splitVolumes, summaryFileName, volumeFileName } from './volumes.ts';
import { findDestinations } from './write/find-destinations.ts';
import { readStyleSheets, writeHtml, writePdf, type StyleSheets } from './write/write-document.ts';

/** Exhibits that a summary shows with their pictures. */
const THUMBNAILS = 100;

type Options = Parameters<ReportMaker['makeReports']>[1];

interface ReportMakerPorts {
  readonly images: Pick<ImageCodec, 'preview'>;
  readonly printer: ReportPrinter;
}

/** Reports as PDF and as HTML: volumes with everything, and a summary that says what stands where. */
export function createReportMaker(ports: ReportMakerPorts): ReportMaker {
  return { makeReports: (input, options) => makeReports(ports, input, options) };
}

interface Run extends ReportMakerPorts {
  readonly paper: ReportContext;
  readonly screen: ReportContext;
  readonly options: Options;
  readonly styles: StyleSheets;
  /** Where thumbnails wait for the summary, which is made last. */
  readonly summaryFolder: string;
  readonly lines: ExhibitLine[];
  readonly step: () => void;
}

async function* makeReports(ports: ReportMakerPorts, input: ReportInput, options: Options): AsyncGenerator<ReportFile> {
  const volumes = splitVolumes(input.exhibits);
  // One step for each exhibit and for each print.
  const total = input.exhibits.length + volumes.length + 1;
  let done = 0;
  const paper: ReportContext = { texts: createTexts(input.language), input, medium: 'paper', statements: indexStatements(input) };
  const run: Run = {
    ...ports,
    paper,
    screen: { ...paper, medium: 'screen' },
    options,
    styles: await readStyleSheets(),
    summaryFolder: join(options.scratchFolder, 'summary'),
    lines: [],
    step: () => options.onProgress?.({ done: (done += 1), total }),
  };
  await mkdir(run.summaryFolder);
  try {
    const made: MadeVolume[] = [];
    for (const volume of volumes) {
      const { pdf, page, ...facts } = await makeVolume(run, volume);
      made.push(facts);
      yield { path: `data/${volumeFileName(input.language, volume.number, 'pdf')}`, bytes: pdf };
      if (options.html !== false) yield { path: `data/${volumeFileName(input.language, volume.number, 'html')}`, bytes: page };
    }
    const { pdf, page } = await makeSummary(run, made);
    yield { path: `data/${summaryFileName(input.language, 'pdf')}`, bytes: pdf };
    if (options.html !== false) yield { path: `data/${summaryFileName(input.language, 'html')}`, bytes: page };
  } finally {
    await rm(run.summaryFolder, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface Written {
  readonly pdf: Uint8Array;
  readonly page: Uint8Array;
}

/** Reads each exhibit once, for both media. */
async function makeVolume(run: Run, volume: Volume): Promise<Written & MadeVolume> {
  const { paper, screen, options } = run;
  const { texts, input } = paper;
  const label = volume.count === 1 ? undefined : texts.say('report.cover.volume', { number: volume.number, volumes: volume.count });
  const title = [texts.say('report.cover.title'), input.seal.case.reference, label].filter((part) => part !== undefined).join(' – ');
  const folder = join(options.scratchFolder, `volume-${volume.number}`);
  await mkdir(folder);
  try {
    const pages: { readonly paper: Html[]; readonly screen: Html[] } = { paper: [], screen: [] };
    const lines: ExhibitLine[] = [];
    const room = createPictureRoom(volume.exhibits.length);
    for (const exhibit of volume.exhibits) {
      options.signal.throwIfAborted();
      const view = await readExhibitView(paper, exhibit, { images: run.images, folder, sheets: sheetsFor(volume) });
      const thumbnail =
        input.exhibits.length > THUMBNAILS ? undefined : await prepareThumbnail(exhibit, { images: run.images, folder: run.summaryFolder });
      lines.push(lineOf(paper, view, { volume: volume.number, thumbnail }));
      pages.paper.push(buildExhibitPages(paper, view));
      pages.screen.push(buildExhibitPages(screen, { ...view, pictures: room.choose(view.pictures) }));
      run.step();
    }
    const forms = volume.number === volume.count ? await buildReportForms(input, options.signal) : [];
    const names = { title, exhibits: volume.exhibits.map(({ exhibit }) => exhibit), ...(label === undefined ? {} : { volume: label }) };
    const compose = (context: ReportContext): Parameters<typeof writeHtml>[0] => ({
      context,
      folder,
      styles: run.styles,
      names,
      body: html`${buildCover(context, volume, lines)} ${pages[context.medium]} ${buildBackMatter(context, volume, forms)}`,
    });
    const page = await writeHtml(compose(screen));
    const pdf = await writePdf(compose(paper), { printer: run.printer, signal: options.signal });
    run.lines.push(...lines);
    const found = findDestinations(pdf);
    const [from, to] = [names.exhibits[0], names.exhibits.at(-1)];
    return {
      pdf,
      page,
      number: volume.number,
      ...(from === undefined || to === undefined ? {} : { from, to }),
      pages: found?.pages ?? new Map(),
      ...(found === undefined ? {} : { pageCount: found.pageCount }),
    };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    run.step();
  }
}

/** What belongs to the case stands in the last volume; the limits and how to check in each. */
function buildBackMatter(context: ReportContext, volume: Volume, forms: readonly FormDocument[]): Html {
  const isLast = volume.number === volume.count;
  const ofCase = (): readonly (Html | undefined)[] => [
    buildDisclosedExhibits(context),
    buildReceivedFiles(context, { withEvents: true }),
    buildAttempts(context),
    buildCaseStatements(context),
    buildCaseCourse(context),
    ...forms.map((form) => buildFormChapter(context.texts, form)),
  ];
  return html`<div class="back-matter">${isLast ? ofCase() : undefined} ${buildLimits(context)} ${buildVerification(context)}</div>`;
}

async function makeSummary(run: Run, volumes: readonly MadeVolume[]): Promise<Written> {
  const { paper, screen, options, lines, summaryFolder: folder } = run;
  options.signal.throwIfAborted();
  const title = `${paper.texts.say('report.summary.title')} – ${paper.input.seal.case.reference}`;
  const compose = (context: ReportContext): Parameters<typeof writeHtml>[0] => ({
    context,
    folder,
    styles: run.styles,
    names: { title, exhibits: [] },
    body: buildSummary(context, lines, volumes),
  });
  const page = await writeHtml(compose(screen));
  const pdf = await writePdf(compose(paper), { printer: run.printer, signal: options.signal });
  run.step();
  return { pdf, page };
}
