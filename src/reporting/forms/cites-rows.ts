import type { FormDocument } from '../../core/forms/form-document.ts';
import type { TextKey } from '../texts/texts.ts';
import type { FormContext } from './form-context.ts';
import { makeForm } from './form-parts.ts';
import { codedItems, type CodedItem } from './parts/coded-items.ts';
import { makeTable, type FormColumn } from './statements/statement-table.ts';

/** What fills the columns that only a seizure can fill, in every language: it is looked for by machines too. */
const NO_SEIZURE = 'no seizure';

/** In every table. */
const HEAD = ['row', 'status'];
const SECTIONS: readonly (readonly [id: string, title: TextKey, columns: readonly string[]])[] = [
  ['specimens', 'form.cites.specimens', ['scientific-name', 'description', 'quantity', 'unit', 'additional']],
  ['incident', 'form.cites.incident', ['country', 'date', 'location', 'agency', 'reason']],
  ['route', 'form.cites.route', ['transport', 'concealment', 'destination', 'transit', 'origin']],
  ['consequences', 'form.cites.consequences', ['law', 'value', 'nationality', 'sanction', 'disposal']],
];

type Row = CodedItem & { readonly row: number };

/**
 * Items in the columns of the CITES annual illegal trade report, for whoever fills it in later. An ad is no seizure, and each row says so; what only a
 * person can know is not known here. Codes and numbers alone.
 */
export async function buildCitesRows(context: FormContext): Promise<FormDocument> {
  const { texts, input } = context;
  const items = codedItems(input, await context.surveyCaptures());
  const columns = columnsOf(context);
  return makeForm(context, 'cites-rows', {
    title: texts.say('form.cites.title'),
    notices: [texts.say('form.cites.notice'), texts.say('form.cites.columnsNotice')],
    // Tables of the same rows: twenty columns beside each other are read by nobody. The CSV has them as one.
    sections: SECTIONS.map(([id, title, names]) => ({
      id,
      title: texts.say(title),
      blocks: [
        makeTable(
          id,
          columns.filter(({ id }) => [...HEAD, ...names].includes(id)),
          items.map((item, index) => ({ ...item, row: index + 1 })),
        ),
      ],
    })),
  });
}

/** Nothing in this tool knows it. */
function unknown(id: string, label: string): FormColumn<Row> {
  return { id, label, source: 'not-recorded', cell: () => null };
}

function seizure(id: string, label: string): FormColumn<Row> {
  return { id, label, source: 'fixed', cell: () => NO_SEIZURE };
}

function columnsOf({ texts }: FormContext): readonly FormColumn<Row>[] {
  const field = (name: string): string => texts.sayCode('statement.field', name) ?? name;
  return [
    { id: 'row', label: texts.say('form.column.row'), source: 'statement.item', cell: ({ row }) => String(row) },
    seizure('status', texts.say('form.cites.status')),
    { id: 'country', label: texts.say('form.cites.country'), source: 'statement.location.country', cell: ({ locatedIn }) => locatedIn },
    seizure('date', texts.say('form.cites.date')),
    {
      id: 'scientific-name',
      label: field('taxon'),
      source: 'statement.identification.taxon, statement.item.taxon',
      cell: ({ taxon }) => taxon,
    },
    { id: 'description', label: field('term'), source: 'statement.item.term', cell: ({ term }) => term },
    { id: 'quantity', label: field('quantity'), source: 'statement.item.quantity', cell: ({ quantity }) => quantity },
    { id: 'unit', label: field('unit'), source: 'statement.item.unit', cell: ({ unit }) => unit },
    unknown('location', texts.say('form.cites.location')),
    unknown('agency', texts.say('form.cites.agency')),
    seizure('reason', texts.say('form.cites.reason')),
    unknown('transport', texts.say('form.cites.transport')),
    unknown('concealment', texts.say('form.cites.concealment')),
    {
      id: 'destination',
      label: texts.say('form.cites.destination'),
      source: 'statement.relation.ships-to, statement.location.country',
      cell: ({ shipsTo }) => shipsTo,
    },
    unknown('transit', texts.say('form.cites.transit')),
    unknown('origin', texts.say('form.cites.origin')),
    seizure('law', texts.say('form.cites.law')),
    unknown('value', texts.say('form.cites.value')),
    seizure('nationality', texts.say('form.cites.nationality')),
    seizure('sanction', texts.say('form.cites.sanction')),
    seizure('disposal', texts.say('form.cites.disposal')),
    {
      id: 'additional',
      label: texts.say('form.cites.additional'),
      source: 'statement.item.source, statement.item.live, statement.item.price, record.observation.times.clickedAt',
      cell: (item) => describe(item),
    },
  ];
}

/** In codes, so that no sentence of a page gets here. */
function describe({ source, live, price, currency, seen }: CodedItem): string {
  const months = [...new Set(seen.map(({ month }) => month))].toSorted();
  return [
    'online ad',
    ...(source === undefined ? [] : [`source ${source}`]),
    ...(live === undefined ? [] : [live ? 'live' : 'dead']),
    ...(price === undefined ? [] : [`asking price ${[price, currency].filter(Boolean).join(' ')}`]),
    ...(months.length === 0 ? [] : [`seen ${months.join(' ')}`]),
  ].join('; ');
}

/** The order of the report's columns, behind those that are ours. */
export const CITES_COLUMNS = [
  ...HEAD,
  'country',
  'date',
  'scientific-name',
  'description',
  'quantity',
  'unit',
  'location',
  'agency',
  'reason',
  'transport',
  'concealment',
  'destination',
  'transit',
  'origin',
  'law',
  'value',
  'nationality',
  'sanction',
  'disposal',
  'additional',
];
