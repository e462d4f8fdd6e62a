import { z } from 'zod';

/** One call of the contract: what goes in and what comes out, both judged on both sides. */
export interface Procedure<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly input: Input;
  readonly output: Output;
}

export function procedure<Input extends z.ZodType, Output extends z.ZodType>(input: Input, output: Output): Procedure<Input, Output> {
  return { input, output };
}

/** Nothing goes in, or nothing comes out. */
export const nothing = z.strictObject({});

/** Ids of this process: jobs, tabs, uploads. Never part of a record. */
export const idSchema = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);

/** Reference of a case, verbatim. */
export const caseSchema = z.string().min(1).max(200);
export const exhibitNumberSchema = z.string().regex(/^E-\d{4,9}$/);

/** An error as it crosses the boundary; the renderer translates `code`, `message` is one line in English. */
export const errorSchema = z.strictObject({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

/** A file that the person gave: uploaded before (workstation), or a path that the shell was given by the system (Electron). */
export const givenFileSchema = z.union([z.strictObject({ upload: idSchema }), z.strictObject({ path: z.string().min(1).max(4096) })]);
