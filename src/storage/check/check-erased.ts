import type { LogReport } from '../../core/custody/log-report.ts';
import { formatExhibitNumber, parseExhibitNumber, type ExhibitNumber } from '../../core/ids.ts';
import { hasDerivatives } from '../cases/case-rows.ts';
import type { Database } from '../database.ts';
import { readErasedNumbers } from '../erase/tombstones.ts';
import type { CheckCollector } from './check-collector.ts';

/** Erased exhibits: what the log erased is gone from the rows, and nothing is gone that the log did not erase. */
export function checkErased(collector: CheckCollector, db: Database, report: LogReport, subject: string): void {
  const logged = new Map<ExhibitNumber, string>();
  for (const { entry } of report.leaves) {
    if (entry?.type !== 'exhibit.erased' || entry.exhibit === undefined) continue;
    if (logged.has(entry.exhibit)) collector.finding('exhibit-row-differs', `${subject} ${entry.exhibit}`, 'The log erases it twice');
    logged.set(entry.exhibit, entry.time);
  }
  const gone = new Set(readErasedNumbers(db).map((number) => formatExhibitNumber(number)));
  for (const exhibit of gone) {
    if (!logged.has(exhibit))
      collector.finding('exhibit-missing', `${subject} ${exhibit}`, 'Its bytes were taken away, and the log did not erase it');
  }
  for (const [exhibit, time] of logged) {
    const place = `${subject} ${exhibit}`;
    if (!gone.has(exhibit) || holdsSomething(db, parseExhibitNumber(exhibit) ?? 0))
      collector.finding('exhibit-row-differs', place, 'The log erased it, and not all of it is gone');
    else collector.note('exhibit-erased', place, `Erased on ${time}; its number, its times and its entries in the log are kept`);
  }
}

function holdsSomething(db: Database, number: number): boolean {
  const derivatives = hasDerivatives(db)
    ? (db.prepare<[number], number>('SELECT count(*) FROM derivatives WHERE number = ?').pluck().get(number) ?? 0)
    : 0;
  const held = db
    .prepare<[number, number, number, number], number>(
      `SELECT (SELECT count(*) FROM artifacts WHERE number = ?)
       + (SELECT count(*) FROM content_keys WHERE number = ? AND sealed <> zeroblob(48))
       + (SELECT count(*) FROM exhibits WHERE number = ? AND coalesce(title, document_url, shown_url, http_status) IS NOT NULL)
       + (SELECT count(*) FROM attempts WHERE number = ? AND requested_url <> '')`,
    )
    .pluck()
    .get(number, number, number, number);
  return held !== 0 || derivatives !== 0;
}
