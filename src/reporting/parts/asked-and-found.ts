import { STATEMENT_KINDS } from '../../core/statements/statement.ts';
import { html, type Html } from '../html/html.ts';
import type { ReportContext } from '../report-context.ts';
import { formatList } from '../texts/quantities.ts';
import { factTable, verbatim, type FactRow } from './building-blocks.ts';

/** What the pages were kept for, and what came of it: counts, no findings. What nobody stated says so. */
export function buildAskedAndFound({ texts, input, statements }: ReportContext): Html {
  const { seal } = input;
  const stated = (text: string | undefined): Html | string =>
    text === undefined || text.trim() === '' ? html`<i>${texts.say('report.asked.notStated')}</i>` : verbatim(texts, text);
  return html`<section>
    <h1>${texts.say('report.asked.heading')}</h1>
    ${factTable(texts.say('report.asked.asked'), [
      [texts.say('report.case.purpose'), stated(seal.purpose)],
      [texts.say('report.case.basis'), stated(input.caseBasis)],
      [texts.say('report.case.recipient'), stated(seal.recipient)],
    ])}
    ${factTable(texts.say('report.asked.found'), listFound({ texts, input, statements }))}
    <p class="source">${texts.say('report.asked.counts')}</p>
  </section>`;
}

/** Counts of exhibits by their states, and of statements by their kinds. */
export function listFound({ texts, input, statements }: Pick<ReportContext, 'texts' | 'input' | 'statements'>): readonly FactRow[] {
  const { exhibits, received, disclosed = [], timeline } = input;
  const states = (['sealed', 'partial', 'failed'] as const).flatMap((state) => {
    const count = exhibits.filter((one) => one.state === state).length;
    return count === 0 ? [] : [`${texts.say(`report.state.${state}`)}: ${texts.formatNumber(count)}`];
  });
  const present = new Set<string>([...exhibits, ...disclosed].map(({ exhibit }) => exhibit));
  const attempts = new Set(
    timeline.flatMap(({ entry }) =>
      /^capture\.(?:failed|cancelled|interrupted)$/.test(entry.type) && entry.exhibit !== undefined && !present.has(entry.exhibit)
        ? [entry.exhibit]
        : [],
    ),
  ).size;
  const count = (nature: 'displayed' | 'asserted'): string => {
    const kinds = STATEMENT_KINDS.flatMap((kind) => {
      const entities = new Set(
        statements.current
          .filter(({ statement }) => statement.nature === nature && statement.content.kind === kind)
          .map(({ statement }) => (kind === 'truth' || kind === 'identification' ? statement.id : statement.entity)),
      );
      return entities.size === 0 ? [] : [texts.say(`report.found.${kind}`, { count: entities.size })];
    });
    return formatList(texts, kinds);
  };
  const none = texts.say('report.found.none');
  return [
    [texts.say('report.found.exhibits'), states.length === 0 ? none : states.join(' · ')],
    [texts.say('report.found.disclosed'), disclosed.length === 0 ? undefined : texts.formatNumber(disclosed.length)],
    [texts.say('report.found.received'), received.length === 0 ? undefined : texts.formatNumber(received.length)],
    [texts.say('report.found.attempts'), attempts === 0 ? undefined : texts.formatNumber(attempts)],
    [texts.say('report.found.displayed'), count('displayed') || none],
    [texts.say('report.found.asserted'), count('asserted') || none],
    [texts.say('report.found.former'), statements.former.length === 0 ? undefined : texts.formatNumber(statements.former.length)],
  ];
}
