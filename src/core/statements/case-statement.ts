import { z } from 'zod';
import { utcTimeSchema } from '../model/primitives.ts';
import { statementSchema } from './statement.ts';

/** A statement as it stands in a case now. */
export const caseStatementSchema = z
  .strictObject({
    statement: statementSchema,
    /** Service number. */
    author: z.string(),
    madeAt: utcTimeSchema,
    /** `<origin>/<seq>` of its entry in the log. */
    entry: z.string(),
    /** `current`: neither replaced nor withdrawn. */
    state: z.enum(['current', 'replaced', 'withdrawn']),
    /** Of a replaced one: the statement that took its place. */
    replacedBy: z.uuid().optional(),
    withdrawn: z.strictObject({ time: utcTimeSchema, by: z.string(), reason: z.string().optional() }).optional(),
  })
  .meta({ id: 'case-statement' });
export type CaseStatement = Readonly<z.infer<typeof caseStatementSchema>>;

/** `statement-list/v1`: what the command line prints of statements. */
export const statementListSchema = z.strictObject({
  format: z.literal('statement-list/v1'),
  case: z.string(),
  practice: z.boolean(),
  statements: z.array(caseStatementSchema),
});
