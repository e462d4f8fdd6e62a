import { html, type Html } from '../html/html.ts';
import type { ExhibitLine, MadeVolume, ReportContext } from '../report-context.ts';
import { formatUtc, shortDigest } from '../texts/quantities.ts';
import { listFound } from './asked-and-found.ts';
import { digest, factGrid, inBrief, verbatim } from './building-blocks.ts';
import { buildContents } from './contents.ts';
import { listCaseFacts, pageName } from './cover.ts';
import { handlingLine } from './handling.ts';
import { buildReceivedFiles } from './received-files.ts';

const TITLE_CHARACTERS = 75;
const ADDRESS_CHARACTERS = 100;
const LONG_TITLE = 80;

/**
 * For who has five minutes: what this is, the exhibits with their pictures, what it does not show, how to check it. Of several volumes: what
 * stands in which of them.
 */
export function buildSummary(context: ReportContext, lines: readonly ExhibitLine[], volumes: readonly MadeVolume[]): Html {
  const { texts, input } = context;
  return html`<section class="summary">
    <p class="kicker">${texts.say('report.summary.kicker')}</p>
    <h1 class="${input.caseTitle.length > LONG_TITLE ? 'long-title' : ''}">${verbatim(texts, input.caseTitle)}</h1>
    ${context.medium === 'screen' && input.seal.practice ? html`<p class="practice-notice">${texts.say('report.practice.notice')}</p>` : undefined}
    <p class="lead">${texts.say('report.cover.what')}</p>
    ${factGrid([[texts.say('report.handling.short'), handlingLine(texts, input)], ...listCaseFacts(context), ...listFound(context)])}
    ${
      volumes.length > 1
        ? buildContents(context, lines, volumes)
        : html`<div class="illustrated">${lines.map((line) => exhibitRow(context, line))}</div>`
    }
    ${buildReceivedFiles(context, { withEvents: false })}
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
function exhibitRow(context: ReportContext, line: ExhibitLine): Html {
  const { texts } = context;
  const { exhibit, state, thumbnail } = line;
  return html`<section class="row">
    <div class="thumb">${thumbnailOf(context, exhibit, thumbnail)}</div>
    <div class="what">
      <h2>
        <span class="number">${exhibit}</span>
        ${state === 'sealed' ? undefined : html`<span class="state state-${state}">${texts.say(`report.state.${state}`)}</span>`}
        <span class="title">${pageName(texts, line, TITLE_CHARACTERS)}</span>
      </h2>
      <p class="second">${inBrief(line.address, ADDRESS_CHARACTERS)}</p>
      <p class="second">${formatUtc(texts, line.time)} · SHA-256 <span class="short-digest">${shortDigest(line.digest)} …</span></p>
      <p>${line.missing}</p>
    </div>
  </section>`;
}

function thumbnailOf({ texts }: ReportContext, exhibit: string, thumbnail: ExhibitLine['thumbnail']): Html {
  if (thumbnail === undefined) return html`<div class="no-thumb">${texts.say('report.picture.noneShort')}</div>`;
  return html`<img src="${thumbnail.src}" alt="${texts.say('report.picture.viewAlt', { exhibit })}" />`;
}
