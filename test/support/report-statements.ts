import type { CaseStatement } from '../../src/core/statements/case-statement.ts';
import { statementSchema, type Statement, type StatementContent } from '../../src/core/statements/statement.ts';

const MADE_AT = '2026-03-03T07:00:00.000Z';

/** Numbers that tests can name. */
export function uuidOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** A statement of a case, held to its schema: number `n` is `uuidOf(n)`, about the entity `uuidOf(1000 + entity)`. */
export function makeStatement(
  number: number,
  nature: Statement['nature'],
  content: StatementContent,
  {
    entity = number,
    state = {},
    ...more
  }: { readonly entity?: number; readonly state?: Partial<CaseStatement> } & Partial<Omit<Statement, 'entity'>> = {},
): CaseStatement {
  const statement = statementSchema.parse({
    format: 'statement/v1',
    id: uuidOf(number),
    entity: uuidOf(1000 + entity),
    nature,
    content,
    evidence: [{ exhibit: 'E-0001', role: 'text' }],
    handling: ['H1'],
    ...(nature === 'asserted' ? { evaluation: { source: 'X', information: '4' } } : {}),
    ...more,
  });
  return { statement, author: '4711', madeAt: MADE_AT, entry: `pugmark.test/${number}`, state: 'current', ...state };
}
