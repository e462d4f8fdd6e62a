import { html, type Html } from '../html/html.ts';
import type { PagePicture, Picture } from '../pictures/prepare-pictures.ts';
import { CONTENT_WIDTH_MM } from '../pictures/sheet.ts';
import type { ExhibitView, Medium, ReportContext } from '../report-context.ts';
import { formatBytes, formatLocal, formatUtc, isUtcZone, shortDigest } from '../texts/quantities.ts';
import type { Texts } from '../texts/texts.ts';
import { address, bullets, languageOf, verbatim } from './building-blocks.ts';
import { buildMissingSentence } from './missing-sentence.ts';

const TITLE_CHARACTERS = 120;
const ADDRESS_CHARACTERS = 240;

/** Sizes on paper, in millimetres. */
const STRIP_WIDTH_MM = 26;
const GAP_MM = 5;
const PICTURE_HEIGHT_MM = 104;
/** Where a long name or address needs the room. */
const SMALLER_PICTURE_HEIGHT_MM = 84;
const LONG_TITLE = 80;
const LONG_ADDRESS = 160;

/** The first page of an exhibit: what a reader must know of it, and sees at one look. */
export function buildExhibitSummary({ texts, medium }: ReportContext, view: ExhibitView): Html {
  const { exhibit, record, pictures } = view;
  const { observation } = record;
  const title = observation.page?.title?.trim();
  return html`<header class="exhibit-head">
      <p class="kicker">
        ${texts.say('report.exhibit.kicker')}
        <span class="state state-${exhibit.state}">${texts.say(`report.state.${exhibit.state}`)}</span>
      </p>
      <h1 id="${exhibit.exhibit}">
        <span class="number">${exhibit.exhibit}</span>
        <span class="title"
          >${
            title === undefined || title === ''
              ? html`<i>${texts.say('report.exhibit.untitled')}</i>`
              : verbatim(texts, title, TITLE_CHARACTERS, languageOf(record))
          }</span
        >
      </h1>
    </header>
    ${pictures.view === undefined ? noPicture(texts, view) : figure(texts, medium, view, pictures.view)} ${captionStrip(texts, view)}
    <div class="at-a-glance">
      <section>
        <h2 class="quiet">${texts.say('report.summary.recorded')}</h2>
        ${bullets(buildRecorded(texts, view))}
      </section>
      <section>
        <h2 class="quiet">${texts.say('report.summary.missing')}</h2>
        <p>${buildMissingSentence(texts, record)}</p>
        <h2 class="quiet">${texts.say('report.summary.notShown')}</h2>
        <p>${texts.say(exhibit.state === 'failed' ? 'report.summary.notShownFailed' : 'report.summary.notShownText')}</p>
      </section>
    </div>`;
}

function noPicture(texts: Texts, { exhibit, pictures }: ExhibitView): Html {
  const isElsewhere = exhibit.artifacts.some(
    ({ role, path }) => role === 'screenshot-viewport' && pictures.leftOut?.includes(path) === true,
  );
  if (isElsewhere) return html`<p class="no-picture">${texts.say('report.picture.leftOutOfFile')}</p>`;
  return html`<p class="no-picture">${texts.say(exhibit.state === 'failed' ? 'report.picture.noneFailed' : 'report.picture.none')}</p>`;
}

/** The view at the first moment, large; beside it the whole page as a strip where it is longer. */
function figure(texts: Texts, medium: Medium, { exhibit, record, pictures }: ExhibitView, picture: Picture): Html {
  const { page } = record.observation;
  const isWordy = (page?.title?.length ?? 0) > LONG_TITLE || shownAddress(record).length > LONG_ADDRESS;
  // In a file for the screen a picture lies once, whole, further below.
  const strip = medium === 'screen' ? undefined : pictures.pages[0];
  const roomMm = strip === undefined ? CONTENT_WIDTH_MM : CONTENT_WIDTH_MM - STRIP_WIDTH_MM - GAP_MM;
  const size = fit(picture, roomMm, isWordy ? SMALLER_PICTURE_HEIGHT_MM : PICTURE_HEIGHT_MM);
  return html`<div class="pictures">
    <figure style="width:${size.widthMm}mm">
      <img
        src="${picture.src}"
        alt="${texts.say('report.picture.viewAlt', { exhibit: exhibit.exhibit })}"
        style="width:${size.widthMm}mm;height:${size.heightMm}mm"
      />
      <figcaption>${texts.say('report.picture.view')}</figcaption>
    </figure>
    ${strip && stripFigure(texts, exhibit.exhibit, strip, size.heightMm)}
  </div>`;
}

function stripFigure(texts: Texts, exhibit: string, picture: PagePicture, heightMm: number): Html {
  const wholeMm = (STRIP_WIDTH_MM * picture.heightPx) / picture.widthPx;
  const goesOn = wholeMm > heightMm + 1 || picture.shownHeightPx < picture.original.heightPx;
  return html`<figure style="width:${STRIP_WIDTH_MM}mm">
    <div class="window${goesOn ? ' goes-on' : ''}" style="height:${round(Math.min(heightMm, wholeMm))}mm">
      <img
        src="${picture.src}"
        alt="${texts.say('report.picture.stripAlt', { exhibit })}"
        style="width:${STRIP_WIDTH_MM}mm;height:${round(wholeMm)}mm"
      />
    </div>
    <figcaption>${texts.say(goesOn ? 'report.picture.stripGoesOn' : 'report.picture.strip')}</figcaption>
  </figure>`;
}

/** What stood in the address bar; else what was loaded, or asked for. */
export function shownAddress({ observation: { address: addresses } }: ExhibitView['record']): string {
  return addresses.shownUrl ?? addresses.documentUrl ?? addresses.requestedUrl;
}

/** Who looks at the picture alone, on a copy, still has these. */
function captionStrip(texts: Texts, { exhibit, record }: ExhibitView): Html {
  const { times } = record.observation;
  const time = times.seenAt ?? times.clickedAt;
  return html`<dl class="caption-strip">
    <div class="wide">
      <dt>${texts.say('report.strip.address')}</dt>
      <dd>${address(texts, shownAddress(record), ADDRESS_CHARACTERS)}</dd>
    </div>
    <div>
      <dt>${texts.say(times.seenAt === undefined ? 'report.strip.asked' : 'report.strip.seen')}</dt>
      <dd>${formatUtc(texts, time)}</dd>
      <dd>${localLine(texts, time, exhibit.timeZone)}</dd>
    </div>
    <div>
      <dt>${texts.say('report.strip.exhibit')}</dt>
      <dd><b>${exhibit.exhibit}</b></dd>
    </div>
    <div>
      <dt>${texts.say('report.strip.digest')}</dt>
      <dd class="short-digest">${shortDigest(exhibit.digest)} …</dd>
    </div>
  </dl>`;
}

/** Local time of the station, by the name of its zone. */
export function localLine(texts: Texts, time: string, timeZone: string | undefined): string {
  if (timeZone === undefined) return texts.say('report.time.noZone');
  if (isUtcZone(timeZone)) return texts.say('report.time.zoneIsUtc');
  return formatLocal(texts, time, timeZone) ?? texts.say('report.time.noZone');
}

/** What the exhibit holds, in the reader's words. */
function buildRecorded(texts: Texts, { exhibit, record, pictures }: ExhibitView): readonly string[] {
  const { view, completeness, http } = record.observation;
  const has = (role: string): number => exhibit.artifacts.filter((artifact) => artifact.role === role).length;
  const height = record.observation.recipes
    .filter(({ name }) => name.startsWith('screenshot-full'))
    .reduce((sum, { heightPx }) => sum + heightPx, 0);
  const bytes = exhibit.artifacts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const px = (number: number): string => texts.formatNumber(number);
  return [
    ...when(pictures.view !== undefined && view !== undefined, () =>
      texts.say('report.recorded.view', { width: px(view?.widthPx ?? 0), height: px(view?.heightPx ?? 0) }),
    ),
    ...when(height > 0, () => texts.say('report.recorded.whole', { height: px(height) })),
    ...when(has('html-served') > 0, () => texts.say('report.recorded.served', { status: http === undefined ? '' : `HTTP ${http.status}` })),
    ...when(has('dom') > 0 && has('text') > 0, () => texts.say('report.recorded.dom')),
    ...when(has('media') > 0, () => texts.say('report.recorded.media', { count: has('media') })),
    ...when(has('download') > 0, () => texts.say('report.recorded.download', { count: has('download') })),
    ...when(has('wacz') > 0, () => texts.say('report.recorded.archive', { count: completeness.exchanges })),
    ...when(has('tls-chain') > 0, () => texts.say('report.recorded.tls')),
    texts.say('report.recorded.files', { count: exhibit.artifacts.length, size: formatBytes(texts, bytes) }),
  ];
}

function when(present: boolean, text: () => string): readonly string[] {
  return present ? [text()] : [];
}

function fit(picture: Pick<Picture, 'widthPx' | 'heightPx'>, widthMm: number, heightMm: number): { widthMm: number; heightMm: number } {
  const scale = Math.min(widthMm / picture.widthPx, heightMm / picture.heightPx);
  return { widthMm: round(picture.widthPx * scale), heightMm: round(picture.heightPx * scale) };
}

function round(mm: number): number {
  return Math.round(mm * 10) / 10;
}
