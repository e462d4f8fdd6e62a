import type { FormDocument } from '../../core/forms/form-document.ts';
import { answerField, wordsOfAnswer } from './answer-field.ts';
import type { FormContext } from './form-context.ts';
import { makeField, makeForm, makeInapplicableField } from './form-parts.ts';
import { codedItems, type CodedItem } from './parts/coded-items.ts';
import { shownPages } from './parts/capture-table.ts';
import { makeTable, type FormColumn } from './statements/statement-table.ts';

/** Below it somebody who knows the market may recognise one ad. */
const SMALL = 5;

interface Row {
  readonly taxon: string | undefined;
  readonly term: string | undefined;
  readonly month: string;
  readonly exhibits: ReadonlySet<string>;
}

/** How many ads showed which species and goods, month by month: codes and numbers alone, nothing of a person, no case, no picture. */
export async function buildPatternCounts(context: FormContext): Promise<FormDocument> {
  const { texts, input } = context;
  const survey = await context.surveyCaptures();
  const pages = shownPages(survey);
  const items = codedItems(input, survey);
  const rows = countRows(items);
  const counted = new Set(items.flatMap(({ seen }) => seen.map(({ exhibit }) => exhibit)));
  const platformType = wordsOfAnswer(context, 'platform-type');
  const columns: readonly FormColumn<Row>[] = [
    {
      id: 'taxon',
      label: texts.say('form.column.taxon'),
      source: 'statement.identification.taxon, statement.item.taxon',
      cell: ({ taxon }) => taxon,
    },
    { id: 'term', label: texts.sayCode('statement.field', 'term') ?? 'term', source: 'statement.item.term', cell: ({ term }) => term },
    { id: 'platform-type', label: texts.say('form.pattern.platformType'), source: 'answer.platform-type', cell: () => platformType },
    { id: 'month', label: texts.say('form.pattern.month'), source: 'record.observation.times.clickedAt', cell: ({ month }) => month },
    {
      id: 'ads',
      label: texts.say('form.pattern.ads'),
      source: 'statement.item, record.observation.address',
      cell: ({ exhibits }) => String(exhibits.size),
    },
    {
      id: 'small',
      label: texts.say('form.pattern.small'),
      source: 'statement.item',
      cell: ({ exhibits }) => (exhibits.size < SMALL ? texts.say('form.pattern.isSmall', { limit: SMALL }) : texts.say('form.no')),
    },
  ];
  const isAnswered = input.answers['public-contact'] !== undefined;
  const contact = answerField(context, 'public-contact');
  return makeForm(context, 'pattern-counts', {
    title: texts.say('form.pattern.title'),
    notices: [texts.say('form.pattern.notice'), texts.say('form.pattern.smallNotice', { limit: SMALL })],
    sections: [
      {
        id: 'basis',
        title: texts.say('form.pattern.basis'),
        blocks: [
          {
            type: 'fields',
            fields: [
              makeField('ads', texts.say('form.pattern.allAds'), 'record.observation.address', texts.formatNumber(pages.length)),
              makeField(
                'without-item',
                texts.say('form.pattern.withoutItem'),
                'statement.item',
                texts.formatNumber(pages.filter(({ exhibit }) => !counted.has(exhibit)).length),
              ),
              answerField(context, 'platform-type'),
              makeField(
                'items-without-page',
                texts.say('form.pattern.itemsWithoutPage'),
                'statement.item.evidence',
                texts.formatNumber(items.filter(({ seen }) => seen.length === 0).length),
              ),
              // Nobody to be asked is the rule here, and no gap.
              isAnswered ? contact : makeInapplicableField(contact.id, contact.label, contact.source),
            ],
          },
        ],
      },
      { id: 'counts', title: texts.say('form.pattern.counts'), blocks: [makeTable('counts', columns, rows)] },
    ],
  });
}

/** One row for each species, term and month; an ad counts once in it. */
function countRows(items: readonly CodedItem[]): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const { taxon, term, seen } of items) {
    for (const { exhibit, month } of seen) {
      const key = [taxon ?? '', term ?? '', month].join('\n');
      const exhibits = new Set([...(rows.get(key)?.exhibits ?? []), exhibit]);
      rows.set(key, { taxon, term, month, exhibits });
    }
  }
  return [...rows.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
