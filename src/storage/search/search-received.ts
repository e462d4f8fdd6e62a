import type { ReceivedFound, ReceivedQuery } from '../../core/search-ports.ts';
import { parseExhibitNumber } from '../../core/ids.ts';
import type { Database } from '../database.ts';
import { buildMatchExpression, parseQueryWords } from './query-words.ts';
import { readReceived } from './received-rows.ts';
import { buildSnippet } from './snippet.ts';

/** So many characters of pages are looked through for the snippets of one answer, shared by its rows. */
const SNIPPET_BUDGET = 400_000;

const ORDERS: Readonly<Record<NonNullable<ReceivedQuery['sort']>, string>> = {
  newest: 'r.started_at DESC, r.id DESC',
  oldest: 'r.started_at, r.id',
  title: 'r.sort_title, r.started_at',
  host: 'r.host, r.started_at',
  relevance: 'r.started_at DESC, r.id DESC',
};

/** Answers one query over the exhibits of kept packages. */
export function searchReceivedRows(db: Database, query: ReceivedQuery): ReceivedFound {
  const {
    text = '',
    cases = [],
    hosts = [],
    states = [],
    sellers = [],
    species = [],
    fromDay,
    toDay,
    sort = 'newest',
    offset = 0,
    limit = 100,
  } = query;
  const words = parseQueryWords(text);
  const expression = text.trim() === '' ? undefined : buildMatchExpression(words);
  // A text without any word (quotes, signs) is found nowhere.
  // Nobody here has said anything of the species in them.
  if (expression === '' || species.length > 0) return { total: 0, rows: [] };
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  const restrict = (condition: string, ...given: readonly (string | number)[]): void => {
    conditions.push(condition);
    values.push(...given);
  };
  const among = (column: string, wanted: readonly string[]): void => {
    if (wanted.length > 0) restrict(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(wanted));
  };
  if (expression !== undefined) restrict('r.id IN (SELECT rowid FROM received_words WHERE received_words MATCH ?)', expression);
  among('p.reference', cases);
  among('r.host', hosts);
  among('r.state', states);
  among('r.seller', sellers);
  if (fromDay !== undefined) restrict('substr(r.started_at, 1, 10) >= ?', fromDay);
  if (toDay !== undefined) restrict('substr(r.started_at, 1, 10) <= ?', toDay);
  if (query.package !== undefined)
    restrict('p.reference = ? AND p.number = ?', query.package.case, parseExhibitNumber(query.package.exhibit) ?? 0);
  const from = `FROM received r JOIN packages p ON p.id = r.package_id ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}`;
  const total = db
    .prepare<unknown[], number>(`SELECT count(*) ${from}`)
    .pluck()
    .get(...values);
  // Within one package a list without words has the order of the sender's numbers.
  const order = query.package !== undefined && expression === undefined ? 'r.number' : ORDERS[sort];
  const isRanked = sort === 'relevance' && expression !== undefined;
  const ranked = isRanked ? 'r.id IN (SELECT rowid FROM received_words WHERE received_words MATCH ?) DESC, ' : '';
  const ids = db
    .prepare<unknown[], number>(`SELECT r.id ${from} ORDER BY ${ranked}${order} LIMIT ? OFFSET ?`)
    .pluck()
    .all(...values, ...(isRanked ? [`{title} : (${expression})`] : []), limit, offset);
  const budget = words.length === 0 ? 0 : Math.floor(SNIPPET_BUDGET / Math.max(1, ids.length));
  const rows = readReceived(db, ids, budget).map(({ exhibit, texts }) => {
    const snippet = words.length === 0 ? undefined : buildSnippet(texts, words);
    return snippet === undefined ? exhibit : { ...exhibit, snippet };
  });
  return { total: total ?? 0, rows };
}
