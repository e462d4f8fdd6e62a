import { pageNameOf } from '../document.ts';
import { html, type Html } from '../html/html.ts';
import type { ExhibitView, ReportContext } from '../report-context.ts';
import { buildComparisons } from '../statements/comparison.ts';
import { buildAssessments, buildDisplayed } from '../statements/exhibit-statements.ts';
import { buildTranslations } from '../statements/translations.ts';
import { buildExhibitFacts } from './exhibit-facts.ts';
import { buildCompleteness, buildFiles } from './exhibit-record.ts';
import { buildExhibitSummary } from './exhibit-summary.ts';
import { buildPagePicture } from './page-picture.ts';
import { buildRedactedCopies } from './redacted-copies.ts';
import { buildTimeline } from './timeline.ts';

/** All pages of one exhibit: what was recorded first; what persons think of it last, apart. */
export function buildExhibitPages(context: ReportContext, view: ExhibitView): Html {
  const { texts, statements } = context;
  const own = statements.ofExhibit(view.exhibit.exhibit);
  return html`<article class="exhibit ${pageNameOf(view.exhibit.exhibit)}">
    ${buildExhibitSummary(context, view)}
    <div class="${view.exhibit.state === 'failed' ? 'same-page' : 'more-pages'}">
      ${buildPagePicture(context, view)} ${buildTranslations(context, own)} ${buildExhibitFacts(context, view)}
      ${buildDisplayed(context, own)} ${buildCompleteness(context, view)} ${buildFiles(context, view)}
      ${buildRedactedCopies(context, view.exhibit.exhibit)}
      <section>
        <h2>${texts.say('report.timeline.heading')}</h2>
        <p>${texts.say('report.timeline.intro')}</p>
        ${buildTimeline(context, view.events)}
      </section>
      ${buildComparisons(context, view.comparisons)} ${buildAssessments(context, own)}
    </div>
  </article>`;
}
