import { existsSync } from 'node:fs';
import type { Clock } from '../../core/clock.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { ExhibitNumber, Random, Uuid } from '../../core/ids.ts';
import type { BatchItemState, BatchQueue, QueuedAddress } from '../../core/work-ports.ts';
import type { DatabaseKey } from '../database-key.ts';
import { createDatabase, openDatabase, WORK_DATABASE, type Database } from '../database.ts';
import { purgeDatabase } from '../erase/purge-database.ts';
import { withStorageErrors } from '../storage-error.ts';
import { StoredSavedSearches } from './saved-searches.ts';

interface ItemRow {
  readonly id: Uuid;
  readonly reference: string;
  readonly url: string;
  readonly source: string;
  readonly state: BatchItemState;
  readonly tries: number;
  readonly added_at: string;
  readonly exhibit: ExhibitNumber | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
}

const COLUMNS = 'id, reference, url, source, state, tries, added_at, exhibit, error_code, error_message';

/** The queue of batch captures in `work.sqlite`. Whoever opens it holds the lock of the vault. */
export class StoredBatchQueue implements BatchQueue {
  private readonly db: Database;
  private readonly clock: Clock;
  private readonly random: Pick<Random, 'uuid'>;
  /** In the same file. */
  readonly searches: StoredSavedSearches;

  private constructor(db: Database, ground: { readonly clock: Clock; readonly random: Pick<Random, 'uuid'> }) {
    this.db = db;
    this.clock = ground.clock;
    this.random = ground.random;
    this.searches = new StoredSavedSearches(db, ground);
  }

  /** Throws `vault-foreign`, `vault-newer`, `io-failed`, `disk-full`. */
  static open(
    path: string,
    ground: { readonly clock: Clock; readonly random: Pick<Random, 'uuid'>; readonly key: DatabaseKey },
  ): StoredBatchQueue {
    const db = existsSync(path) ? openDatabase(path, WORK_DATABASE, ground.key) : createDatabase(path, WORK_DATABASE, ground.key);
    const queue = new StoredBatchQueue(db, ground);
    // No process works on them any more.
    queue.write(() => db.prepare("UPDATE batch_items SET state = 'interrupted' WHERE state = 'running'").run());
    return queue;
  }

  get paused(): boolean {
    return this.write(
      () => this.db.prepare<[], { value: string }>("SELECT value FROM settings WHERE name = 'paused'").get()?.value === 'true',
    );
  }

  list(): readonly QueuedAddress[] {
    return this.write(() => this.db.prepare<[], ItemRow>(`SELECT ${COLUMNS} FROM batch_items ORDER BY ordinal`).all().map(itemOf));
  }

  find(id: Uuid): QueuedAddress | undefined {
    return this.write(() => {
      const row = this.db.prepare<[string], ItemRow>(`SELECT ${COLUMNS} FROM batch_items WHERE id = ?`).get(id);
      return row === undefined ? undefined : itemOf(row);
    });
  }

  add(items: readonly { readonly case: string; readonly url: string; readonly from: string }[]): readonly QueuedAddress[] {
    const addedAt = this.clock.now();
    const added = items.map((item): QueuedAddress => ({ id: this.random.uuid(), ...item, state: 'waiting', tries: 0, addedAt }));
    this.together(() => {
      const insert = this.db.prepare(
        "INSERT INTO batch_items (id, reference, url, source, state, tries, added_at) VALUES (?, ?, ?, ?, 'waiting', 0, ?)",
      );
      for (const item of added) insert.run(item.id, item.case, item.url, item.from, item.addedAt);
    });
    return added;
  }

  take(): QueuedAddress | undefined {
    if (this.paused) return undefined;
    return this.write(() => {
      const row = this.db
        .prepare<[], ItemRow>(
          `UPDATE batch_items SET state = 'running', tries = tries + 1, exhibit = NULL, error_code = NULL, error_message = NULL
           WHERE ordinal = (SELECT min(ordinal) FROM batch_items WHERE state = 'waiting') RETURNING ${COLUMNS}`,
        )
        .get();
      return row === undefined ? undefined : itemOf(row);
    });
  }

  noteExhibit(id: Uuid, exhibit: ExhibitNumber): void {
    this.changeRunning(() => this.db.prepare("UPDATE batch_items SET exhibit = ? WHERE id = ? AND state = 'running'").run(exhibit, id));
  }

  finish(id: Uuid, end: Parameters<BatchQueue['finish']>[1]): void {
    const error = end.state === 'done' ? undefined : end.error;
    this.changeRunning(() =>
      this.db
        .prepare("UPDATE batch_items SET state = ?, error_code = ?, error_message = ? WHERE id = ? AND state = 'running'")
        .run(end.state, error?.code ?? null, error?.message ?? null, id),
    );
  }

  retry(ids: readonly Uuid[]): void {
    this.forEach(ids, "UPDATE batch_items SET state = 'waiting' WHERE id = ? AND state IN ('failed', 'interrupted')");
  }

  remove(ids: readonly Uuid[]): void {
    this.forEach(ids, "DELETE FROM batch_items WHERE id = ? AND state <> 'running'");
  }

  /** Takes an erased exhibit, or with a case alone all of it, out of the queue and its file. False as `purgeDatabase`. */
  erase(erased: { readonly case: string; readonly exhibit?: ExhibitNumber; readonly url?: string }): boolean {
    this.write(() =>
      this.db
        .prepare('DELETE FROM batch_items WHERE reference = ? AND (? OR exhibit = ? OR url = ?)')
        .run(erased.case, erased.exhibit === undefined ? 1 : 0, erased.exhibit ?? null, erased.url ?? null),
    );
    if (erased.exhibit === undefined) this.searches.forgetCase(erased.case);
    return purgeDatabase(this.db, 'work.sqlite');
  }

  pause(): void {
    this.setPaused(true);
  }

  resume(): void {
    this.setPaused(false);
  }

  close(): void {
    this.db.close();
  }

  private setPaused(paused: boolean): void {
    this.write(() =>
      this.db
        .prepare("INSERT INTO settings (name, value) VALUES ('paused', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        .run(String(paused)),
    );
  }

  private changeRunning(change: () => { readonly changes: number }): void {
    if (this.write(change).changes !== 1) throw new PugmarkError('usage', 'This address of the queue is not being captured');
  }

  private forEach(ids: readonly Uuid[], sql: string): void {
    this.together(() => {
      const statement = this.db.prepare(sql);
      for (const id of ids) statement.run(id);
    });
  }

  private together(work: () => void): void {
    this.write(() => this.db.transaction(work).immediate());
  }

  private write<T>(work: () => T): T {
    return withStorageErrors('work.sqlite', work);
  }
}

function itemOf(row: ItemRow): QueuedAddress {
  const { error_code: code, error_message: message } = row;
  return {
    id: row.id,
    case: row.reference,
    url: row.url,
    from: row.source,
    state: row.state,
    tries: row.tries,
    addedAt: row.added_at,
    ...(row.exhibit === null ? {} : { exhibit: row.exhibit }),
    ...(code === null || message === null ? {} : { error: { code, message } }),
  };
}
