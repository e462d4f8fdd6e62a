import SqliteDatabase from 'better-sqlite3';
import { withStorageErrors } from '../storage-error.ts';
import type { Database, DatabaseKind } from '../database.ts';
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
    const expected = layoutOf(kind);
    const found = readLayout(db);
    for (const [name, sql] of expected) {
      if (found.get(name) !== sql) collector.finding('database-foreign', subject, `${name} is not as this layout has it`);
    }
    for (const name of found.keys())
      if (!expected.has(name)) collector.finding('database-foreign', subject, `${name} is not part of this layout`);
  });
}

function layoutOf(kind: DatabaseKind): ReadonlyMap<string, string> {
  const db = new SqliteDatabase(':memory:');
  try {
    for (const sql of kind.migrations) db.exec(sql);
    return readLayout(db);
  } finally {
    db.close();
  }
}

function readLayout(db: Database): ReadonlyMap<string, string> {
  // Tables of the search index and of SQLite itself can be rebuilt from the rest.
  const rows = db
    .prepare<[], { name: string; sql: string | null }>("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    .all();
  return new Map(rows.map(({ name, sql }) => [name, sql ?? '']));
}
