import type { SavedQuery } from '../../../core/model/saved-search.ts';
import type { Search } from '../../../rpc/contract/cases.ts';

/** What is looked for, as the person set it. */
export interface Filters {
  readonly text: string;
  readonly cases: readonly string[];
  readonly hosts: readonly string[];
  readonly sellers: readonly string[];
  readonly species: readonly string[];
  readonly states: readonly Search['states'][number][];
  /** UTC days. Empty: no bound. */
  readonly fromDay: string;
  readonly toDay: string;
  readonly sort: Search['sort'];
}

export const NO_FILTERS: Filters = {
  text: '',
  cases: [],
  hosts: [],
  sellers: [],
  species: [],
  states: [],
  fromDay: '',
  toDay: '',
  sort: 'relevance',
};

export function isFiltered({ text, cases, hosts, sellers, species, states, fromDay, toDay }: Filters): boolean {
  return text !== '' || cases.length + hosts.length + sellers.length + species.length + states.length > 0 || fromDay !== '' || toDay !== '';
}

/** The filters as calls take them, and as a search is kept: from a case's list, for that case. Nothing can be relevant to no words: then the newest come first. */
export function toWanted(filters: Filters, caseReference: string | undefined): SavedQuery {
  const { text, cases, hosts, sellers, species, states, fromDay, toDay, sort } = filters;
  return {
    text: text.trim().slice(0, 500),
    cases: caseReference === undefined ? [...cases] : [caseReference],
    hosts: [...hosts],
    sellers: [...sellers],
    species: [...species],
    states: [...states],
    sort: text.trim() === '' && sort === 'relevance' ? 'newest' : sort,
    ...(isDay(fromDay) ? { fromDay } : {}),
    ...(isDay(toDay) ? { toDay } : {}),
  };
}

/** A kept search as the person set it. In a case's list the case goes without saying. */
export function toFilters({ fromDay = '', toDay = '', ...query }: SavedQuery, caseReference: string | undefined): Filters {
  return { ...query, cases: caseReference === undefined ? query.cases : [], fromDay, toDay };
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** The list with `value` put in, or taken out. */
export function toggled<Value>(values: readonly Value[], value: Value): readonly Value[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
}
