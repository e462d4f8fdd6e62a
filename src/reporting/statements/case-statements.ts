import { html, type Html } from '../html/html.ts';
import { bound, listTable, moreLine, verbatim } from '../parts/building-blocks.ts';
import type { ReportContext } from '../report-context.ts';
import { formatUtcShort } from '../texts/quantities.ts';
import { buildAssessments, buildDisplayed } from './exhibit-statements.ts';
import { buildStatementCard } from './statement-card.ts';
import { isOfKind } from './statement-index.ts';
import { buildTranslations } from './translations.ts';

const LISTED_FORMER = 400;
const NAME_CHARACTERS = 120;
const REASON_CHARACTERS = 400;

/** Statements that rest on no exhibit of the package, and what was replaced or taken back. Nothing when there is neither. */
export function buildCaseStatements(context: ReportContext): Html | undefined {
  const { texts, statements } = context;
  if (statements.ofCase.length === 0 && statements.former.length === 0) return undefined;
  return html`<section class="chapter">
    <h1>${texts.say('report.statements.heading')}</h1>
    <p>${texts.say('report.statements.intro')}</p>
    ${buildDisplayed(context, statements.ofCase)} ${buildTranslations(context, statements.ofCase)}
    ${buildAssessments(context, statements.ofCase)}
    ${statements.ofCase.filter((one) => isOfKind(one, 'corroboration')).map((one) => buildStatementCard(context, one))}
    ${listFormer(context)}
  </section>`;
}

/** That something was said and taken back stays to be seen. */
function listFormer({ texts, statements }: ReportContext): Html | undefined {
  if (statements.former.length === 0) return undefined;
  const { shown, more } = bound(statements.former, LISTED_FORMER);
  return html`<h2>${texts.say('report.former.heading')}</h2>
    <p>${texts.say('report.former.intro')}</p>
    ${listTable(
      'former',
      [
        texts.say('report.former.statement'),
        texts.say('report.former.by'),
        texts.say('report.former.fate'),
        texts.say('report.timeline.entry'),
      ],
      shown.map(({ statement, author, madeAt, entry, withdrawn }) => [
        html`${texts.say(`report.kind.${statement.content.kind}`)}
          <div class="second"><bdi dir="ltr">${statement.id}</bdi></div>`,
        html`${verbatim(texts, author, NAME_CHARACTERS)}
          <div class="second">${formatUtcShort(madeAt)}</div>`,
        withdrawn === undefined
          ? texts.say('report.former.replaced')
          : html`${texts.say('report.former.withdrawn')} ${verbatim(texts, withdrawn.by, NAME_CHARACTERS)},
            ${formatUtcShort(withdrawn.time)}${withdrawn.reason === undefined ? '' : html`${texts.say('report.colon')} ${verbatim(texts, withdrawn.reason, REASON_CHARACTERS)}`}`,
        html`<bdi class="digest" dir="ltr">${entry}</bdi>`,
      ]),
    )}
    ${moreLine(texts, more)}`;
}
