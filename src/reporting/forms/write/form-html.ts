import type { FormBlock, FormCheck, FormDocument, FormField, FormSection } from '../../../core/forms/form-document.ts';
import { html, type Html } from '../../html/html.ts';
import { listTable } from '../../parts/building-blocks.ts';
import type { Texts } from '../../texts/texts.ts';
import { boundRows, wordsOfAnswer, wordsOfCell, wordsOfField, wordsOfNoRows } from './form-words.ts';
import { layOutTable } from './table-layout.ts';

/** A whole form as it is printed. */
export function buildFormPages(texts: Texts, form: FormDocument): Html {
  return html`<article class="form">
    <h1>${form.title}</h1>
    ${form.practice ? html`<p class="form-notice">${texts.say('report.practice.notice')}</p>` : undefined}
    ${form.notices.map((notice) => html`<p class="form-notice">${notice}</p>`)} ${buildFormSections(texts, form)}
  </article>`;
}

/** The sections of a form with headings of the second rank: a chapter of another document may show them as its own. */
export function buildFormSections(texts: Texts, form: FormDocument): Html {
  return html`${form.sections.map(
    ({ title, blocks }: FormSection) =>
      html`<section class="form-section">
        <h2>${title}</h2>
        ${blocks.map((block) => buildBlock(texts, form, block))}
      </section>`,
  )}`;
}

function buildBlock(texts: Texts, form: FormDocument, block: FormBlock): Html {
  if (block.type === 'text') return html`${block.paragraphs.map((paragraph) => html`<p>${asGiven(paragraph)}</p>`)}`;
  if (block.type === 'fields') return buildFields(texts, block.fields);
  if (block.type === 'checks') return buildChecks(texts, block.checks);
  return buildTable(texts, form, block);
}

/** Columns side by side; what does not fit there stands below its row, each cell after the head of its column. */
function buildTable(texts: Texts, form: FormDocument, block: Extract<FormBlock, { type: 'table' }>): Html {
  const { rows, rest } = boundRows(texts, form, block);
  if (rows.length === 0) return html`<p class="form-missing">${wordsOfNoRows(texts)}</p>`;
  const heads = block.columns.map(({ label }) => label);
  const { beside, widths, below } = layOutTable([heads, ...rows.map((row) => row.map((cell) => wordsOfCell(texts, cell)))]);
  const cellOf = (row: readonly (string | null)[], index: number): Html => {
    const cell = row[index] ?? null;
    return cell === null ? html`<span class="form-missing">${wordsOfCell(texts, cell)}</span>` : asGiven(cell);
  };
  const table = listTable(
    below.length === 0 ? 'form-table' : 'form-table with-below',
    beside.map((index) => heads[index] ?? ''),
    rows.map((row) => ({
      cells: beside.map((index) => cellOf(row, index)),
      below: below.map((index) => html`<span class="form-head">${heads[index]}${texts.say('report.colon')}</span> ${cellOf(row, index)}`),
    })),
    widths,
  );
  return html`${table}${rest === undefined ? undefined : html`<p class="more">${rest}</p>`}`;
}

function buildFields(texts: Texts, fields: readonly FormField[]): Html {
  return html`<table class="facts form-fields">
    <tbody>
      ${fields.map(
        (field) =>
          html`<tr>
            <th scope="row">${field.label}</th>
            <td class="form-${field.state}">${wordsOfField(texts, field).map((value) => html`<div>${asGiven(value)}</div>`)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function buildChecks(texts: Texts, checks: readonly FormCheck[]): Html {
  return listTable(
    'form-checks',
    [texts.say('form.check.item'), texts.say('form.check.answer'), texts.say('form.check.record')],
    checks.map((check) => [
      check.label,
      html`<span class="form-answer form-${check.answer}">${wordsOfAnswer(texts, check)}</span>`,
      check.values.map((value) => html`<div>${asGiven(value)}</div>`),
    ]),
  );
}

/** Whole, in its own direction, cut off from what stands around it: a form leaves nothing out. */
function asGiven(text: string): Html {
  return html`<bdi class="verbatim" dir="auto">${text}</bdi>`;
}
