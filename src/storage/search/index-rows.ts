import { formatExhibitNumber, parseExhibitNumber, type Uuid } from '../../core/ids.ts';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import type { AttemptState, CaseSummary } from '../../core/model/case.ts';
import type { IndexedExhibit } from '../../core/search-ports.ts';
import { urlWithoutFragment } from '../../core/url-without-fragment.ts';
import type { Database, Statement } from '../database.ts';
import { SPECIES_BREAK, type FacetValues } from './exhibit-columns.ts';
import type { ExhibitDocument } from './exhibit-document.ts';
import { foldText, prepareForIndex } from './query-words.ts';

/** Sorts after every title. */
export const NO_TITLE = '\uffff';

const COLUMNS = [
  'case_id',
  'reference',
  'number',
  'kind',
  'state',
  'title',
  'requested_url',
  'document_url',
  'shown_url',
  'host',
  'seller',
  'species',
  'started_at',
  'ended_at',
  'digest',
  'has_picture',
  'notes',
  'sort_title',
  'erased',
] as const;

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
  readonly erased: number;
  readonly page: string | null;
}

/** Writes exhibits; its statements are made once, for there may be a hundred thousand to write. */
export class DocumentWriter {
  private readonly db: Database;
  private readonly upsert: Statement<unknown[], { id: number }>;
  private readonly insertAddress: Statement;
  private readonly insertPage: Statement;
  private readonly insertWords: Statement;
  private readonly deletions: readonly Statement[];

  constructor(db: Database) {
    this.db = db;
    const columns = COLUMNS.filter((column) => column !== 'case_id' && column !== 'number');
    this.upsert = db.prepare<unknown[], { id: number }>(
      `INSERT INTO exhibits (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})
       ON CONFLICT (case_id, number) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')} RETURNING id`,
    );
    this.insertAddress = db.prepare('INSERT INTO addresses (address, id) VALUES (?, ?) ON CONFLICT DO NOTHING');
    this.insertPage = db.prepare('INSERT INTO pages (id, text) VALUES (?, ?)');
    this.insertWords = db.prepare('INSERT INTO words (rowid, title, seller, notes, address, page) VALUES (?, ?, ?, ?, ?, ?)');
    this.deletions = ['DELETE FROM addresses WHERE id = ?', 'DELETE FROM pages WHERE id = ?', 'DELETE FROM words WHERE rowid = ?'].map(
      (sql) => db.prepare(sql),
    );
  }

  /** Writes one exhibit and gives back its id. Within a transaction. */
  write(ofCase: Pick<CaseSummary, 'id' | 'reference'>, document: ExhibitDocument): number {
    const { summary, page, notes, seller } = document;
    const { title, shownUrl, documentUrl, requestedUrl } = summary;
    const note = notes.join('\n');
    const values: Readonly<Record<(typeof COLUMNS)[number], string | number | null>> = {
      case_id: ofCase.id,
      reference: ofCase.reference,
      number: parseExhibitNumber(summary.exhibit) ?? 0,
      kind: summary.kind,
      state: summary.state,
      title: title ?? null,
      requested_url: requestedUrl,
      document_url: documentUrl ?? null,
      shown_url: shownUrl ?? null,
      host: hostOf(shownUrl ?? requestedUrl),
      seller: seller ?? null,
      species: document.species.join(SPECIES_BREAK),
      started_at: summary.startedAt,
      ended_at: summary.endedAt ?? null,
      digest: summary.digest ?? null,
      has_picture: document.hasPicture ? 1 : 0,
      notes: note === '' ? null : note,
      sort_title: title === undefined || title.trim() === '' ? NO_TITLE : foldText(title).slice(0, 200),
      erased: summary.erased === true ? 1 : 0,
    };
    const id = this.upsert.get(...COLUMNS.map((column) => values[column]))?.id;
    if (id === undefined) throw new Error('An exhibit was written without an id');
    this.deleteDerived(id);
    const urls = [requestedUrl, documentUrl, shownUrl].flatMap((url) => (url === undefined || url === '' ? [] : [url]));
    for (const url of urls) this.insertAddress.run(urlWithoutFragment(url), id);
    if (page !== '') this.insertPage.run(id, page.toWellFormed());
    // What was said of it is found, and not shown as what the page or a note has.
    const texts = [title ?? '', seller ?? '', [note, ...document.said].join('\n'), [...new Set(urls)].join(' '), page];
    this.insertWords.run(id, ...texts.map((text) => prepareForIndex(text)));
    return id;
  }

  /** Removes all exhibits of a case and what is known of its log; gives back the ids. Within a transaction. */
  deleteCase(id: Uuid): ReadonlySet<number> {
    const ids = this.db.prepare<[string], number>('SELECT id FROM exhibits WHERE case_id = ?').pluck().all(id);
    for (const exhibit of ids) this.deleteDerived(exhibit);
    this.db.prepare('DELETE FROM exhibits WHERE case_id = ?').run(id);
    this.db.prepare('DELETE FROM cursors WHERE case_id = ?').run(id);
    return new Set(ids);
  }

  private deleteDerived(id: number): void {
    for (const deletion of this.deletions) deletion.run(id);
  }
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
       e.digest, e.has_picture, e.notes, e.erased, CASE WHEN ? > 0 THEN (SELECT substr(text, 1, ?) FROM pages WHERE id = e.id) END AS page
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
      `SELECT id, reference AS "case", host, state, substr(started_at, 1, 10) AS day, coalesce(seller, '') AS seller, species,
         started_at AS startedAt
       FROM exhibits ORDER BY started_at, id`,
    )
    .iterate();
}

export function facetsOf(
  reference: string,
  { summary, seller = '', species }: Pick<ExhibitDocument, 'summary' | 'seller' | 'species'>,
): FacetValues {
  const { state, startedAt, shownUrl, requestedUrl } = summary;
  return {
    case: reference,
    host: hostOf(shownUrl ?? requestedUrl),
    state,
    day: startedAt.slice(0, 10),
    seller,
    species: species.join(SPECIES_BREAK),
    startedAt,
  };
}

/** With its port, as a person tells two sites apart. */
export function hostOf(url: string): string {
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
    ...(row.erased === 1 ? { erased: true } : {}),
  };
}
