import { html, type Html } from '../html/html.ts';
import type { ReportContext } from '../report-context.ts';
import { formatBytes, formatUtc } from '../texts/quantities.ts';
import { bound, digest, listTable, moreLine, verbatim } from './building-blocks.ts';
import { buildAssessments, buildDisplayed } from '../statements/exhibit-statements.ts';
import { buildTranslations } from '../statements/translations.ts';
import { buildTimeline } from './timeline.ts';

const LISTED_FILES = 400;
const NAME_CHARACTERS = 200;
const ORIGIN_CHARACTERS = 600;

/** Files that persons gave: what they are called, what was said of them, and their digests. Nothing when there is none. */
export function buildReceivedFiles(context: ReportContext, parts: { readonly withEvents: boolean }): Html | undefined {
  const { texts } = context;
  const { received, timeline } = context.input;
  if (received.length === 0) return undefined;
  const { shown, more } = bound(received, LISTED_FILES);
  const numbers = new Set(received.map(({ exhibit }) => exhibit));
  const events = timeline.filter(({ entry }) => entry.exhibit !== undefined && numbers.has(entry.exhibit));
  return html`<section class="${parts.withEvents ? 'chapter' : ''}">
    ${parts.withEvents ? html`<h1>${texts.say('report.received.heading')}</h1>` : html`<h2>${texts.say('report.received.heading')}</h2>`}
    <p>${texts.say('report.received.intro')}</p>
    ${listTable(
      'files',
      [texts.say('report.files.file'), texts.say('report.files.size'), texts.say('report.files.digest')],
      shown.map(({ exhibit, record, origin, artifacts }) => {
        const file = artifacts.find(({ role }) => role === 'received');
        return [
          html`<div><b>${exhibit}</b> ${verbatim(texts, record.givenName, NAME_CHARACTERS)}</div>
            ${origin === undefined ? undefined : html`<div>${verbatim(texts, origin, ORIGIN_CHARACTERS)}</div>`}
            <div class="second">
              ${formatUtc(texts, record.addedAt)}${file === undefined ? '' : html` · <bdi class="path" dir="ltr">${file.path}</bdi>`}
            </div>`,
          file === undefined ? '' : html`<span class="nowrap">${formatBytes(texts, file.sizeBytes)}</span>`,
          file === undefined ? '' : digest(file.sha256),
        ];
      }),
    )}
    ${moreLine(texts, more)}
    ${parts.withEvents ? [buildTimeline(context, events), received.map((file) => buildReceivedStatements(context, file.exhibit))] : undefined}
  </section>`;
}

/** What was said of one received file. Nothing when nobody said anything. */
function buildReceivedStatements(context: ReportContext, exhibit: string): Html | undefined {
  const own = context.statements.ofExhibit(exhibit);
  if (own.length === 0) return undefined;
  return html`<section id="${exhibit}">
    <p class="kicker">${exhibit}</p>
    ${buildTranslations(context, own)} ${buildDisplayed(context, own)} ${buildAssessments(context, own)}
  </section>`;
}
