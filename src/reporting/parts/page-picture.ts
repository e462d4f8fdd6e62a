import { html, type Html } from '../html/html.ts';
import type { PagePicture } from '../pictures/prepare-pictures.ts';
import type { ExhibitView, ReportContext } from '../report-context.ts';
import type { Texts } from '../texts/texts.ts';

const CONTENT_WIDTH_MM = 174;
const SHEET_HEIGHT_MM = 218;
/** On paper one CSS pixel of a page is no larger than this: a telephone's page is not blown up. */
const MM_PER_CSS_PX = 0.2;
/** Rows that a part repeats from the one before, so that no line of text is cut in both. */
const OVERLAP_CSS_PX = 24;

/** One part of the page, as high as a sheet. Rows of the original, from 0. */
interface Slice {
  readonly picture: PagePicture;
  readonly fromPx: number;
  readonly toPx: number;
}

/** The whole page in parts that can be read on paper; what is left out is told. Nothing where the view is the whole page. */
export function buildPagePicture({ texts }: ReportContext, { exhibit, record, pictures }: ExhibitView): Html | undefined {
  const { view, recipes } = record.observation;
  if (pictures.pages.length === 0 && pictures.notShown.length === 0) return undefined;
  const notShown =
    pictures.notShown.length === 0
      ? undefined
      : html`<p>${texts.say('report.picture.tooLarge', { count: pictures.notShown.length, paths: pictures.notShown.join(', ') })}</p>`;
  if (pictures.pages.length === 0) return html`<section class="page-picture">${notShown}</section>`;
  const dpr = (view?.deviceScaleFactorMilli ?? 1000) / 1000;
  const slices = pictures.pages.flatMap((picture) => slicePicture(picture, dpr));
  const shownPx = pictures.pages.reduce((sum, { shownHeightPx }) => sum + shownHeightPx, 0);
  const wholePx = recipes.filter(({ name }) => name.startsWith('screenshot-full')).reduce((sum, { heightPx }) => sum + heightPx, 0);
  const paths = pictures.pages.map(({ path }) => path);
  return html`<section class="page-picture">
    <h2>${texts.say('report.page.heading')}</h2>
    <p>${texts.say('report.page.intro', { height: texts.formatNumber(wholePx) })} ${leftOutSentence(texts, shownPx, wholePx)}</p>
    <p class="source">${texts.say('report.page.original')} <bdi class="path" dir="ltr">${paths.join(', ')}</bdi></p>
    ${notShown}
    <div class="slices">
      ${slices.map((slice, index) => sliceFigure(texts, exhibit.exhibit, slice, { dpr, number: index + 1, count: slices.length }))}
    </div>
  </section>`;
}

function leftOutSentence(texts: Texts, shownPx: number, wholePx: number): string {
  if (shownPx >= wholePx) return texts.say('report.page.whole');
  return texts.say('report.page.leftOut', { shown: texts.formatNumber(shownPx), left: texts.formatNumber(wholePx - shownPx) });
}

function slicePicture(picture: PagePicture, dpr: number): readonly Slice[] {
  const slices: Slice[] = [];
  const widthMm = widthOf(picture, dpr);
  const sliceRows = Math.floor((picture.originalWidthPx * SHEET_HEIGHT_MM) / widthMm);
  const overlap = Math.min(Math.round(OVERLAP_CSS_PX * dpr), Math.floor(sliceRows / 4));
  for (let fromPx = 0; fromPx < picture.shownHeightPx; fromPx += sliceRows - overlap) {
    const toPx = Math.min(picture.shownHeightPx, fromPx + sliceRows);
    slices.push({ picture, fromPx, toPx });
    if (toPx === picture.shownHeightPx) break;
  }
  return slices;
}

function widthOf({ originalWidthPx }: PagePicture, dpr: number): number {
  return Math.min(CONTENT_WIDTH_MM, (originalWidthPx / dpr) * MM_PER_CSS_PX);
}

/** The whole copy behind a window: the picture lies in the document once, however many parts show it. */
function sliceFigure(
  texts: Texts,
  exhibit: string,
  { picture, fromPx, toPx }: Slice,
  { dpr, number, count }: { readonly dpr: number; readonly number: number; readonly count: number },
): Html {
  const widthMm = widthOf(picture, dpr);
  const mmPerRow = widthMm / picture.originalWidthPx;
  const size = (rows: number): string => (rows * mmPerRow).toFixed(2);
  const of = { number: texts.formatNumber(number), count: texts.formatNumber(count) };
  return html`<figure style="width:${widthMm.toFixed(2)}mm">
    <figcaption>
      ${texts.say('report.page.part', { number: of.number, parts: of.count })} ·
      ${texts.say('report.page.rows', { from: texts.formatNumber(fromPx + 1), to: texts.formatNumber(toPx) })}
    </figcaption>
    <div class="window" style="width:${widthMm.toFixed(2)}mm;height:${size(toPx - fromPx)}mm">
      <img
        src="${picture.src}"
        alt="${texts.say('report.page.alt', { exhibit, number: of.number, parts: of.count })}"
        style="width:${widthMm.toFixed(2)}mm;height:${size(picture.shownHeightPx)}mm;margin-top:-${size(fromPx)}mm"
      />
    </div>
  </figure>`;
}
