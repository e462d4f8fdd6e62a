import { z } from 'zod';
import { caseStatementSchema } from '../../core/statements/case-statement.ts';
import { COMPARED_FIELDS, COMPARISON_RESULTS } from '../../core/statements/compare-records.ts';
import { newStatementSchema } from '../../core/statements/new-statement.ts';
import { caseSchema, exhibitNumberSchema, nothing, procedure } from './define.ts';

export const STATEMENT_CALLS = {
  /** All of a case, or those that go with one exhibit (core/statements/statement-exhibits.ts); in the order in which they were made. */
  'statements.list': procedure(z.strictObject({ case: caseSchema, exhibit: exhibitNumberSchema.optional() }), z.array(caseStatementSchema)),
  /** The statement made, and that of its truth where one was made along with it. Refused as `statement-refused`, with `details.rule`. */
  'statements.make': procedure(newStatementSchema.extend({ case: caseSchema }), z.array(caseStatementSchema)),
  'statements.withdraw': procedure(
    z.strictObject({ case: caseSchema, statement: z.uuid(), reason: z.string().min(1).max(20_000) }),
    nothing,
  ),
} as const;

export const COMPARISON_CALLS = {
  /** Two exhibits of one address, field by field. */
  'exhibits.compare': procedure(
    z.strictObject({ case: caseSchema, exhibit: exhibitNumberSchema, with: exhibitNumberSchema }),
    z.array(
      z.strictObject({
        /** Label in the catalogue as `compare.<field>`. */
        field: z.enum(COMPARED_FIELDS),
        /** In the catalogue as `compare.result.<result>`. */
        result: z.enum(COMPARISON_RESULTS),
        first: z.string().optional(),
        second: z.string().optional(),
      }),
    ),
  ),
} as const;
