import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { Random, Uuid } from '../../core/ids.ts';
import { savedSearchSchema, type SavedQuery, type SavedSearch } from '../../core/model/saved-search.ts';
import type { SavedSearches } from '../../core/work-ports.ts';
import type { Database } from '../database.ts';
import { withStorageErrors } from '../storage-error.ts';

const SETTING = 'saved-searches';
const MAX_SEARCHES = 200;

const storedSchema = z.array(savedSearchSchema);

/** Saved searches in `work.sqlite`: encrypted where the vault is. */
export class StoredSavedSearches implements SavedSearches {
  private readonly db: Database;
  private readonly clock: Clock;
  private readonly random: Pick<Random, 'uuid'>;

  constructor(db: Database, ground: { readonly clock: Clock; readonly random: Pick<Random, 'uuid'> }) {
    this.db = db;
    this.clock = ground.clock;
    this.random = ground.random;
  }

  list(): readonly SavedSearch[] {
    return withStorageErrors('work.sqlite', () => this.read());
  }

  save(name: string, query: SavedQuery): SavedSearch {
    const saved = { id: this.random.uuid(), name: name.trim(), savedAt: this.clock.now(), query };
    this.change((before) => {
      if (before.length >= MAX_SEARCHES) throw new PugmarkError('usage', `${MAX_SEARCHES} searches are saved already: remove some first`);
      return [...before, saved];
    });
    return saved;
  }

  rename(id: Uuid, name: string): void {
    this.change((before) => {
      assertKnown(before, id);
      return before.map((one) => (one.id === id ? { ...one, name: name.trim() } : one));
    });
  }

  remove(id: Uuid): void {
    this.change((before) => {
      assertKnown(before, id);
      return before.filter((one) => one.id !== id);
    });
  }

  /** Those that look into an erased case go with it. */
  forgetCase(reference: string): void {
    this.change((before) => before.filter(({ query }) => !query.cases.includes(reference)));
  }

  private change(edit: (before: readonly SavedSearch[]) => readonly SavedSearch[]): void {
    const work = (): void => {
      const after = storedSchema.parse(edit(this.read()));
      if (new Set(after.map(({ name }) => name)).size < after.length)
        throw new PugmarkError('usage', 'There is a saved search of that name already: give another one');
      this.db
        .prepare('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
        .run(SETTING, JSON.stringify(after));
    };
    withStorageErrors('work.sqlite', () => this.db.transaction(work).immediate());
  }

  private read(): readonly SavedSearch[] {
    const row = this.db.prepare<[string], { readonly value: string }>('SELECT value FROM settings WHERE name = ?').get(SETTING);
    if (row === undefined) return [];
    const parsed = storedSchema.safeParse(JSON.parse(row.value));
    if (parsed.success) return parsed.data;
    throw new PugmarkError('record-invalid', 'The saved searches of this vault were written by another release');
  }
}

function assertKnown(searches: readonly SavedSearch[], id: Uuid): void {
  if (!searches.some((one) => one.id === id)) throw new PugmarkError('usage', 'There is no such saved search any more');
}
