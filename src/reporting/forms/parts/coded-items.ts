import type { FormInput } from '../../../core/forms/form-input.ts';
import { nameOfTaxon } from './taxon-name.ts';
import { firstCaptures } from './capture-table.ts';
import { relatedTo, statementsOf, type MadeStatement } from '../statements/current-statements.ts';
import type { CaptureSurvey } from '../survey/capture-survey.ts';

/** An item as far as codes can say it: nothing here was written freely. */
export interface CodedItem {
  readonly taxon?: string;
  readonly term?: string;
  readonly source?: string;
  readonly quantity?: string;
  readonly unit?: string;
  readonly live?: boolean;
  readonly price?: string;
  readonly currency?: string;
  /** ISO 3166-1, where a statement says that it is there, or that it is sent there. */
  readonly locatedIn?: string;
  readonly shipsTo?: string;
  /** Ads of the package that show it, each by its first capture, with the month (UTC) of that. */
  readonly seen: readonly { readonly exhibit: string; readonly month: string }[];
}

/** Specimens and products of the current statements. Descriptions, common names and marks are left out: anything may stand in them. */
export function codedItems(input: FormInput, survey: CaptureSurvey): readonly CodedItem[] {
  const captures = firstCaptures(survey);
  const identified = new Map(statementsOf(input, 'identification').map(({ entity, fields }) => [entity, fields.taxon]));
  return statementsOf(input, 'item')
    .filter(({ fields: { kind } }) => kind === 'specimen' || kind === 'product' || kind === 'other')
    .map((item) => codeItem(input, item, { captures, identifiedAs: identified.get(item.entity) }));
}

function codeItem(
  input: FormInput,
  { made, entity, fields }: MadeStatement<'item'>,
  { captures, identifiedAs }: { readonly captures: ReturnType<typeof firstCaptures>; readonly identifiedAs: string | undefined },
): CodedItem {
  const ads = new Set(made.statement.evidence.flatMap(({ exhibit }) => captures.get(exhibit) ?? []));
  const { term, source, quantity, unit, live, price, currency } = fields;
  // A named person's identification counts for more than what the ad calls it.
  const taxon = nameOfTaxon(identifiedAs ?? fields.taxon);
  const values = {
    taxon,
    term,
    source,
    quantity,
    unit,
    live,
    price,
    currency,
    locatedIn: countryOf(input, relatedTo(input, 'located-at', { from: entity })),
    shipsTo: countryOf(input, relatedTo(input, 'ships-to', { from: entity })),
  };
  return {
    ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)),
    seen: [...ads].map(({ exhibit, clickedAt }) => ({ exhibit, month: clickedAt.slice(0, 7) })),
  };
}

/** Of the first location among the entities that has one. */
function countryOf(input: FormInput, entities: readonly string[]): string | undefined {
  return statementsOf(input, 'location').find(({ entity, fields }) => entities.includes(entity) && fields.country !== undefined)?.fields
    .country;
}
