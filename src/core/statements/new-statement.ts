import { z } from 'zod';
import { TRUTH_OPINIONS } from './codes.ts';
import { evaluationSchema, evidencePointerSchema, statementSchema } from './statement.ts';

/** A statement to be made: what its author gives of it. */
export const newStatementSchema = z.strictObject({
  /** Absent: about something new, or about what the statement that it replaces is about. */
  entity: z.uuid().exactOptional(),
  /** Statement that this one takes the place of. */
  replaces: z.uuid().exactOptional(),
  nature: statementSchema.shape.nature,
  content: statementSchema.shape.content,
  /** Digests are filled in from the vault; one that is given must be that of the artifact. */
  evidence: z.array(evidencePointerSchema).max(50).default([]),
  handling: statementSchema.shape.handling,
  handlingText: z.string().min(1).max(20_000).exactOptional(),
  evaluation: evaluationSchema.exactOptional(),
  /** Of something displayed: the statement whether it is true, made along with it. X4 and not assessed unless said otherwise. */
  truth: z
    .strictObject({ opinion: z.enum(TRUTH_OPINIONS), evaluation: evaluationSchema, why: z.string().min(1).max(20_000).exactOptional() })
    .exactOptional(),
});
export type NewStatement = Readonly<z.infer<typeof newStatementSchema>>;
