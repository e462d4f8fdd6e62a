import { environmentArtifactSchema, operatorArtifactSchema } from '../core/model/accompanying-artifacts.ts';
import type { CaptureRecord } from '../core/model/capture-record.ts';
import type { ReportExhibit, ReportInput } from '../core/package/report-input.ts';
import { languageOf } from './parts/building-blocks.ts';
import { shownAddress } from './parts/exhibit-summary.ts';
import { buildMissingSentence } from './parts/missing-sentence.ts';
import { preparePictures, type Picture, type PictureOptions } from './pictures/prepare-pictures.ts';
import { readAccompanying } from './read-accompanying.ts';
import type { ExhibitLine, ExhibitView, ReportContext } from './report-context.ts';
import { compareExhibits } from './statements/compare-exhibits.ts';

/** Everything that the pages of one exhibit show. Throws as the readers of the exhibit, and what writing pictures throws. */
export async function readExhibitView(
  { input, statements }: ReportContext,
  exhibit: ReportExhibit,
  options: PictureOptions,
): Promise<ExhibitView> {
  const record = await exhibit.readRecord();
  const operator = await readAccompanying(exhibit, 'operator', operatorArtifactSchema);
  const environment = await readAccompanying(exhibit, 'environment', environmentArtifactSchema);
  return {
    exhibit,
    record,
    pictures: await preparePictures(exhibit, record, options),
    events: eventsOf(input, exhibit, record),
    comparisons: await compareExhibits(input, statements, { exhibit, record }),
    ...(operator === undefined ? {} : { operator }),
    ...(environment === undefined ? {} : { environment }),
  };
}

/** Of a title or an address, in a list of thousands. */
const LINE_CHARACTERS = 300;

/** What lists say of an exhibit. */
export function lineOf(
  { texts }: ReportContext,
  { exhibit, record }: ExhibitView,
  place: { readonly volume: number; readonly thumbnail: Picture | undefined },
): ExhibitLine {
  const { times, page } = record.observation;
  const title = page?.title;
  return {
    exhibit: exhibit.exhibit,
    state: exhibit.state,
    digest: exhibit.digest,
    time: times.seenAt ?? exhibit.startedAt,
    ...(title === undefined ? {} : { title: title.slice(0, LINE_CHARACTERS).toWellFormed() }),
    language: languageOf(record),
    address: shownAddress(record).slice(0, LINE_CHARACTERS).toWellFormed(),
    missing: buildMissingSentence(texts, record),
    volume: place.volume,
    ...(place.thumbnail === undefined ? {} : { thumbnail: place.thumbnail }),
  };
}

/** Entries about the exhibit, also statements that rest on it; before them the beginning of its session. */
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
