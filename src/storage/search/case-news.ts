import type { Database } from '../database.ts';
import { readSegments } from '../log/log-rows.ts';

/** How far a segment of a log was read. */
export interface LogPosition {
  readonly origin: string;
  /** Entries. */
  readonly size: number;
}

/** So many entries are taken in at once. */
const MAX_LINES = 100;

/**
 * The next entries of a case's log, of one segment, and where they end. `another-log`: the log is not the one that was read before (an
 * older copy came back), so that nothing read of it counts.
 */
export function readNews(
  db: Database,
  known: readonly LogPosition[],
): 'another-log' | { readonly lines: readonly string[]; readonly position: LogPosition } {
  const sizes = new Map(
    readSegments(db).map(({ origin }) => {
      const last = db
        .prepare<[string], { size: number }>('SELECT coalesce(max(seq) + 1, 0) AS size FROM entries WHERE origin = ?')
        .get(origin);
      return [origin, last?.size ?? 0] as const;
    }),
  );
  if (known.some(({ origin, size }) => (sizes.get(origin) ?? -1) < size)) return 'another-log';
  const read = new Map(known.map(({ origin, size }) => [origin, size]));
  for (const [origin, size] of sizes) {
    const from = read.get(origin) ?? 0;
    if (from >= size) continue;
    const lines = db
      .prepare<[string, number, number], string>('SELECT line FROM entries WHERE origin = ? AND seq >= ? ORDER BY seq LIMIT ?')
      .pluck()
      .all(origin, from, MAX_LINES);
    return { lines, position: { origin, size: from + lines.length } };
  }
  return { lines: [], position: { origin: '', size: 0 } };
}
