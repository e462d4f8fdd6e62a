import { formatExhibitNumber, parseExhibitNumber, type ExhibitNumber, type Uuid } from '../../core/ids.ts';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import type { CaseSummary } from '../../core/model/case.ts';
import type { KeptPackage } from '../../core/package/received/kept-packages.ts';
import type { InnerSummary } from '../../core/package/received/received-exhibit.ts';
import type { IndexedPackage, IndexedReceived } from '../../core/search-ports.ts';
import type { Database } from '../database.ts';
import { hostOf, NO_TITLE } from './index-rows.ts';
import { foldText, prepareForIndex } from './query-words.ts';

/** An exhibit of a package from others as the index takes it in. */
export interface ReceivedDocument {
  readonly summary: InnerSummary;
  readonly hasPicture: boolean;
  readonly page: string;
}

/** A kept package that is to be read. */
export interface WaitingPackage {
  readonly id: number;
  readonly exhibit: ExhibitNumber;
}

interface ReceivedRow {
  readonly id: number;
  readonly reference: string;
  readonly kept: number;
  readonly sender_case: string | null;
  readonly number: number;
  readonly kind: IndexedReceived['kind'];
  readonly state: 'sealed' | 'partial' | 'failed' | null;
  readonly title: string | null;
  readonly requested_url: string;
  readonly shown_url: string | null;
  readonly host: string;
  readonly seller: string | null;
  readonly started_at: string | null;
  readonly digest: Sha256Digest | null;
  readonly has_picture: number;
  readonly page: string | null;
}

/** Notes the kept packages of a case, those that are new as still to be read. Within the transaction that takes in the entries that tell of them. */
export function noteKept(db: Database, ofCase: Pick<CaseSummary, 'id' | 'reference'>, kept: readonly KeptPackage[]): void {
  const insert = db.prepare(
    `INSERT INTO packages (case_id, reference, number, sender_case, contents, is_cut) VALUES (?, ?, ?, ?, 'reading', 0) ON CONFLICT DO NOTHING`,
  );
  for (const { exhibit, senderCase } of kept) insert.run(ofCase.id, ofCase.reference, parseExhibitNumber(exhibit) ?? 0, senderCase ?? null);
}

export function listWaiting(db: Database, id: Uuid): readonly WaitingPackage[] {
  return db
    .prepare<[string], { readonly id: number; readonly number: number }>(
      "SELECT id, number FROM packages WHERE case_id = ? AND contents = 'reading' ORDER BY number",
    )
    .all(id)
    .map(({ id: row, number }) => ({ id: row, exhibit: formatExhibitNumber(number) }));
}

/** What is known of a package ends here; its exhibits stay when it is `ready`. */
export function endPackage(db: Database, id: number, contents: IndexedPackage['contents'], isCut: boolean): void {
  if (contents !== 'ready') deleteExhibits(db, id);
  db.prepare('UPDATE packages SET contents = ?, is_cut = ? WHERE id = ?').run(contents, isCut ? 1 : 0, id);
}

/** Within a transaction. */
export function writeReceived(db: Database, packageId: number, { summary, hasPicture, page }: ReceivedDocument): void {
  const { title, requestedUrl, documentUrl, shownUrl, seller } = summary;
  const id = db
    .prepare<unknown[], { id: number }>(
      `INSERT INTO received (package_id, number, kind, state, title, requested_url, shown_url, host, seller, started_at, digest, has_picture, sort_title)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
    )
    .get(
      packageId,
      parseExhibitNumber(summary.exhibit) ?? 0,
      summary.kind,
      summary.state ?? null,
      title ?? null,
      requestedUrl,
      shownUrl ?? null,
      hostOf(shownUrl ?? requestedUrl),
      seller ?? null,
      summary.startedAt ?? null,
      summary.digest ?? null,
      hasPicture ? 1 : 0,
      title === undefined || title.trim() === '' ? NO_TITLE : foldText(title).slice(0, 200),
    )?.id;
  if (id === undefined) throw new Error('An exhibit was written without an id');
  if (page !== '') db.prepare('INSERT INTO received_pages (id, text) VALUES (?, ?)').run(id, page.toWellFormed());
  const urls = [...new Set([requestedUrl, documentUrl, shownUrl])].filter((url) => url !== undefined && url !== '');
  const texts = [title ?? '', seller ?? '', urls.join(' '), page].map((text) => prepareForIndex(text));
  db.prepare('INSERT INTO received_words (rowid, title, seller, address, page) VALUES (?, ?, ?, ?, ?)').run(id, ...texts);
}

/** Removes what was read of a package. Within a transaction. */
export function deleteExhibits(db: Database, packageId: number): void {
  const ids = db.prepare<[number], number>('SELECT id FROM received WHERE package_id = ?').pluck().all(packageId);
  const deletions = ['DELETE FROM received_pages WHERE id = ?', 'DELETE FROM received_words WHERE rowid = ?'].map((sql) => db.prepare(sql));
  for (const id of ids) for (const deletion of deletions) deletion.run(id);
  db.prepare('DELETE FROM received WHERE package_id = ?').run(packageId);
}

/** Removes all packages of a case. Within a transaction. */
export function deletePackages(db: Database, ofCase: Uuid): void {
  const ids = db.prepare<[string], number>('SELECT id FROM packages WHERE case_id = ?').pluck().all(ofCase);
  for (const id of ids) deleteExhibits(db, id);
  db.prepare('DELETE FROM packages WHERE case_id = ?').run(ofCase);
}

export function listPackages(db: Database): readonly IndexedPackage[] {
  return db
    .prepare<[], { reference: string; number: number; contents: IndexedPackage['contents']; is_cut: number; exhibits: number }>(
      `SELECT reference, number, contents, is_cut, (SELECT count(*) FROM received WHERE package_id = packages.id) AS exhibits
       FROM packages ORDER BY id`,
    )
    .all()
    .map(({ reference, number, contents, is_cut, exhibits }) => ({
      case: reference,
      exhibit: formatExhibitNumber(number),
      contents,
      exhibits,
      isCut: is_cut === 1,
    }));
}

/** In the order of `ids`, each with the texts in which its snippet is looked for. `pageCharacters`: so much of the text of each page. */
export function readReceived(
  db: Database,
  ids: readonly number[],
  pageCharacters: number,
): readonly { readonly exhibit: IndexedReceived; readonly texts: readonly string[] }[] {
  const statement = db.prepare<[number, number, number], ReceivedRow>(
    `SELECT r.*, p.reference, p.number AS kept, p.sender_case,
       CASE WHEN ? > 0 THEN (SELECT substr(text, 1, ?) FROM received_pages WHERE id = r.id) END AS page
     FROM received r JOIN packages p ON p.id = r.package_id WHERE r.id = ?`,
  );
  return ids.flatMap((id) => {
    const row = statement.get(pageCharacters, pageCharacters, id);
    if (row === undefined) return [];
    const texts = [row.page, row.title, row.seller, row.shown_url ?? row.requested_url].filter((text) => text !== null);
    return [{ exhibit: indexedOf(row), texts }];
  });
}

function indexedOf(row: ReceivedRow): IndexedReceived {
  return {
    case: row.reference,
    package: formatExhibitNumber(row.kept),
    exhibit: formatExhibitNumber(row.number),
    kind: row.kind,
    requestedUrl: row.requested_url,
    host: row.host,
    hasPicture: row.has_picture === 1,
    ...(row.state === null ? {} : { state: row.state }),
    ...(row.sender_case === null ? {} : { senderCase: row.sender_case }),
    ...(row.title === null ? {} : { title: row.title }),
    ...(row.shown_url === null ? {} : { shownUrl: row.shown_url }),
    ...(row.seller === null ? {} : { seller: row.seller }),
    ...(row.started_at === null ? {} : { startedAt: row.started_at }),
    ...(row.digest === null ? {} : { digest: row.digest }),
  };
}
