import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseEntryLine } from '../../core/custody/entry.ts';
import { isPugmarkError } from '../../core/errors.ts';
import type { ExhibitNumber, Uuid } from '../../core/ids.ts';
import type { CaseSummary } from '../../core/model/case.ts';
import type { CaseNote } from '../../core/model/case-note.ts';
import type { Hashing } from '../../core/digest/digest.ts';
import type { Decompression } from '../../core/package/package-source.ts';
import { listKeptPackages, type KeptPackage } from '../../core/package/received/kept-packages.ts';
import type {
  IndexedExhibit,
  IndexedPackage,
  IndexState,
  ReceivedFound,
  ReceivedQuery,
  SearchFound,
  SearchIndex,
  SearchQuery,
} from '../../core/search-ports.ts';
import { readExhibitsOf } from '../../core/statements/statement-exhibits.ts';
import type { StoredCaseReader } from '../cases/case-reader.ts';
import type { Database } from '../database.ts';
import type { DatabaseKey } from '../database-key.ts';
import { withStorageErrors } from '../storage-error.ts';
import { readNews, type LogPosition } from './case-news.ts';
import { ExhibitColumns } from './exhibit-columns.ts';
import { readExhibitDocument, type ExhibitDocument } from './exhibit-document.ts';
import { DocumentWriter, facetsOf, readAllFacets } from './index-rows.ts';
import { openIndexDatabase, remakeIndexDatabase } from './open-index.ts';
import { takeInPackage } from './read-received.ts';
import { deletePackages, listPackages, listWaiting, noteKept } from './received-rows.ts';
import { searchReceivedRows } from './search-received.ts';
import { groupStatements, type SaidOf } from './statement-words.ts';
import { findRowsAt, searchRows } from './search-rows.ts';

export interface SearchIndexParts {
  /** `index.sqlite`. */
  readonly path: string;
  readonly key: DatabaseKey;
  readonly vault: Uuid;
  readonly listCases: () => readonly CaseSummary[];
  /** A reader of its own, to be closed. */
  readonly readCase: (id: Uuid) => StoredCaseReader;
  readonly hashing: Hashing;
  /** Absent: packages from others are not read. */
  readonly decompression: Decompression | undefined;
}

/** `index.sqlite`, following the logs of all cases. Whoever opens it holds the lock of the vault. */
export class StoredSearchIndex implements SearchIndex {
  private readonly parts: SearchIndexParts;
  private db: Database;
  private writer: DocumentWriter;
  private columns = new ExhibitColumns();
  private readonly waiting = new Set<Uuid>();
  private readonly listeners = new Set<() => void>();
  private running: Promise<void> | undefined;
  private isFailed = false;
  private isClosed = false;

  /** Throws `io-failed`, `disk-full`. */
  constructor(parts: SearchIndexParts) {
    this.parts = parts;
    this.db = openIndexDatabase(parts.path, parts.vault, parts.key);
    this.writer = new DocumentWriter(this.db);
    try {
      this.loadColumns();
    } catch {
      // Damaged further in than the opening looks.
      this.remake();
    }
    this.touchAll();
  }

  get state(): IndexState {
    const state = this.running !== undefined ? 'building' : this.isFailed ? 'failed' : 'ready';
    return { state, exhibits: this.columns.count };
  }

  search(query: SearchQuery): SearchFound {
    return this.answer(() => searchRows(this.db, this.columns, query));
  }

  findAt(url: string): readonly IndexedExhibit[] {
    return this.answer(() => findRowsAt(this.db, url));
  }

  searchReceived(query: ReceivedQuery): ReceivedFound {
    return this.answer(() => searchReceivedRows(this.db, query));
  }

  listReceived(): readonly IndexedPackage[] {
    return this.answer(() => listPackages(this.db));
  }

  async whenCurrent(): Promise<void> {
    while (this.running !== undefined) await this.running;
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Something was erased: words of it may stand anywhere in the index, so that it is made anew. */
  startAnew(): void {
    if (this.isClosed) return;
    this.remake();
    this.touchAll();
  }

  /** Something was committed in this case. Costs nothing here: the index follows in later turns. */
  touch(id: Uuid): void {
    if (this.isClosed) return;
    this.waiting.add(id);
    this.running ??= this.follow();
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.listeners.clear();
    this.db.close();
  }

  private touchAll(): void {
    for (const { id } of this.parts.listCases()) this.touch(id);
  }

  /** A damaged index is no reason to find nothing for ever: it is made anew, and this one answer is owed. */
  private answer<T>(read: () => T): T {
    try {
      return withStorageErrors('index.sqlite', read);
    } catch (error) {
      if (!this.isClosed && (isPugmarkError(error, 'vault-corrupt') || isPugmarkError(error, 'vault-foreign'))) {
        this.remake();
        this.touchAll();
      }
      throw error;
    }
  }

  private remake(): void {
    this.db.close();
    this.db = remakeIndexDatabase(this.parts.path, this.parts.vault, this.parts.key);
    this.writer = new DocumentWriter(this.db);
    this.columns = new ExhibitColumns();
  }

  private loadColumns(): void {
    for (const { id, ...values } of readAllFacets(this.db)) this.columns.set(id, values);
  }

  /** Never rejects. */
  private async follow(): Promise<void> {
    this.isFailed = false;
    await nextTurn();
    for (let [id] = this.waiting; id !== undefined && !this.isClosed; [id] = this.waiting) {
      this.waiting.delete(id);
      try {
        await this.followCase(id);
      } catch {
        // The evidence is what it is, and `check` tells what is wrong with it; here one case is not, or not wholly, found.
        this.isFailed = true;
      }
    }
    this.running = undefined;
    for (const listener of this.listeners) listener();
  }

  private async followCase(id: Uuid): Promise<void> {
    const summary = this.parts.listCases().find((one) => one.id === id);
    if (summary === undefined || this.isClosed) return;
    const reader = this.parts.readCase(id);
    try {
      let notes: ReadonlyMap<ExhibitNumber | undefined, readonly CaseNote[]> | undefined;
      let said: ReadonlyMap<ExhibitNumber, SaidOf> | undefined;
      while (!this.isClosed) {
        const { db } = this;
        const news = reader.readRows((ofCase) => readNews(ofCase, this.readPositions(id)));
        if (news === 'another-log') {
          const forget = (): ReadonlySet<number> => {
            deletePackages(db, id);
            return this.writer.deleteCase(id);
          };
          this.columns.deleteAll(db.transaction(forget).immediate());
          continue;
        }
        if (news.lines.length === 0) {
          await this.followPackages(id, reader);
          return;
        }
        // Read once for a case that is taken in whole, and again when one was added.
        if (notes === undefined || news.lines.some((line) => line.includes('"type":"note.added"')))
          notes = Map.groupBy(reader.listNotes(), ({ exhibit }) => exhibit);
        if (said === undefined || news.lines.some((line) => line.includes('"type":"statement.')))
          said = groupStatements(reader.listStatements());
        const exhibits = new Set(news.lines.flatMap((line) => exhibitsOf(line)));
        const documents: ExhibitDocument[] = [];
        for (const exhibit of exhibits) {
          await nextTurn();
          const texts = (notes.get(exhibit) ?? []).map(({ text }) => text);
          const document = await readExhibitDocument(reader, exhibit, {
            notes: texts,
            ...(said.get(exhibit) ?? { said: [], species: [] }),
          });
          if (document !== undefined) documents.push(document);
        }
        // Made anew meanwhile: it has to begin at the beginning.
        if (this.isClosed || this.db !== db) continue;
        const kept = news.lines.some((line) => /"type":"(?:file\.added|package\.received)"/.test(line)) ? listKeptPackages(reader) : [];
        this.take(summary, { documents, kept }, news.position);
      }
    } finally {
      reader.close();
    }
  }

  /** Packages from others that were not read yet: after the own exhibits, which are found meanwhile. */
  private async followPackages(id: Uuid, reader: StoredCaseReader): Promise<void> {
    const { db } = this;
    const { hashing, decompression } = this.parts;
    if (decompression === undefined || this.isClosed) return;
    const isCurrent = (): boolean => !this.isClosed && this.db === db;
    for (const waiting of listWaiting(db, id)) {
      await takeInPackage({ hashing, decompression }, reader, waiting, { db, isCurrent });
      if (!isCurrent()) return;
      for (const listener of this.listeners) listener();
    }
  }

  private take(
    summary: CaseSummary,
    { documents, kept }: { readonly documents: readonly ExhibitDocument[]; readonly kept: readonly KeptPackage[] },
    position: LogPosition,
  ): void {
    const ids = this.db
      .transaction(() => {
        this.db
          .prepare('INSERT INTO cursors (case_id, origin, size) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET size = excluded.size')
          .run(summary.id, position.origin, position.size);
        noteKept(this.db, summary, kept);
        return documents.map((document) => ({ id: this.writer.write(summary, document), document }));
      })
      .immediate();
    for (const { id, document } of ids) this.columns.set(id, facetsOf(summary.reference, document));
    if (ids.length > 0) for (const listener of this.listeners) listener();
  }

  private readPositions(id: Uuid): readonly LogPosition[] {
    return this.db.prepare<[string], LogPosition>('SELECT origin, size FROM cursors WHERE case_id = ?').all(id);
  }
}

/** Exhibits of which an entry may have changed what is found. */
function exhibitsOf(line: string): readonly ExhibitNumber[] {
  const entry = parseEntryLine(line);
  return entry.type === 'exhibit.viewed' ? [] : readExhibitsOf(entry);
}
