import { html, type Html } from '../html/html.ts';
import type { ExhibitLine, ReportContext, Volume } from '../report-context.ts';
import { formatUtc, formatUtcShort, shortDigest } from '../texts/quantities.ts';
import { address, factTable, listTable, verbatim } from './building-blocks.ts';
import { buildMissingSentence } from './missing-sentence.ts';

const TITLE_CHARACTERS = 140;
const ADDRESS_CHARACTERS = 200;

/** First page of a volume: what this is, for whom and from whom, and which exhibits it holds. */
export function buildCover(context: ReportContext, volume: Volume, lines: readonly ExhibitLine[]): Html {
  const { texts, input } = context;
  const { practice } = input.seal;
  return html`<section class="cover">
    <p class="kicker">
      ${texts.say('report.cover.kicker')}${volume.count === 1 ? '' : ` · ${texts.say('report.cover.volume', { number: volume.number, volumes: volume.count })}`}
    </p>
    <h1>${texts.say('report.cover.title')}</h1>
    <p class="case-title">${verbatim(texts, input.caseTitle)}</p>
    ${practice ? html`<p class="practice-notice">${texts.say('report.practice.notice')}</p>` : undefined}
    <p class="lead">${texts.say('report.cover.what')}</p>
    ${buildCaseFacts(context)}
    <h2>${texts.say('report.cover.exhibits')}</h2>
    ${listTable(
      'contents',
      [texts.say('report.list.exhibit'), texts.say('report.list.page'), texts.say('report.list.time'), texts.say('report.list.state')],
      lines.map(({ exhibit, record }) => [
        html`<a href="#${exhibit.exhibit}">${exhibit.exhibit}</a>`,
        html`${pageName(context, record.observation.page?.title)}
          <div class="second">
            ${address(texts, record.observation.address.shownUrl ?? record.observation.address.requestedUrl, ADDRESS_CHARACTERS)}
          </div>`,
        html`<span class="nowrap">${formatUtcShort(record.observation.times.seenAt ?? exhibit.startedAt)}</span>`,
        texts.say(`report.state.${exhibit.state}`),
      ]),
    )}
  </section>`;
}

/** Case, parties, package: who hands over what. */
export function buildCaseFacts({ texts, input }: ReportContext): Html | undefined {
  const { seal } = input;
  const { scope } = seal;
  return factTable(texts.say('report.cover.facts'), [
    [texts.say('report.case.reference'), verbatim(texts, seal.case.reference)],
    [texts.say('report.case.basis'), input.caseBasis && verbatim(texts, input.caseBasis)],
    [texts.say('report.case.agency'), input.agency && verbatim(texts, input.agency)],
    [texts.say('report.case.operator'), verbatim(texts, seal.operator)],
    [texts.say('report.case.recipient'), seal.recipient && verbatim(texts, seal.recipient)],
    [texts.say('report.case.purpose'), seal.purpose && verbatim(texts, seal.purpose)],
    [texts.say('report.case.made'), formatUtc(texts, seal.createdAt)],
    [
      texts.say('report.case.scope'),
      html`<div>
          ${texts.say('report.scope.exhibits', { count: scope.exhibits.length, total: texts.formatNumber(scope.attemptsInCase) })}
        </div>
        ${scope.failedInCase === 0 ? undefined : html`<div>${texts.say('report.scope.failed', { count: scope.failedInCase })}</div>`}
        ${scope.withheldEntries === 0 ? undefined : html`<div>${texts.say('report.scope.withheld', { count: scope.withheldEntries })}</div>`}
        ${scope.erasedInCase === 0 ? undefined : html`<div>${texts.say('report.scope.erased', { count: scope.erasedInCase })}</div>`}
        <div>
          ${seal.earlierPackages === 0 ? texts.say('report.scope.first') : texts.say('report.scope.earlier', { count: seal.earlierPackages })}
        </div>`,
    ],
    [texts.say('report.case.package'), html`<bdi class="path" dir="ltr">${input.packageName}.zip</bdi>`],
  ]);
}

/** The list of a summary: one row for each exhibit, with its picture. */
export function buildIllustratedList({ texts, ...context }: ReportContext, lines: readonly ExhibitLine[]): Html {
  return html`<div class="illustrated">
    ${lines.map(
      ({ exhibit, record, thumbnail }) =>
        html`<section class="row">
          <div class="thumb">
            ${
              thumbnail === undefined
                ? html`<div class="no-thumb">${texts.say('report.picture.noneShort')}</div>`
                : html`<img src="${thumbnail.src}" alt="${texts.say('report.picture.viewAlt', { exhibit: exhibit.exhibit })}" />`
            }
          </div>
          <div class="what">
            <h2>
              <span class="number">${exhibit.exhibit}</span>
              <span class="title">${pageName({ texts, ...context }, record.observation.page?.title)}</span>
              <span class="state state-${exhibit.state}">${texts.say(`report.state.${exhibit.state}`)}</span>
            </h2>
            <p class="second">
              ${address(texts, record.observation.address.shownUrl ?? record.observation.address.requestedUrl, ADDRESS_CHARACTERS)}
            </p>
            <p class="second">
              ${formatUtc(texts, record.observation.times.seenAt ?? exhibit.startedAt)} · SHA-256
              <span class="short-digest">${shortDigest(exhibit.digest)} …</span>
            </p>
            <p>${buildMissingSentence(texts, record)}</p>
          </div>
        </section>`,
    )}
  </div>`;
}

function pageName({ texts }: ReportContext, title: string | undefined): Html {
  const name = title?.trim() ?? '';
  return name === '' ? html`<i>${texts.say('report.exhibit.untitled')}</i>` : verbatim(texts, name, TITLE_CHARACTERS);
}
