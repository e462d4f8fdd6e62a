import { html, type Html } from '../html/html.ts';
import type { ExhibitLine, ReportContext } from '../report-context.ts';
import { buildCaseFacts, buildIllustratedList } from './cover.ts';
import { verbatim } from './building-blocks.ts';

/** For who has five minutes: what this is, the exhibits with their pictures, what it does not show, how to check it. */
export function buildSummary(context: ReportContext, lines: readonly ExhibitLine[]): Html {
  const { texts, input } = context;
  return html`<section class="summary">
    <p class="kicker">${texts.say('report.summary.kicker')}</p>
    <h1>${verbatim(texts, input.caseTitle)}</h1>
    ${input.seal.practice ? html`<p class="practice-notice">${texts.say('report.practice.notice')}</p>` : undefined}
    <p class="lead">${texts.say('report.cover.what')}</p>
    ${buildCaseFacts(context)} ${buildIllustratedList(context, lines)}
    <section class="ending">
      <h2>${texts.say('report.summary.notShown')}</h2>
      <p>${texts.say('report.summary.limits')} ${texts.say('report.closing')}</p>
      <h2>${texts.say('report.verify.heading')}</h2>
      <p>${texts.say('report.summary.verify')}</p>
      <p class="second">
        ${texts.say('report.verify.identity')}: <bdi class="digest" dir="ltr">${input.keys.identity.slice('sha256:'.length)}</bdi>
      </p>
    </section>
  </section>`;
}
