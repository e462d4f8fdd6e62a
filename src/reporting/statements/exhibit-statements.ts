import type { CaseStatement } from '../../core/statements/case-statement.ts';
import { html, type Html } from '../html/html.ts';
import { bound, moreLine } from '../parts/building-blocks.ts';
import type { ReportContext } from '../report-context.ts';
import { buildStatementCard } from './statement-card.ts';

/** In one exhibit; all of them stand in data/entities/ and in the log. */
const LISTED_STATEMENTS = 40;

/** What the page displayed, noted by a person: everyone can look there. Nothing when nobody noted anything. */
export function buildDisplayed(context: ReportContext, statements: readonly CaseStatement[]): Html | undefined {
  const { texts } = context;
  const displayed = statements.filter(isDisplayed);
  if (displayed.length === 0) return undefined;
  const { shown, more } = bound(displayed, LISTED_STATEMENTS);
  return html`<section class="displayed">
    <h2>${texts.say('report.displayed.heading')}</h2>
    <p>${texts.say('report.displayed.intro')}</p>
    ${shown.map((one) => html`${buildStatementCard(context, one)}${truthLine(context, one)}`)} ${moreLine(texts, more)}
  </section>`;
}

/** What persons hold, apart from what was recorded: assertions, opinions on truth, identifications. Nothing when there is none. */
export function buildAssessments(context: ReportContext, statements: readonly CaseStatement[]): Html | undefined {
  const { texts } = context;
  const assessments = statements.filter(isAssessment);
  if (assessments.length === 0) return undefined;
  const { shown, more } = bound(assessments, LISTED_STATEMENTS);
  return html`<section class="assessments">
    <h2>${texts.say('report.assessments.heading')}</h2>
    <p>${texts.say('report.assessments.intro')}</p>
    ${shown.map((one) => buildStatementCard(context, one))} ${moreLine(texts, more)}
  </section>`;
}

/** Translations and comparisons have sections of their own. */
function isApart({ statement: { content } }: CaseStatement): boolean {
  return content.kind === 'translation' || content.kind === 'corroboration';
}

function isDisplayed(one: CaseStatement): boolean {
  const { nature, content } = one.statement;
  return nature === 'displayed' && !isApart(one) && content.kind !== 'truth' && content.kind !== 'identification';
}

function isAssessment(one: CaseStatement): boolean {
  return !isApart(one) && !isDisplayed(one);
}

/** The opinion itself stands with the assessments. */
function truthLine({ texts, statements }: ReportContext, { statement }: CaseStatement): Html {
  const opinions = statements.truthsOf(statement.id).map((truth) => texts.say(`report.value.${truth.statement.content.fields.opinion}`));
  return html`<p class="truth">
    ${texts.say('report.displayed.truth')}
    ${opinions.length === 0 ? texts.say('report.value.not-assessed') : `${opinions.join(' · ')} ${texts.say('report.displayed.below')}`}
  </p>`;
}
