import type { StatementContent } from '../../core/statements/statement.ts';
import { html, type Html } from '../html/html.ts';
import { verbatim, type FactRow } from '../parts/building-blocks.ts';
import type { ReportContext } from '../report-context.ts';

/** Fields whose values are codes of closed lists; units and CITES codes are the same in every language. */
const CODED: readonly string[] = ['status', 'type', 'kind', 'sex', 'origin', 'how', 'method', 'opinion', 'qualifier'];
/** They stand elsewhere in a card. */
const TOLD_ELSEWHERE: readonly string[] = ['of', 'from', 'to'];

/** The fields of a statement as its author filled them; those left empty are absent. */
export function listFields({ texts, statements }: ReportContext, content: StatementContent): readonly FactRow[] {
  const fields: Readonly<Record<string, unknown>> = content.fields;
  const rows = Object.entries(fields)
    .filter(([name]) => !TOLD_ELSEWHERE.includes(name))
    .map(([name, value]): FactRow => [fieldName(texts, name), showValue(texts, name, value)]);
  if (content.kind !== 'relation') return rows;
  const party = (entity: string): Html => {
    const named = statements.nameOf(entity);
    // An entity that this package does not speak of has no more than its number.
    return named === undefined
      ? html`<bdi class="digest" dir="ltr">${entity}</bdi>`
      : html`${verbatim(texts, named.name, NAME_CHARACTERS)} (${texts.say(`report.kind.${named.kind}`)})`;
  };
  return [[fieldName(texts, 'from'), party(content.fields.from)], [fieldName(texts, 'to'), party(content.fields.to)], ...rows];
}

const NAME_CHARACTERS = 200;

function fieldName(texts: ReportContext['texts'], name: string): string {
  return texts.sayCode('report.field', name) ?? name;
}

function showValue(texts: ReportContext['texts'], name: string, value: unknown): Html | string | undefined {
  if (typeof value === 'boolean') return texts.say(value ? 'report.value.yes' : 'report.value.no');
  if (typeof value === 'number') return name === 'confidence' ? `${texts.formatNumber(value)} %` : texts.formatNumber(value);
  if (typeof value === 'string') return CODED.includes(name) ? sayValue(texts, value) : verbatim(texts, value);
  if (Array.isArray(value)) {
    const lines = value.filter((one): one is string => typeof one === 'string');
    return lines.length === 0 ? undefined : html`${lines.map((line) => html`<div>${verbatim(texts, line)}</div>`)}`;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  return html`${Object.entries(value).map(([part, one]) => html`<div>${fieldName(texts, part)}${texts.say('report.colon')} ${verbatim(texts, String(one))}</div>`)}`;
}

function sayValue(texts: ReportContext['texts'], code: string): Html | string {
  return texts.sayCode('report.value', code) ?? html`<span lang="en">${code}</span>`;
}
