import { formatExhibitNumber, parseExhibitNumber, type Uuid } from '../../core/ids.ts';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import type { AttemptState, CaseSummary } from '../../core/model/case.ts';
import type { IndexedExhibit } from '../../core/search-ports.ts';
import { urlWithoutFragment } from '../../core/url-without-fragment.ts';
import type { Database } from '../database.ts';
import type { FacetValues } from './exhibit-columns.ts';
import type { ExhibitDocument } from './exhibit-document.ts';
import { foldText, prepareForIndex } from './query-words.ts';

/** Sorts after every title. */
const NO_TITLE = '\uffff';

interface IndexedRow {
  readonly id: number;
  readonly reference: string;
  readonly number: number;
  readonly kind: IndexedExhibit['kind'];
  readonly state: AttemptState;
  readonly title: string | null;
  readonly requested_url: string;
  readonly shown_url: string | null;
  readonly host: string;
  readonly seller: string | null;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly digest: Sha256Digest | null;
  readonly has_picture: number;
  readonly notes: string | null;
  readonly page: string | null;
}

/** Writes one exhibit and gives back its id. Within a transaction. */
export function writeDocument(db: Database, ofCase: Pick<CaseSummary, 'id' | 'reference'>, document: ExhibitDocument): number {
  const { summary, page, notes } = document;
  const { title, shownUrl, documentUrl, requestedUrl } = summary;
  const number = parseExhibitNumber(summary.exhibit) ?? 0;
  const note = notes.join('\n');
  const id = db
    .prepare<unknown[], { id: number }>(
      `INSERT INTO exhibits (case_id, reference, number, kind, state, title, requested_url, document_url, shown_url, host, seller,
         started_at, ended_at, digest, has_picture, notes, sort_title)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (case_id, number) DO UPDATE SET reference = excluded.reference, kind = excluded.kind, state = excluded.state,
         title = excluded.title, requested_url = excluded.requested_url, document_url = excluded.document_url,
         shown_url = excluded.shown_url, host = excluded.host, seller = excluded.seller, started_at = excluded.started_at,
         ended_at = excluded.ended_at, digest = excluded.digest, has_picture = excluded.has_picture, notes = excluded.notes,
         sort_title = excluded.sort_title
       RETURNING id`,
    )
    .get(
      ofCase.id,
      ofCase.reference,
      number,
      summary.kind,
      summary.state,
      title ?? null,
      requestedUrl,
      documentUrl ?? null,
      shownUrl ?? null,
      hostOf(shownUrl ?? requestedUrl),
      document.seller ?? null,
      summary.startedAt,
      summary.endedAt ?? null,
      summary.digest ?? null,
      document.hasPicture ? 1 : 0,
      note === '' ? null : note,
      title === undefined || title.trim() === '' ? NO_TITLE : foldText(title).slice(0, 200),
    )?.id;
  if (id === undefined) throw new Error('An exhibit was written without an id');
  deleteDerived(db, id);
  const urls = [requestedUrl, documentUrl, shownUrl].flatMap((url) => (url === undefined || url === '' ? [] : [url]));
  const insertAddress = db.prepare('INSERT INTO addresses (address, id) VALUES (?, ?) ON CONFLICT DO NOTHING');
  for (const url of urls) insertAddress.run(urlWithoutFragment(url), id);
  if (page !== '') db.prepare('INSERT INTO pages (id, text) VALUES (?, ?)').run(id, page.toWellFormed());
  db.prepare('INSERT INTO words (rowid, title, seller, notes, address, page) VALUES (?, ?, ?, ?, ?, ?)').run(
    id,
    prepareForIndex(title ?? ''),
    prepareForIndex(document.seller ?? ''),
    prepareForIndex(note),
    prepareForIndex([...new Set(urls)].join(' ')),
    prepareForIndex(page),
  );
  return id;
}

/** Removes all exhibits of a case and what is known of its log; gives back the ids. Within a transaction. */
export function deleteCase(db: Database, id: Uuid): ReadonlySet<number> {
  const ids = db.prepare<[string], { id: number }>('SELECT id FROM exhibits WHERE case_id = ?').all(id);
  for (const exhibit of ids) deleteDerived(db, exhibit.id);
  db.prepare('DELETE FROM exhibits WHERE case_id = ?').run(id);
  db.prepare('DELETE FROM cursors WHERE case_id = ?').run(id);
  return new Set(ids.map((exhibit) => exhibit.id));
}

function deleteDerived(db: Database, id: number): void {
  db.prepare('DELETE FROM addresses WHERE id = ?').run(id);
  db.prepare('DELETE FROM pages WHERE id = ?').run(id);
  db.prepare('DELETE FROM words WHERE rowid = ?').run(id);
}

/** An indexed exhibit with the texts in which its snippet is looked for, the most telling first. */
export interface IndexedTexts {
  readonly exhibit: IndexedExhibit;
  readonly texts: readonly string[];
}

/** In the order of `ids`. `pageCharacters`: so much of the text of each page, none by default. */
export function readIndexed(db: Database, ids: readonly number[], pageCharacters = 0): readonly IndexedTexts[] {
  const statement = db.prepare<[number, number, number], IndexedRow>(
    `SELECT e.id, e.reference, e.number, e.kind, e.state, e.title, e.requested_url, e.shown_url, e.host, e.seller, e.started_at, e.ended_at,
       e.digest, e.has_picture, e.notes, CASE WHEN ? > 0 THEN (SELECT substr(text, 1, ?) FROM pages WHERE id = e.id) END AS page
     FROM exhibits e WHERE e.id = ?`,
  );
  return ids.flatMap((id) => {
    const row = statement.get(pageCharacters, pageCharacters, id);
    return row === undefined ? [] : [{ exhibit: indexedOf(row), texts: textsOf(row) }];
  });
}

/** For the columns in memory. */
export function readAllFacets(db: Database): IterableIterator<{ readonly id: number } & FacetValues> {
  return db
    .prepare<[], { readonly id: number } & FacetValues>(
      `SELECT id, reference AS "case", host, state, substr(started_at, 1, 10) AS day, started_at AS startedAt
       FROM exhibits ORDER BY started_at, id`,
    )
    .iterate();
}

export function facetsOf(reference: string, { summary }: Pick<ExhibitDocument, 'summary'>): FacetValues {
  const { state, startedAt, shownUrl, requestedUrl } = summary;
  return { case: reference, host: hostOf(shownUrl ?? requestedUrl), state, day: startedAt.slice(0, 10), startedAt };
}

/** With its port, as a person tells two sites apart. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

function textsOf(row: IndexedRow): readonly string[] {
  return [row.notes, row.page, row.title, row.seller, row.shown_url ?? row.requested_url].flatMap((text) => (text === null ? [] : [text]));
}

function indexedOf(row: IndexedRow): IndexedExhibit {
  return {
    case: row.reference,
    exhibit: formatExhibitNumber(row.number),
    kind: row.kind,
    state: row.state,
    requestedUrl: row.requested_url,
    host: row.host,
    startedAt: row.started_at,
    hasPicture: row.has_picture === 1,
    hasNotes: row.notes !== null,
    ...(row.title === null ? {} : { title: row.title }),
    ...(row.shown_url === null ? {} : { shownUrl: row.shown_url }),
    ...(row.seller === null ? {} : { seller: row.seller }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...(row.digest === null ? {} : { digest: row.digest }),
  };
}
