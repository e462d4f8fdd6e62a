import { parseEntryLine } from '../../core/custody/entry.ts';
import type { CaseStatement } from '../../core/statements/case-statement.ts';
import { projectStatements } from '../../core/statements/project-statements.ts';
import type { Database } from '../database.ts';

interface StatementRow {
  readonly origin: string;
  readonly line: string;
  readonly name: string | null;
  readonly text: string | null;
}

/** In the order of their entries; without those whose text was erased. Throws `record-invalid`, `json-invalid`. */
export function readStatements(db: Database): readonly CaseStatement[] {
  const rows = db
    .prepare<[], StatementRow>(
      `SELECT e.origin, e.line, t.name, t.text FROM entries e JOIN segments s ON s.origin = e.origin
       LEFT JOIN texts t ON t.origin = e.origin AND t.seq = e.seq
       WHERE e.line LIKE '%"type":"statement.made"%' OR e.line LIKE '%"type":"statement.withdrawn"%' ORDER BY s.ordinal, e.seq`,
    )
    .all();
  return projectStatements(
    rows.map(({ origin, line, name, text }) => ({
      origin,
      entry: parseEntryLine(line),
      texts: name === null || text === null ? {} : { [name]: text },
    })),
  );
}
