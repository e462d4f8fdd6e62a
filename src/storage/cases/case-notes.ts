import { parseEntryLine } from '../../core/custody/entry.ts';
import { formatExhibitNumber, parseExhibitNumber, type ExhibitNumber } from '../../core/ids.ts';
import type { CaseNote, Openings } from '../../core/model/case-note.ts';
import type { Database } from '../database.ts';

interface NoteRow {
  readonly origin: string;
  readonly seq: number;
  readonly line: string;
  readonly text: string;
}

/** Oldest first; without those whose text was erased. */
export function readNotes(db: Database, exhibit?: ExhibitNumber): readonly CaseNote[] {
  const number = exhibit === undefined ? undefined : parseExhibitNumber(exhibit);
  if (exhibit !== undefined && number === undefined) return [];
  const wanted = number === undefined ? undefined : formatExhibitNumber(number);
  return db
    .prepare<[], NoteRow>(
      `SELECT t.origin, t.seq, e.line, t.text FROM texts t
       JOIN entries e ON e.origin = t.origin AND e.seq = t.seq JOIN segments s ON s.origin = t.origin
       WHERE t.name = 'note' AND t.text IS NOT NULL ORDER BY s.ordinal, t.seq`,
    )
    .all()
    .flatMap(({ origin, seq, line, text }) => {
      const entry = parseEntryLine(line);
      if (entry.type !== 'note.added' || (wanted !== undefined && entry.exhibit !== wanted)) return [];
      const about = entry.exhibit === undefined ? {} : { exhibit: entry.exhibit };
      return [{ id: `${origin}/${seq}`, ...about, time: entry.time, author: entry.actor, text }];
    });
}

/** Links of a capture set as `capture.started` says them. */
export function readOpenings(db: Database, exhibit: ExhibitNumber): Openings {
  // Only lines that can name one are parsed: most captures are opened by nobody.
  const lines = db.prepare<[], { line: string }>(`SELECT line FROM entries WHERE line LIKE '%"openedFrom":"E-%'`).all();
  let openedFrom: ExhibitNumber | undefined;
  const opened: ExhibitNumber[] = [];
  for (const { line } of lines) {
    const entry = parseEntryLine(line);
    const from = entry.details['openedFrom'];
    if (entry.type !== 'capture.started' || entry.exhibit === undefined || typeof from !== 'string') continue;
    if (entry.exhibit === exhibit) openedFrom = from;
    if (from === exhibit) opened.push(entry.exhibit);
  }
  return { ...(openedFrom === undefined ? {} : { openedFrom }), opened };
}
