import { html, type Html } from '../html/html.ts';
import type { ExhibitLine, ReportContext } from '../report-context.ts';
import { formatUtc, shortDigest } from '../texts/quantities.ts';
import { listCaseFacts, pageName } from './cover.ts';
import { moreLine } from './exhibit-facts.ts';
import { buildReceivedFiles } from './received-files.ts';
import { buildMissingSentence } from './missing-sentence.ts';
import { digest, factGrid, inBrief, verbatim } from './building-blocks.ts';

const TITLE_CHARACTERS = 75;
const ADDRESS_CHARACTERS = 100;

/** For who has five minutes: what this is, the exhibits with their pictures, what it does not show, how to check it. */
export function buildSummary(context: ReportContext, lines: readonly ExhibitLine[], hasPictures: boolean): Html {
  const { texts, input } = context;
  return html`<section class="summary">
    <p class="kicker">${texts.say('report.summary.kicker')}</p>
    <h1>${verbatim(texts, input.caseTitle)}</h1>
    <p class="lead">${texts.say('report.cover.what')}</p>
    ${factGrid(listCaseFacts(context))}
    <div class="illustrated">${lines.map((line) => exhibitRow(context, line, hasPictures))}</div>
    ${moreLine(texts, input.exhibits.length - lines.length)} ${buildReceivedFiles(context, { withEvents: false })}
    <section class="ending">
      <div>
        <h2>${texts.say('report.summary.notShown')}</h2>
        <p>${texts.say('report.summary.limits')} ${texts.say('report.closing')}</p>
      </div>
      <div>
        <h2>${texts.say('report.verify.heading')}</h2>
        <p>${texts.say('report.summary.verify')}</p>
        <p class="second">${texts.say('report.verify.identity')}: ${digest(input.keys.identity)}</p>
      </div>
    </section>
  </section>`;
}

/** One exhibit: its picture, and beside it what it is and what is missing. */
function exhibitRow(context: ReportContext, { exhibit, record, thumbnail }: ExhibitLine, hasPicture: boolean): Html {
  const { texts } = context;
  const { address, times, page } = record.observation;
  return html`<section class="row">
    ${hasPicture ? html`<div class="thumb">${thumbnailOf(context, exhibit.exhibit, thumbnail)}</div>` : undefined}
    <div class="what">
      <h2>
        <span class="number">${exhibit.exhibit}</span>
        ${exhibit.state === 'sealed' ? undefined : html`<span class="state state-${exhibit.state}">${texts.say(`report.state.${exhibit.state}`)}</span>`}
        <span class="title">${pageName(context, page?.title, TITLE_CHARACTERS)}</span>
      </h2>
      <p class="second">${inBrief(address.shownUrl ?? address.requestedUrl, ADDRESS_CHARACTERS)}</p>
      <p class="second">
        ${formatUtc(texts, times.seenAt ?? exhibit.startedAt)} · SHA-256 <span class="short-digest">${shortDigest(exhibit.digest)} …</span>
      </p>
      <p>${buildMissingSentence(texts, record)}</p>
    </div>
  </section>`;
}

function thumbnailOf({ texts }: ReportContext, exhibit: string, thumbnail: ExhibitLine['thumbnail']): Html {
  if (thumbnail === undefined) return html`<div class="no-thumb">${texts.say('report.picture.noneShort')}</div>`;
  return html`<img src="${thumbnail.src}" alt="${texts.say('report.picture.viewAlt', { exhibit })}" />`;
}
