import { html, type Html, type HtmlValue } from '../html/html.ts';
import type { ExhibitLine, MadeVolume, ReportContext } from '../report-context.ts';
import { formatUtcShort } from '../texts/quantities.ts';
import { volumeFileName } from '../volumes.ts';
import { listTable } from './building-blocks.ts';
import { pageName } from './cover.ts';

const TITLE_CHARACTERS = 60;

/** Which volumes there are, and on which page of which one an exhibit begins. */
export function buildContents(context: ReportContext, lines: readonly ExhibitLine[], volumes: readonly MadeVolume[]): Html {
  const { texts, input, medium } = context;
  const fileOf = (number: number): Html => {
    const name = volumeFileName(input.language, number, medium === 'screen' ? 'html' : 'pdf');
    // Pages of one package lie beside each other; on paper there is nothing to follow.
    return medium === 'screen' ? html`<a href="${name}">${name}</a>` : html`<bdi class="path" dir="ltr">${name}</bdi>`;
  };
  const pages = new Map(volumes.map((volume) => [volume.number, volume.pages]));
  return html`<h2>${texts.say('report.contents.volumes')}</h2>
    ${listTable(
      'volumes',
      [
        texts.say('report.contents.volume'),
        texts.say('report.contents.file'),
        texts.say('report.contents.exhibits'),
        texts.say('report.contents.pages'),
      ],
      volumes.map(({ number, from, to, pageCount }) => [
        texts.formatNumber(number),
        fileOf(number),
        from === undefined ? '–' : `${from} – ${to ?? from}`,
        pageCount === undefined ? '–' : texts.formatNumber(pageCount),
      ]),
    )}
    <h2 class="new-page">${texts.say('report.contents.heading')}</h2>
    <p>${texts.say(medium === 'screen' ? 'report.contents.introScreen' : 'report.contents.intro')}</p>
    ${listTable(
      'all-exhibits',
      [
        texts.say('report.list.exhibit'),
        texts.say('report.list.page'),
        texts.say('report.list.time'),
        texts.say('report.list.state'),
        texts.say('report.contents.volume'),
        ...(medium === 'screen' ? [] : [texts.say('report.contents.page')]),
      ],
      lines.map((line): readonly HtmlValue[] => [
        medium === 'screen'
          ? html`<a href="${`${volumeFileName(input.language, line.volume, 'html')}#${line.exhibit}`}">${line.exhibit}</a>`
          : line.exhibit,
        pageName(texts, line, TITLE_CHARACTERS),
        html`<span class="nowrap">${formatUtcShort(line.time)}</span>`,
        texts.say(`report.state.${line.state}`),
        texts.formatNumber(line.volume),
        ...(medium === 'screen' ? [] : [pageOf(texts, pages.get(line.volume)?.get(line.exhibit))]),
      ]),
    )}`;
}

function pageOf(texts: ReportContext['texts'], page: number | undefined): string {
  return page === undefined ? '–' : texts.formatNumber(page);
}
