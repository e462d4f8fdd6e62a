import { retentionSchema } from '../../core/model/retention.ts';
import { html, type Html } from '../html/html.ts';
import type { ExhibitLine, ReportContext, Volume } from '../report-context.ts';
import { formatUtc, formatUtcShort } from '../texts/quantities.ts';
import { buildAskedAndFound } from './asked-and-found.ts';
import { factTable, inBrief, listTable, verbatim, type FactRow } from './building-blocks.ts';
import { buildHandling } from './handling.ts';

const TITLE_CHARACTERS = 90;
const ADDRESS_CHARACTERS = 85;

/** First pages of a volume: what this is, for whom and from whom; what was asked and found; which exhibits it holds. */
export function buildCover(context: ReportContext, volume: Volume, lines: readonly ExhibitLine[]): Html {
  const { texts, input } = context;
  const { practice } = input.seal;
  return html`<section class="cover">
      <p class="kicker">
        ${texts.say('report.cover.kicker')}${volume.count === 1 ? '' : ` · ${texts.say('report.cover.volume', { number: volume.number, volumes: volume.count })}`}
      </p>
      <h1>${texts.say('report.cover.title')}</h1>
      <p class="case-title">${verbatim(texts, input.caseTitle)}</p>
      ${practice ? html`<p class="practice-notice">${texts.say('report.practice.notice')}</p>` : undefined} ${buildHandling(context)}
      <p class="lead">${texts.say('report.cover.what')}</p>
      ${factTable(texts.say('report.cover.facts'), listCaseFacts(context))}
    </section>
    <section class="front-matter">
      ${volume.number === 1 ? buildAskedAndFound(context) : undefined}
      ${
        lines.length === 0
          ? undefined
          : html`<h2>${texts.say('report.cover.exhibits')}</h2>
              ${listExhibits(context, lines)}`
      }
    </section>`;
}

function listExhibits({ texts }: ReportContext, lines: readonly ExhibitLine[]): Html {
  return listTable(
    'contents',
    [texts.say('report.list.exhibit'), texts.say('report.list.page'), texts.say('report.list.time'), texts.say('report.list.state')],
    lines.map((line) => [
      html`<a href="#${line.exhibit}">${line.exhibit}</a>`,
      html`${pageName(texts, line)}
        <div class="second">${inBrief(line.address, ADDRESS_CHARACTERS)}</div>`,
      html`<span class="nowrap">${formatUtcShort(line.time)}</span>`,
      texts.say(`report.state.${line.state}`),
    ]),
  );
}

/** Case, parties, package: who hands over what. */
export function listCaseFacts({ texts, input }: ReportContext): readonly FactRow[] {
  const { seal } = input;
  const { scope } = seal;
  return [
    [texts.say('report.case.reference'), verbatim(texts, seal.case.reference)],
    [texts.say('report.case.agency'), input.agency && verbatim(texts, input.agency)],
    [texts.say('report.case.operator'), verbatim(texts, seal.operator)],
    [texts.say('report.case.recipient'), seal.recipient && verbatim(texts, seal.recipient)],
    [texts.say('report.case.purpose'), seal.purpose && verbatim(texts, seal.purpose)],
    [texts.say('report.case.basis'), input.caseBasis && verbatim(texts, input.caseBasis)],
    ...listRetention({ texts, input }),
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
  ];
}

/** The law on data of persons that holds for the case, and the day of review, as the newest entry in this package says. */
function listRetention({ texts, input }: Pick<ReportContext, 'texts' | 'input'>): readonly FactRow[] {
  const last = input.timeline.findLast(({ entry }) => entry.type === 'retention.reviewed');
  const { regime, until } = retentionSchema.safeParse(last?.entry.details).data ?? {};
  return [
    [texts.say('report.case.regime'), regime && texts.say(`report.regime.${regime}`)],
    [texts.say('report.case.reviewBy'), until],
  ];
}

/** What a page calls itself, in one line. */
export function pageName(
  texts: ReportContext['texts'],
  { title, language }: Pick<ExhibitLine, 'title' | 'language'>,
  characters = TITLE_CHARACTERS,
): Html {
  const name = title?.trim() ?? '';
  return name === '' ? html`<i>${texts.say('report.exhibit.untitled')}</i>` : inBrief(name, characters, language);
}
