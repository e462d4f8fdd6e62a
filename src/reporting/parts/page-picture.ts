import { html, type Html } from '../html/html.ts';
import type { PagePicture } from '../pictures/prepare-pictures.ts';
import { widthOnPaperMm, type Slice } from '../pictures/sheet.ts';
import type { ExhibitView, ReportContext } from '../report-context.ts';
import type { Texts } from '../texts/texts.ts';

/** The whole page in parts that can be read on paper; what is left out is told. Nothing where the view is the whole page. */
export function buildPagePicture({ texts, medium }: ReportContext, { exhibit, record, pictures }: ExhibitView): Html | undefined {
  const leftOut = pictures.leftOut ?? [];
  const notShown =
    pictures.notShown.length + leftOut.length === 0
      ? undefined
      : html`${pictures.notShown.length === 0 ? undefined : html`<p>${texts.say('report.picture.tooLarge', { count: pictures.notShown.length, paths: pictures.notShown.join(', ') })}</p>`}
        ${leftOut.length === 0 ? undefined : html`<p>${texts.say('report.picture.leftOut', { count: leftOut.length, paths: leftOut.join(', ') })}</p>`}`;
  if (pictures.pages.length === 0) return notShown && html`<section class="page-picture">${notShown}</section>`;
  const parts = pictures.pages.flatMap((picture) => picture.slices.map((slice) => ({ picture, slice })));
  const shownPx = pictures.pages.reduce((sum, { shownHeightPx }) => sum + shownHeightPx, 0);
  const wholePx = record.observation.recipes
    .filter(({ name }) => name.startsWith('screenshot-full'))
    .reduce((sum, { heightPx }) => sum + heightPx, 0);
  const paths = pictures.pages.map(({ path }) => path);
  return html`<section class="page-picture">
    <h2>${texts.say('report.page.heading')}</h2>
    <p>${texts.say('report.page.intro', { height: texts.formatNumber(wholePx) })} ${leftOutSentence(texts, shownPx, wholePx)}</p>
    <p class="source">${texts.say('report.page.original')} <bdi class="path" dir="ltr">${paths.join(', ')}</bdi></p>
    ${notShown}
    <div class="slices">
      ${medium === 'screen' ? pictures.pages.map((picture) => wholeFigure(texts, exhibit.exhibit, picture)) : parts.map(({ picture, slice }, index) => partFigure(texts, exhibit.exhibit, picture, slice, { number: index + 1, count: parts.length }))}
    </div>
  </section>`;
}

function leftOutSentence(texts: Texts, shownPx: number, wholePx: number): string {
  if (shownPx >= wholePx) return texts.say('report.page.whole');
  return texts.say('report.page.leftOut', { shown: texts.formatNumber(shownPx), left: texts.formatNumber(wholePx - shownPx) });
}

/** On a screen there are no sheets. */
function wholeFigure(texts: Texts, exhibit: string, picture: PagePicture): Html {
  return html`<figure class="whole-page"><img src="${picture.src}" alt="${texts.say('report.picture.stripAlt', { exhibit })}" /></figure>`;
}

/** The whole copy behind a window: the picture lies in the document once, however many parts show it. */
function partFigure(
  texts: Texts,
  exhibit: string,
  picture: PagePicture,
  { fromPx, toPx }: Slice,
  { number, count }: { readonly number: number; readonly count: number },
): Html {
  const widthMm = widthOnPaperMm(picture.original);
  const mmPerRow = widthMm / picture.original.widthPx;
  const size = (rows: number): string => (rows * mmPerRow).toFixed(2);
  const of = { number: texts.formatNumber(number), parts: texts.formatNumber(count) };
  return html`<figure style="width:${widthMm.toFixed(2)}mm">
    <figcaption>
      ${texts.say('report.page.part', of)} ·
      ${texts.say('report.page.rows', { from: texts.formatNumber(fromPx + 1), to: texts.formatNumber(toPx) })}
    </figcaption>
    <div class="window" style="width:${widthMm.toFixed(2)}mm;height:${size(toPx - fromPx)}mm">
      <img
        src="${picture.src}"
        alt="${texts.say('report.page.alt', { exhibit, ...of })}"
        style="width:${widthMm.toFixed(2)}mm;height:${size(picture.shownHeightPx)}mm;margin-top:-${size(fromPx)}mm"
      />
    </div>
  </figure>`;
}
