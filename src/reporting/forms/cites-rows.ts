import type { FormDocument } from '../../core/forms/form-document.ts';
import type { FormContext } from './form-context.ts';
import { makeForm } from './form-parts.ts';
import { codedItems, type CodedItem } from './parts/coded-items.ts';
import { makeTable, type FormColumn } from './statements/statement-table.ts';

/** What fills the columns that only a seizure can fill, in every language: it is looked for by machines too. */
export const NO_SEIZURE = 'no seizure';

/**
 * Items in the columns of the CITES annual illegal trade report, for whoever fills it in later. An ad is no seizure, and each row says so; what only a
 * person can know is not known here. Codes and numbers alone.
 */
export async function buildCitesRows(context: FormContext): Promise<FormDocument> {
  const { texts, input } = context;
  const items = codedItems(input, await context.surveyCaptures());
  return makeForm(context, 'cites-rows', {
    title: texts.say('form.cites.title'),
    notices: [texts.say('form.cites.notice'), texts.say('form.cites.columnsNotice')],
    sections: [{ id: 'rows', title: texts.say('form.cites.rows'), blocks: [makeTable('rows', columnsOf(context), items)] }],
  });
}

function columnsOf({ texts }: FormContext): readonly FormColumn<CodedItem>[] {
  const field = (name: string): string => texts.sayCode('statement.field', name) ?? name;
  const unknown = (id: string, label: string): FormColumn<CodedItem> => ({ id, label, source: 'not-recorded', cell: () => null });
  const seizure = (id: string, label: string): FormColumn<CodedItem> => ({ id, label, source: 'fixed', cell: () => NO_SEIZURE });
  return [
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
