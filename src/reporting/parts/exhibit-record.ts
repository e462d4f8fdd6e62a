import { html, type Html } from '../html/html.ts';
import type { ExhibitView, ReportContext } from '../report-context.ts';
import { formatBytes, formatList } from '../texts/quantities.ts';
import { address, bound, digest, listTable, moreLine, verbatim } from './building-blocks.ts';
import { buildHeadline } from './missing-sentence.ts';

const LISTED_ITEMS = 40;
const LISTED_FILES = 300;
const ADDRESS_CHARACTERS = 240;
const DETAIL_CHARACTERS = 200;
const CLASS_ORDER = ['shown', 'supporting', 'background'];

/** The completeness ledger: the headline, then what is not complete, shown content first. */
export function buildCompleteness({ texts }: ReportContext, { record }: ExhibitView): Html {
  const { completeness } = record.observation;
  const items = completeness.items.toSorted((a, b) => CLASS_ORDER.indexOf(a.class) - CLASS_ORDER.indexOf(b.class));
  const { shown } = bound(items, LISTED_ITEMS);
  const { incomplete } = completeness;
  // The ledger itself may count more than it lists.
  const all = Math.max(items.length, incomplete.shown + incomplete.supporting + incomplete.background);
  const { resourceTree, performanceEntries, drawnImages, cssImages } = completeness.checkedAgainst;
  const lists = [
    ...(resourceTree === undefined ? [] : [texts.say('report.lists.resourceTree', { count: resourceTree })]),
    ...(performanceEntries === undefined ? [] : [texts.say('report.lists.performance', { count: performanceEntries })]),
    ...(drawnImages === undefined ? [] : [texts.say('report.lists.drawn', { count: drawnImages })]),
    ...(cssImages === undefined ? [] : [texts.say('report.lists.css', { count: cssImages })]),
  ];
  return html`<section>
    <h2>${texts.say('report.completeness.heading')}</h2>
    <p class="headline">${buildHeadline(texts, completeness)}.</p>
    ${lists.length === 0 ? undefined : html`<p>${texts.say('report.completeness.checked', { lists: formatList(texts, lists) })}</p>`}
    ${
      items.length === 0
        ? undefined
        : html`${listTable(
            'ledger',
            [texts.say('report.ledger.class'), texts.say('report.ledger.problem'), texts.say('report.ledger.resource')],
            shown.map((item) => [
              texts.say(`report.class.${item.class}`),
              texts.say(`report.problem.${item.problem}`),
              html`<div>${address(texts, item.url, ADDRESS_CHARACTERS)}</div>
                <div class="second">${verbatim(texts, item.detail, DETAIL_CHARACTERS, 'en')}</div>`,
            ]),
          )}
          ${moreLine(texts, all - shown.length)}`
    }
  </section>`;
}

/** Every file of the exhibit in the package, with its size and whole digest. */
export function buildFiles({ texts }: ReportContext, { exhibit }: ExhibitView): Html {
  const { shown, more } = bound(exhibit.artifacts, LISTED_FILES);
  return html`<section>
    <h2>${texts.say('report.files.heading')}</h2>
    <p>${texts.say('report.files.intro')}</p>
    ${listTable(
      'files',
      [texts.say('report.files.file'), texts.say('report.files.size'), texts.say('report.files.digest')],
      shown.map((artifact) => [
        html`<div>${texts.say(`report.role.${artifact.role}`)}</div>
          <div class="second"><bdi class="path" dir="ltr">${artifact.path}</bdi></div>`,
        html`<span class="nowrap">${formatBytes(texts, artifact.sizeBytes)}</span>`,
        digest(artifact.sha256),
      ]),
    )}
    ${moreLine(texts, more)}
    ${
      exhibit.leftOut.length === 0
        ? undefined
        : html`<p>
            ${texts.say('report.files.leftOut', {
              count: exhibit.leftOut.length,
              roles: formatList(texts, [...new Set(exhibit.leftOut.map(({ role }) => texts.say(`report.role.${role}`)))]),
            })}
          </p>`
    }
  </section>`;
}
