import { PugmarkError } from '../../../src/core/errors.ts';
import type { CaseItem, ExhibitRow, SearchResult } from '../../../src/rpc/contract/cases.ts';
import type { Handlers, Tell } from '../../../src/rpc/handlers.ts';
import type { FakeStation } from './fake-station.ts';

type Names = 'cases.list' | 'cases.create' | 'cases.close' | 'exhibits.search' | 'exhibits.at';

export function makeCaseHandlers(fake: FakeStation, tell: Tell): Pick<Handlers, Names> {
  const put = (item: CaseItem): CaseItem => {
    fake.cases = [item, ...fake.cases.filter(({ reference }) => reference !== item.reference)];
    tell('case.changed', item);
    return item;
  };
  return {
    'cases.list': () => fake.cases,
    'cases.create': ({ reference, title, basis, practice }) => {
      if (fake.cases.some((item) => item.reference === reference)) throw new PugmarkError('case-exists', `There is a case ${reference}`);
      return put({
        id: crypto.randomUUID(),
        reference,
        title,
        ...(basis === undefined ? {} : { basis }),
        practice,
        state: 'open',
        openedAt: new Date().toISOString(),
        lastActivityAt: new Date().toISOString(),
        counts: {},
        time: 'none',
      });
    },
    'cases.close': ({ case: reference }) => {
      const item = fake.cases.find((other) => other.reference === reference);
      if (item === undefined) throw new PugmarkError('case-unknown', `No case ${reference}`);
      return put({ ...item, state: 'closed' });
    },
    'exhibits.search': (search): SearchResult => {
      const words = search.text.toLowerCase();
      const found = fake.exhibits.filter(
        (row) =>
          (search.cases.length === 0 || search.cases.includes(row.case)) &&
          (search.hosts.length === 0 || search.hosts.includes(row.host)) &&
          (search.states.length === 0 || search.states.includes(row.state)) &&
          (search.fromDay === undefined || row.startedAt.slice(0, 10) >= search.fromDay) &&
          (search.toDay === undefined || row.startedAt.slice(0, 10) <= search.toDay) &&
          (words === '' || `${row.title ?? ''} ${row.requestedUrl}`.toLowerCase().includes(words)),
      );
      if (search.sort === 'oldest') found.reverse();
      return {
        total: found.length,
        rows: found
          .slice(search.offset, search.offset + search.limit)
          .map((row) => (words === '' ? row : { ...row, snippet: makeSnippet(row, words) })),
        facets: {
          case: count(found.map((row) => row.case)),
          host: count(found.map((row) => row.host)),
          state: count(found.map((row) => row.state)),
          day: count(found.map((row) => row.startedAt.slice(0, 10))),
        },
      };
    },
    'exhibits.at': ({ url }) => fake.exhibits.filter((row) => row.requestedUrl === url),
  };
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
