import type { CaseReader, FoundExhibit } from '../core/ports.ts';
import type { Search, SearchResult } from '../rpc/contract/cases.ts';
import type { EngineContext } from './engine-context.ts';
import { buildRow, pickThumbnail, type ListedExhibit } from './exhibit-rows.ts';

/** Exhibits that fit, of all cases: a listing without an index. */
export function searchExhibits(context: EngineContext, search: Search): SearchResult {
  const words = fold(search.text)
    .split(/\s+/)
    .filter((word) => word !== '');
  const fits = (row: ListedExhibit, but?: 'case' | 'host' | 'state' | 'day'): boolean =>
    words.every((word) => fold(`${row.title ?? ''} ${row.shownUrl ?? ''} ${row.requestedUrl}`).includes(word)) &&
    (but === 'case' || search.cases.length === 0 || search.cases.includes(row.case)) &&
    (but === 'host' || search.hosts.length === 0 || search.hosts.includes(row.host)) &&
    (but === 'state' || search.states.length === 0 || search.states.includes(row.state)) &&
    (but === 'day' || ((search.fromDay ?? '') <= dayOf(row) && (search.toDay === undefined || dayOf(row) <= search.toDay)));
  const all = listAll(context);
  const found = all.filter((row) => fits(row)).toSorted(orderOf(search.sort));
  const count = (facet: 'case' | 'host' | 'state' | 'day', valueOf: (row: ListedExhibit) => string): SearchResult['facets']['case'] => {
    const groups = Map.groupBy(
      all.filter((row) => fits(row, facet)),
      valueOf,
    );
    return [...groups].map(([value, rows]) => ({ value, count: rows.length })).toSorted((a, b) => b.count - a.count);
  };
  return {
    total: found.length,
    rows: found.slice(search.offset, search.offset + search.limit).map((row) => buildRow(context, row)),
    facets: {
      case: count('case', (row) => row.case),
      host: count('host', (row) => row.host),
      state: count('state', (row) => row.state),
      day: count('day', dayOf),
    },
  };
}

/** Newest first. */
export function findExhibitsAt(context: EngineContext, url: string): ListedExhibit[] {
  const wanted = withoutFragment(url);
  return listAll(context)
    .filter(({ requestedUrl, shownUrl }) => [requestedUrl, shownUrl].some((one) => one !== undefined && withoutFragment(one) === wanted))
    .toSorted(orderOf('newest'));
}

function listAll(context: EngineContext): readonly ListedExhibit[] {
  return context
    .vault()
    .listCases()
    .flatMap(({ id }) => {
      const reader = context.readCase(id);
      return reader.listExhibits().flatMap(({ exhibit }) => {
        const found = reader.findExhibit(exhibit);
        return found === undefined ? [] : [listExhibit(reader, found)];
      });
    });
}

/** One exhibit as a list shows it, from its case alone. */
export function listExhibit(reader: CaseReader, { summary, artifacts }: FoundExhibit): ListedExhibit {
  const { exhibit, kind, state, title, requestedUrl, shownUrl, startedAt, endedAt, digest } = summary;
  return {
    case: reader.summary.reference,
    exhibit,
    kind,
    state,
    ...(title === undefined ? {} : { title }),
    requestedUrl,
    ...(shownUrl === undefined ? {} : { shownUrl }),
    host: hostOf(shownUrl ?? requestedUrl),
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(digest === undefined ? {} : { digest }),
    hasPicture: pickThumbnail(artifacts) !== undefined,
    hasNotes: false,
  };
}

function orderOf(sort: Search['sort']): (a: ListedExhibit, b: ListedExhibit) => number {
  if (sort === 'title') return (a, b) => (a.title ?? '').localeCompare(b.title ?? '') || newest(a, b);
  if (sort === 'host') return (a, b) => a.host.localeCompare(b.host) || newest(a, b);
  return sort === 'oldest' ? (a, b) => -newest(a, b) : newest;
}

function newest(a: ListedExhibit, b: ListedExhibit): number {
  return a.startedAt < b.startedAt ? 1 : -1;
}

function dayOf({ startedAt }: ListedExhibit): string {
  return startedAt.slice(0, 10);
}

function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/s, '');
}
