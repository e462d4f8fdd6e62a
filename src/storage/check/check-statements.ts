import type { LogReport } from '../../core/custody/log-report.ts';
import { formatExhibitNumber } from '../../core/ids.ts';
import { findStatementFault } from '../../core/statements/judge-statement.ts';
import { readExhibitsOf } from '../../core/statements/statement-exhibits.ts';
import type { Database } from '../database.ts';
import { isCaseKeyDestroyed, readErasedNumbers } from '../erase/tombstones.ts';
import type { CheckCollector } from './check-collector.ts';

interface StatementText {
  readonly text: string | null;
}

/** What people said of the case: each is a statement as its entry says, none is gone but with what it rests on, and nothing is withdrawn that was not said. */
export function checkStatements(collector: CheckCollector, db: Database, report: LogReport, subject: string): void {
  const texts = db.prepare<[string, number], StatementText>("SELECT text FROM texts WHERE origin = ? AND seq = ? AND name = 'statement'");
  const erased = new Set(readErasedNumbers(db).map((number) => formatExhibitNumber(number)));
  const isCaseErased = isCaseKeyDestroyed(db);
  const made = new Set<unknown>();
  for (const { entry, origin, seq } of report.leaves) {
    const invalid = (message: string): void => collector.finding('statement-invalid', `${subject}: ${origin} entry ${seq}`, message);
    if (entry?.type === 'statement.made') {
      made.add(entry.details['statement']);
      const row = texts.get(origin, seq);
      if (entry.details['statementCommitment'] === undefined) invalid('The entry commits to no statement');
      if (row === undefined) continue; // Reported with the texts.
      const fault = row.text === null ? undefined : findStatementFault(entry, row.text);
      if (fault !== undefined) invalid(fault);
      if (row.text === null && !isCaseErased && !readExhibitsOf(entry).some((exhibit) => erased.has(exhibit)))
        invalid('Its text is gone, and nothing that it rests on was erased');
    } else if (entry?.type === 'statement.withdrawn' && !made.has(entry.details['statement']))
      invalid('It takes back a statement that was not made before');
  }
}
