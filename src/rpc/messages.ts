import { z } from 'zod';
import type { ErrorCode } from '../core/errors.ts';
import { errorSchema } from './contract/define.ts';

/** Counted by the window, one for each call. */
const callIdSchema = z.int().min(0);

/** What the window sends, one JSON text each. */
export const requestSchema = z.union([
  z.strictObject({ call: z.string().max(100), id: callIdSchema, input: z.unknown() }),
  z.strictObject({ cancel: callIdSchema }),
]);
export type RpcRequest = z.infer<typeof requestSchema>;

/** The engine is of the same build: what it calls a code is one. */
const codeSchema = z.custom<ErrorCode>((value) => typeof value === 'string');

/** What the engine sends. */
export const replySchema = z.union([
  z.strictObject({ id: callIdSchema, output: z.unknown() }),
  z.strictObject({ id: callIdSchema, error: errorSchema.extend({ code: codeSchema }) }),
  z.strictObject({ event: z.string().max(100), data: z.unknown() }),
]);
export type RpcReply = z.infer<typeof replySchema>;

/** JSON, or undefined for what is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: what is left is judged by the caller, and undefined is no message.
    return undefined;
  }
}

/** Places of what does not fit, without the values: those may be words of a page or of a person. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map(({ path, code }) => `${path.map(String).join('.') || '(all)'}: ${code}`)
    .join('; ');
}
