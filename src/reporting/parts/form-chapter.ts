import type { FormDocument } from '../../core/forms/form-document.ts';
import { buildFormSections } from '../forms/write/form-html.ts';
import { html, type Html } from '../html/html.ts';
import type { Texts } from '../texts/texts.ts';

/** A form as a chapter of the report, by the piece that prints the form itself. */
export function buildFormChapter(texts: Texts, form: FormDocument): Html {
  return html`<section class="chapter new-chapter form">
    <h1>${form.title}</h1>
    ${form.notices.map((notice) => html`<p class="form-notice">${notice}</p>`)} ${buildFormSections(texts, form)}
  </section>`;
}
