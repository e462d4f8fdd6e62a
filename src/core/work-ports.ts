import type { UtcTime } from './clock.ts';
import type { ExhibitNumber, Uuid } from './ids.ts';
import type { SavedQuery, SavedSearch } from './model/saved-search.ts';

/** `interrupted`: it was running when the program ended; offered for another try. */
export type BatchItemState = 'waiting' | 'running' | 'done' | 'failed' | 'interrupted';

/** An address waiting for its capture, or what came of it. Working data of this station, no evidence. */
export interface QueuedAddress {
  readonly id: Uuid;
  /** Reference of the case. */
  readonly case: string;
  readonly url: string;
  /** Where the address was written: file and line. */
  readonly from: string;
  readonly state: BatchItemState;
  /** How often it was begun. */
  readonly tries: number;
  readonly addedAt: UtcTime;
  /** Of the last try. */
  readonly exhibit?: ExhibitNumber;
  readonly error?: { readonly code: string; readonly message: string };
}

/**
 * The queue of a batch capture; survives a restart of the program. Each call is one durable change, made wholly or not at all.
 * Throws `disk-full`, `io-failed`; `usage` for a change that the item's state does not allow.
 */
export interface BatchQueue {
  readonly paused: boolean;
  /** In the order of adding. */
  list(): readonly QueuedAddress[];
  find(id: Uuid): QueuedAddress | undefined;
  add(items: readonly { readonly case: string; readonly url: string; readonly from: string }[]): readonly QueuedAddress[];
  /** The next waiting item, now `running`, its try counted. Undefined while paused, and when none waits. */
  take(): QueuedAddress | undefined;
  /** Keeps the number of the attempt as soon as it is known. Only while running. */
  noteExhibit(id: Uuid, exhibit: ExhibitNumber): void;
  /** Ends a running item. */
  finish(
    id: Uuid,
    end: { readonly state: 'done' } | { readonly state: 'failed' | 'interrupted'; readonly error?: QueuedAddress['error'] },
  ): void;
  /** Failed and interrupted items wait again, at the end of the queue's order no more than before; others are left as they are. */
  retry(ids: readonly Uuid[]): void;
  /** Removes items; running ones stay. */
  remove(ids: readonly Uuid[]): void;
  pause(): void;
  resume(): void;
}

/** Searches that a person keeps. Each call is one durable change. Throws `usage`, `record-invalid` when another release wrote them, `disk-full`, `io-failed`. */
export interface SavedSearches {
  /** In the order of saving. */
  list(): readonly SavedSearch[];
  /** Throws `usage` when the name is taken, or there are too many. */
  save(name: string, query: SavedQuery): SavedSearch;
  /** Throws `usage` when there is none of that id, or the name is taken. */
  rename(id: Uuid, name: string): void;
  remove(id: Uuid): void;
}
