import { withStorageErrors } from '../storage-error.ts';
import { findLayoutDifferences, type Database, type DatabaseKind } from '../database.ts';
import type { CheckCollector } from './check-collector.ts';

/** The file itself: pages, rows, references, and the layout with its triggers. */
export function checkDatabase(collector: CheckCollector, db: Database, kind: DatabaseKind, subject: string): void {
  withStorageErrors(subject, () => {
    const problems = db.prepare<[], { integrity_check: string }>('PRAGMA integrity_check(20)').all();
    for (const { integrity_check: problem } of problems) {
      if (problem !== 'ok') collector.finding('database-damaged', subject, problem);
    }
    const broken = db.prepare<[], { table: string; parent: string }>('PRAGMA foreign_key_check').all();
    for (const { table, parent } of broken) collector.finding('database-damaged', subject, `A row of ${table} names nothing in ${parent}`);
    for (const difference of findLayoutDifferences(db, kind)) collector.finding('database-foreign', subject, difference);
  });
}
