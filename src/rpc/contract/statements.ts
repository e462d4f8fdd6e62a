import { z } from 'zod';
import { caseStatementSchema } from '../../core/statements/case-statement.ts';
import { evaluationSchema, evidencePointerSchema, statementSchema } from '../../core/statements/statement.ts';
import { TRUTH_OPINIONS } from '../../core/statements/codes.ts';
import { COMPARED_FIELDS, COMPARISON_RESULTS } from '../../core/statements/compare-records.ts';
import { caseSchema, exhibitNumberSchema, nothing, procedure } from './define.ts';

/** A statement to be made: what the author gives of it. */
export const newStatementSchema = z.strictObject({
  case: caseSchema,
  /** Absent: about something new. */
  entity: z.uuid().optional(),
  replaces: z.uuid().optional(),
  nature: statementSchema.shape.nature,
  content: statementSchema.shape.content,
  evidence: z.array(evidencePointerSchema).max(50).default([]),
  handling: statementSchema.shape.handling,
  handlingText: z.string().min(1).max(20_000).optional(),
  evaluation: evaluationSchema.optional(),
  /** Of something displayed: the statement whether it is true, made along with it. X4 and not assessed unless said otherwise. */
  truth: z
    .strictObject({ opinion: z.enum(TRUTH_OPINIONS), evaluation: evaluationSchema, why: z.string().max(20_000).optional() })
    .optional(),
});
export type NewStatementInput = Readonly<z.input<typeof newStatementSchema>>;

export const STATEMENT_CALLS = {
  /** All of a case, or those whose evidence is in one exhibit; in the order in which they were made. */
  'statements.list': procedure(z.strictObject({ case: caseSchema, exhibit: exhibitNumberSchema.optional() }), z.array(caseStatementSchema)),
  /** The statement made, and that of its truth where one was made along with it. */
  'statements.make': procedure(newStatementSchema, z.array(caseStatementSchema)),
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
