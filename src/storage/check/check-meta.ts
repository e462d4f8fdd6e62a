import type { LogReport } from '../../core/custody/log-report.ts';
import type { Uuid } from '../../core/ids.ts';
import type { Database } from '../database.ts';
import type { CheckCollector } from './check-collector.ts';

/** Tables for which this layout has a place and no entry of a log accounts yet. */
type EmptyTable = 'tokens' | 'statements' | 'analysis_runs';

/** What a database says of itself. `copied` is the one thing that no log knows: `backup` writes it into the copy. */
export function checkMeta(
  collector: CheckCollector,
  db: Database,
  expected: ReadonlyMap<string, string | undefined>,
  subject: string,
): void {
  const rows = db.prepare<[], { name: string; value: string }>('SELECT name, value FROM meta').all();
  const found = new Map(rows.map(({ name, value }) => [name, value]));
  found.delete('copied');
  for (const name of new Set([...expected.keys(), ...found.keys()])) {
    if (expected.has(name) && expected.get(name) === undefined) continue; // Its text was erased, or cannot be read.
    if (found.get(name) !== expected.get(name)) {
      collector.finding('meta-differs', `${subject}: ${name}`, 'Its database says otherwise of itself than the logs');
    }
  }
}

/** The vault's own: which it is, where it last stood and what wrote it, as its log says. */
export function checkVaultMeta(collector: CheckCollector, db: Database, vault: Uuid, report: LogReport): void {
  const texts = db.prepare<[string, number], { text: string | null }>(
    "SELECT text FROM texts WHERE origin = ? AND seq = ? AND name = 'folder'",
  );
  let folder: string | undefined;
  let tool: string | undefined;
  for (const { entry, origin, seq } of report.leaves) {
    if (entry?.type === 'vault.opened' || entry?.type === 'vault.moved') folder = texts.get(origin, seq)?.text ?? undefined;
    const ran = entry?.type === 'vault.opened' ? entry.details['tool'] : entry?.type === 'tool.changed' ? entry.details['to'] : undefined;
    if (typeof ran === 'string') tool = ran;
  }
  const expected = new Map([
    ['vault', vault],
    ['folder', folder],
    ['tool', tool],
  ]);
  checkMeta(collector, db, expected, 'vault');
}

/**
 * A row that nothing accounts for was planted, as a token or a statement could be. The table of statements stays empty for good: a statement is
 * the text of its entry, so that there is no second place that could say otherwise than the log.
 */
export function checkEmptyTables(collector: CheckCollector, db: Database, tables: readonly EmptyTable[], subject: string): void {
  for (const table of tables) {
    const count = db.prepare<[], { count: number }>(`SELECT count(*) AS count FROM ${table}`).get()?.count ?? 0;
    if (count > 0) collector.finding('row-unaccounted', `${subject}: ${table}`, `No entry of a log accounts for its ${count} rows`);
  }
}
