import { pageNameOf } from '../document.ts';
import { html, type Html } from '../html/html.ts';
import type { ExhibitView, ReportContext } from '../report-context.ts';
import { buildExhibitFacts } from './exhibit-facts.ts';
import { buildCompleteness, buildFiles } from './exhibit-record.ts';
import { buildExhibitSummary } from './exhibit-summary.ts';
import { buildPagePicture } from './page-picture.ts';
import { buildTimeline } from './timeline.ts';

/** All pages of one exhibit. */
export function buildExhibitPages(context: ReportContext, view: ExhibitView): Html {
  const { texts } = context;
  return html`<article class="exhibit ${pageNameOf(view.exhibit.exhibit)}">
    ${buildExhibitSummary(context, view)}
    <div class="${view.exhibit.state === 'failed' ? 'same-page' : 'more-pages'}">
      ${buildPagePicture(context, view)} ${buildExhibitFacts(context, view)} ${buildCompleteness(context, view)}
      ${buildFiles(context, view)}
      <section>
        <h2>${texts.say('report.timeline.heading')}</h2>
        <p>${texts.say('report.timeline.intro')}</p>
        ${buildTimeline(texts, view.events)}
      </section>
    </div>
  </article>`;
}
