import { PugmarkError } from '../../../src/core/errors.ts';
import type { CallInput } from '../../../src/rpc/contract.ts';
import type { CaseItem, ExhibitRow, Search, SearchResult } from '../../../src/rpc/contract/cases.ts';
import type { Handlers, Tell } from '../../../src/rpc/handlers.ts';
import type { FakeStation } from './fake-station.ts';

type Names = 'cases.list' | 'cases.create' | 'cases.review' | 'cases.hold' | 'cases.close' | 'exhibits.search' | 'exhibits.at';

export function makeCaseHandlers(fake: FakeStation, tell: Tell): Pick<Handlers, Names> {
  const put = (item: CaseItem): CaseItem => {
    fake.cases = [item, ...fake.cases.filter(({ reference }) => reference !== item.reference)];
    tell('case.changed', item);
    return item;
  };
  let last: (Found & { readonly key: string; readonly of: readonly ExhibitRow[] }) | undefined;
  return {
    'cases.list': () => fake.cases,
    'cases.create': ({ reference, title, basis, practice, regime, retainUntil }) => {
      if (fake.cases.some((item) => item.reference === reference)) throw new PugmarkError('case-exists', `There is a case ${reference}`);
      return put({
        id: crypto.randomUUID(),
        reference,
        title,
        ...(basis === undefined ? {} : { basis }),
        practice,
        ...(regime === undefined && retainUntil === undefined ? {} : { retention: retentionOf({ regime, retainUntil }) }),
        state: 'open',
        openedAt: new Date().toISOString(),
        lastActivityAt: new Date().toISOString(),
        counts: {},
        time: 'none',
      });
    },
    'cases.review': ({ case: reference, reason, ...said }) => {
      const item = fake.cases.find((other) => other.reference === reference);
      if (item === undefined) throw new PugmarkError('case-unknown', `No case ${reference}`);
      return put({ ...item, retention: { ...retentionOf(said), reason } });
    },
    'cases.hold': ({ case: reference, held, reason }) => {
      const found = fake.cases.find((other) => other.reference === reference);
      if (found === undefined) throw new PugmarkError('case-unknown', `No case ${reference}`);
      const { hold: _, ...item } = found;
      return put({ ...item, ...(held ? { hold: { since: new Date().toISOString(), by: 'W-4471', reason } } : {}) });
    },
    'cases.close': ({ case: reference }) => {
      const item = fake.cases.find((other) => other.reference === reference);
      if (item === undefined) throw new PugmarkError('case-unknown', `No case ${reference}`);
      return put({ ...item, state: 'closed' });
    },
    'exhibits.search': (search): SearchResult => {
      const words = search.text.toLowerCase();
      const { offset, limit, ...wanted } = search;
      const key = JSON.stringify(wanted);
      if (last?.key !== key || last.of !== fake.exhibits) last = { key, of: fake.exhibits, ...find(fake.exhibits, search) };
      const { found, facets } = last;
      const rows = found.slice(offset, offset + limit).map((row) => (words === '' ? row : { ...row, snippet: makeSnippet(row, words) }));
      return { total: found.length, rows, facets };
    },
    'exhibits.at': ({ url }) => fake.exhibits.filter((row) => row.requestedUrl === url),
  };
}

function retentionOf({
  regime,
  retainUntil,
}: Pick<CallInput<'cases.review'>, 'regime' | 'retainUntil'>): NonNullable<CaseItem['retention']> {
  return {
    ...(regime === undefined ? {} : { regime }),
    ...(retainUntil === undefined ? {} : { until: retainUntil }),
    reviewedAt: new Date().toISOString(),
    by: 'W-4471',
  };
}

interface Found {
  readonly found: readonly ExhibitRow[];
  readonly facets: SearchResult['facets'];
}

function find(exhibits: readonly ExhibitRow[], search: Search): Found {
  const words = search.text.toLowerCase();
  const found = exhibits.filter(
    (row) =>
      (search.cases.length === 0 || search.cases.includes(row.case)) &&
      (search.hosts.length === 0 || search.hosts.includes(row.host)) &&
      (search.sellers.length === 0 || search.sellers.includes(row.seller ?? '')) &&
      (search.species.length === 0 || search.species.includes(speciesOf(row))) &&
      (search.states.length === 0 || search.states.includes(row.state)) &&
      (search.fromDay === undefined || row.startedAt.slice(0, 10) >= search.fromDay) &&
      (search.toDay === undefined || row.startedAt.slice(0, 10) <= search.toDay) &&
      (words === '' || `${row.title ?? ''} ${row.requestedUrl}`.toLowerCase().includes(words)),
  );
  if (search.sort === 'oldest') found.reverse();
  const facets = {
    case: count(found.map((row) => row.case)),
    host: count(found.map((row) => row.host)),
    state: count(found.map((row) => row.state)),
    day: count(found.map((row) => row.startedAt.slice(0, 10))),
    seller: count(found.flatMap(({ seller }) => seller ?? [])),
    species: count(found.map(speciesOf).filter((one) => one !== '')),
  };
  return { found, facets };
}

/** As somebody said of some of them. */
function speciesOf({ exhibit }: ExhibitRow): string {
  return ['', 'Loxodonta africana', 'Psittacus erithacus'][Number(exhibit.slice(2)) % 3] ?? '';
}

function count(values: readonly string[]): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).toSorted((one, other) => other.count - one.count);
}

/** The found words with what stands around them. */
function makeSnippet({ title = '', requestedUrl }: ExhibitRow, words: string): NonNullable<ExhibitRow['snippet']> {
  const text = `${title} ${requestedUrl} <b>not markup</b>`;
  const at = text.toLowerCase().indexOf(words);
  return [
    { text: text.slice(Math.max(0, at - 30), at), found: false },
    { text: text.slice(at, at + words.length), found: true },
    { text: text.slice(at + words.length, at + 90), found: false },
  ].filter((piece) => piece.text !== '');
}
