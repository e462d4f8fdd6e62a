import { PugmarkError } from '../core/errors.ts';
import type { CaseNote } from '../core/model/case-note.ts';
import type { CaseStore } from '../core/ports.ts';
import { findFoundExhibit } from './exhibit-service.ts';

/** Longest note, in characters. */
export const MAX_NOTE = 20_000;

/**
 * Writes a note about the case or one exhibit: the log commits to its text (`note.added`), which itself stays outside the log. Also in a
 * closed case. Throws `usage` for an empty or too long text, `exhibit-unknown`, `disk-full`, `io-failed`.
 */
export function addNote(store: CaseStore, note: { readonly exhibit?: string; readonly text: string }): CaseNote {
  const text = note.text.toWellFormed();
  if (text.trim() === '') throw new PugmarkError('usage', 'The note is empty');
  if (text.length > MAX_NOTE) throw new PugmarkError('usage', `A note has at most ${MAX_NOTE} characters`);
  const exhibit = note.exhibit === undefined ? undefined : findFoundExhibit(store, note.exhibit).summary.exhibit;
  const about = exhibit === undefined ? {} : { exhibit };
  const { entry, checkpoint } = store.record({ type: 'note.added', ...about, details: {}, texts: { note: text } });
  return { id: `${checkpoint.origin}/${entry.seq}`, ...about, time: entry.time, author: entry.actor, text };
}
