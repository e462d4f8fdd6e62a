import type { IndexedExhibit, SearchFound, SearchQuery } from '../../core/search-ports.ts';
import { urlWithoutFragment } from '../../core/url-without-fragment.ts';
import type { Database } from '../database.ts';
import type { ExhibitColumns } from './exhibit-columns.ts';
import { readIndexed } from './index-rows.ts';
import { buildMatchExpression, parseQueryWords } from './query-words.ts';
import { buildSnippet } from './snippet.ts';

/** So many characters of pages are looked through for the snippets of one answer, shared by its rows. */
const SNIPPET_BUDGET = 400_000;

/** Answers one query from the database and the columns in memory. */
export function searchRows(db: Database, columns: ExhibitColumns, query: SearchQuery): SearchFound {
  const text = query.text ?? '';
  const words = parseQueryWords(text);
  const found = text.trim() === '' ? undefined : findByWords(db, columns, buildMatchExpression(words), query.sort === 'relevance');
  const { total, ids, facets } = columns.find(query, readOrder(db, columns, query.sort ?? 'newest'), found);
  const budget = words.length === 0 ? 0 : Math.floor(SNIPPET_BUDGET / Math.max(1, ids.length));
  const rows = readIndexed(db, ids, budget).map(({ exhibit, texts }) => {
    const snippet = words.length === 0 ? undefined : buildSnippet(texts, words);
    return snippet === undefined ? exhibit : { ...exhibit, snippet };
  });
  return { total, rows, facets };
}

/** Newest first. */
export function findRowsAt(db: Database, url: string): readonly IndexedExhibit[] {
  const ids = db
    .prepare<[string], number>(
      'SELECT a.id FROM addresses a JOIN exhibits e ON e.id = a.id WHERE a.address = ? ORDER BY e.started_at DESC, a.id DESC',
    )
    .pluck()
    .all(urlWithoutFragment(url));
  return readIndexed(db, ids).map(({ exhibit }) => exhibit);
}

/** By id: 0 not found, 1 found, 2 in what is said of the exhibit, 3 in its title. Without relevance everything found is 1. */
function findByWords(db: Database, columns: ExhibitColumns, expression: string, byRelevance: boolean): Uint8Array {
  const found = new Uint8Array(columns.highestId + 1);
  // A text without any word (quotes, signs) is found nowhere.
  if (expression === '') return found;
  const match = (within: string, tier: number): void => {
    for (const id of readIds(db, 'SELECT json_group_array(rowid) FROM words WHERE words MATCH ?', within)) found[id] = tier;
  };
  match(expression, 1);
  if (!byRelevance) return found;
  match(`{title seller notes address} : (${expression})`, 2);
  match(`{title} : (${expression})`, 3);
  return found;
}

/** Many ids as one text: a hundred thousand rows one by one take longer than to find them. */
function readIds(db: Database, sql: string, ...parameters: readonly string[]): readonly number[] {
  const text = db
    .prepare<string[], string>(sql)
    .pluck()
    .get(...parameters);
  const ids: unknown = JSON.parse(text ?? '[]');
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'number') : [];
}

function readOrder(
  db: Database,
  columns: ExhibitColumns,
  sort: NonNullable<SearchQuery['sort']>,
): { readonly ids: readonly number[]; readonly isReversed: boolean } {
  if (sort === 'title' || sort === 'host') {
    const column = sort === 'title' ? 'sort_title' : 'host';
    const ids = columns.inOrderOf(sort, () =>
      readIds(db, `SELECT json_group_array(id) FROM (SELECT id FROM exhibits ORDER BY ${column}, started_at)`),
    );
    return { ids, isReversed: false };
  }
  return { ids: columns.inOrder(), isReversed: sort !== 'oldest' };
}
