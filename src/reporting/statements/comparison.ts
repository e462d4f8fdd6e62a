import type { RecordComparison } from '../../core/statements/compare-records.ts';
import { html, type Html } from '../html/html.ts';
import { listTable, verbatim } from '../parts/building-blocks.ts';
import type { ReportContext } from '../report-context.ts';
import type { Comparison } from './compare-exhibits.ts';
import { buildSource } from './statement-card.ts';

/** Of one value of one side; the records have the whole. */
const VALUE_CHARACTERS = 400;

/** Other captures of the same address beside this one, field by field. Nothing where no statement links any. */
export function buildComparisons(context: ReportContext, comparisons: readonly Comparison[]): Html | undefined {
  const { texts } = context;
  if (comparisons.length === 0) return undefined;
  return html`<section class="comparisons">
    <h2>${texts.say('report.comparison.heading')}</h2>
    <p>${texts.say('report.comparison.intro')}</p>
    ${comparisons.map((one) => buildComparison(context, one))}
  </section>`;
}

function buildComparison(context: ReportContext, { statement, first, second, rows }: Comparison): Html {
  const { texts } = context;
  const { why } = statement.statement.content.fields;
  return html`<h3>${texts.say('report.comparison.pair', { first, second })}</h3>
    ${why === undefined ? undefined : html`<p>${verbatim(texts, why)}</p>`}
    ${typeof rows === 'string' ? html`<p>${texts.say(`report.comparison.${rows === 'absent' ? 'absent' : 'byOther'}`, { first, second })}</p>` : listRows(context, { first, second, rows })}
    ${buildSource(context, statement)}`;
}

function listRows(
  { texts }: ReportContext,
  { first, second, rows }: { readonly first: string; readonly second: string; readonly rows: readonly RecordComparison[] },
): Html {
  const told = rows.filter((row) => row.result !== 'not-comparable' || row.first !== undefined || row.second !== undefined);
  return listTable(
    'comparison',
    [texts.say('report.comparison.field'), texts.say('report.comparison.result'), first, second],
    told.map((row) => [
      texts.sayCode('compare', row.field) ?? row.field,
      html`<span class="result result-${row.result}">${texts.say(`compare.result.${row.result}`)}</span>`,
      ...(row.result === 'same' && row.first === row.second
        ? [showValue(texts, row, row.first), texts.say('report.comparison.sameValue')]
        : [showValue(texts, row, row.first), showValue(texts, row, row.second)]),
    ]),
  );
}

function showValue(texts: ReportContext['texts'], { field }: RecordComparison, value: string | undefined): Html | string {
  if (value === undefined) return '–';
  const said = field === 'state' ? texts.sayCode('report.state', value) : undefined;
  return said ?? verbatim(texts, value, VALUE_CHARACTERS);
}
