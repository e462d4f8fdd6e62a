import type { CaseStatement } from '../../core/statements/case-statement.ts';
import { html, type Html } from '../html/html.ts';
import { bound, moreLine, verbatim } from '../parts/building-blocks.ts';
import type { ReportContext } from '../report-context.ts';
import { sayLanguage } from '../texts/quantities.ts';
import { buildSource } from './statement-card.ts';
import { isOfKind, type StatementOf } from './statement-index.ts';

const LISTED = 40;
const NAME_CHARACTERS = 160;
/** A translation is read whole, as far as paper allows. */
const TEXT_CHARACTERS = 12_000;

/** Original and translation beside each other. Nothing when nobody translated anything. */
export function buildTranslations(context: ReportContext, statements: readonly CaseStatement[]): Html | undefined {
  const { texts } = context;
  const translations = statements.filter((one) => isOfKind(one, 'translation'));
  if (translations.length === 0) return undefined;
  const { shown, more } = bound(translations, LISTED);
  return html`<section class="translations">
    <h2>${texts.say('report.translations.heading')}</h2>
    <p>${texts.say('report.translations.intro')}</p>
    ${shown.map((one) => buildTranslation(context, one))} ${moreLine(texts, more)}
  </section>`;
}

function buildTranslation(context: ReportContext, one: StatementOf<'translation'>): Html {
  const { texts } = context;
  const { from, to, original, text, by, how } = one.statement.content.fields;
  const places = one.statement.evidence.map(({ exhibit, role }) =>
    role === undefined ? exhibit : `${exhibit}, ${texts.say(`report.role.${role}`)}`,
  );
  return html`<table class="translation">
      <thead>
        <tr>
          <th scope="col">${texts.say('report.translations.original', { language: sayLanguage(texts, from) })}</th>
          <th scope="col">${texts.say('report.translations.translation', { language: sayLanguage(texts, to) })}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>${verbatim(texts, original, TEXT_CHARACTERS, from)}</td>
          <td>${verbatim(texts, text, TEXT_CHARACTERS, to)}</td>
        </tr>
      </tbody>
    </table>
    <p class="source translator">
      ${texts.say(`report.value.${how}`)}${by === undefined ? '' : html`, ${verbatim(texts, by, NAME_CHARACTERS)}`}${places.map((place) => ` · ${place}`).join('')}
    </p>
    ${buildSource(context, one)}`;
}
