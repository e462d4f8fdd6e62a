import type { CaptureRecord } from '../../core/model/capture-record.ts';
import { html, type Html, type HtmlValue } from '../html/html.ts';
import { cutText } from '../html/visible-text.ts';
import { hexOf } from '../texts/quantities.ts';
import type { Texts } from '../texts/texts.ts';

/** Characters of one text of a page that go on paper, where nothing else is said. */
const TEXT_CHARACTERS = 1_500;
const ADDRESS_CHARACTERS = 1_000;

/**
 * Text as the page or a person had it: in its own direction, cut off from what stands around it. `language` is that of the text (BCP 47); '' says
 * that nobody knows it, so that it is not read out as the language of the report.
 */
export function verbatim(texts: Texts, text: string, characters = TEXT_CHARACTERS, language = ''): Html {
  const { text: shown, leftOut } = cutText(text, characters);
  return html`<bdi class="verbatim" dir="auto" lang="${language}">${shown}</bdi>${cutMark(texts, leftOut)}`;
}

/** Words that stand there, in the quotation marks of the report. */
export function quoted(texts: Texts, text: string, characters: number): Html {
  return html`${texts.say('report.quoteBegin')}${verbatim(texts, text, characters)}${texts.say('report.quoteEnd')}`;
}

/** An address as it was recorded. Never a link: a click in a report must not reach the page. */
export function address(texts: Texts, url: string, characters = ADDRESS_CHARACTERS): Html {
  const { text: shown, leftOut } = cutText(url, characters);
  return html`<bdi class="address" dir="ltr" lang="">${shown}</bdi>${cutMark(texts, leftOut)}`;
}

/** A text of a page, or its address, in one line of a list; the whole stands at the exhibit. */
export function inBrief(text: string, characters: number, language = ''): Html {
  const { text: shown, leftOut } = cutText(text.replaceAll(/\s+/g, ' ').trim(), characters);
  return html`<bdi class="verbatim" dir="auto" lang="${language}">${shown}</bdi>${leftOut === 0 ? '' : ' …'}`;
}

/** Language that a page names for itself; '' where it names none, or what is none. */
export function languageOf({ observation: { page } }: CaptureRecord): string {
  const named = page?.language?.trim() ?? '';
  return /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i.test(named) ? named : '';
}

function cutMark(texts: Texts, leftOut: number): Html | undefined {
  return leftOut === 0 ? undefined : html` <span class="cut">${texts.say('report.cut', { count: leftOut })}</span>`;
}

/** All digits of a digest, breakable anywhere. */
export function digest(value: string): Html {
  return html`<bdi class="digest" dir="ltr">${hexOf(value)}</bdi>`;
}

/** How many more there are than are listed. */
export function moreLine(texts: Texts, more: number): Html | undefined {
  return more === 0 ? undefined : html`<p class="more">${texts.say('report.more', { count: more })}</p>`;
}

export type FactRow = readonly [label: HtmlValue, value: HtmlValue];

/** Rows of name and value; rows without a value are left out: absent facts are absent. Nothing when none is left. */
export function factTable(caption: string, rows: readonly FactRow[]): Html | undefined {
  const present = rows.filter(isPresent);
  if (present.length === 0) return undefined;
  return html`<table class="facts">
    <caption>
      ${caption}
    </caption>
    <tbody>
      ${present.map(
        ([label, value]) =>
          html`<tr>
            <th scope="row">${label}</th>
            <td>${value}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** The same in two columns, where space is dear. */
export function factGrid(rows: readonly FactRow[]): Html {
  return html`<dl class="fact-grid">
    ${rows.filter(isPresent).map(
      ([label, value]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function isPresent([, value]: FactRow): boolean {
  return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/** Cells side by side, and what stands below them over the whole width. */
export interface TallRow {
  readonly cells: readonly HtmlValue[];
  readonly below: readonly HtmlValue[];
}

/** A table with a head that comes again on every page. */
export function listTable(
  kind: string,
  heads: readonly string[],
  rows: readonly (readonly HtmlValue[] | TallRow)[],
  widths: readonly number[] = [],
): Html {
  return html`<table class="list ${kind}">
    <thead>
      <tr>
        ${heads.map((head, index) => buildHead(head, widths[index]))}
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => buildRow('cells' in row ? row : { cells: row, below: [] }))}
    </tbody>
  </table>`;
}

function buildRow({ cells, below }: TallRow): Html {
  return html`<tr>
      ${cells.map((cell) => html`<td>${cell}</td>`)}
    </tr>
    ${below.map(
      (part) =>
        html`<tr class="below">
          <td colspan="${cells.length}">${part}</td>
        </tr>`,
    )}`;
}

/** `percent` of the table, which has a fixed layout then. */
function buildHead(head: string, percent: number | undefined): Html {
  if (percent === undefined) return html`<th scope="col">${head}</th>`;
  return html`<th scope="col" style="width: ${percent.toFixed(1)}%">${head}</th>`;
}

/** The first `limit` of `items`, and how many more there are. */
export function bound<T>(items: readonly T[], limit: number): { readonly shown: readonly T[]; readonly more: number } {
  return { shown: items.slice(0, limit), more: Math.max(0, items.length - limit) };
}

export function bullets(items: readonly HtmlValue[]): Html {
  return html`<ul>
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`;
}
