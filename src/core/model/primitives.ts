import { z } from 'zod';

/** UTC, ISO 8601 with milliseconds and `Z`. */
export const utcTimeSchema = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'expected UTC time with milliseconds')
  // A day that no calendar has compares with nothing: every check of times would let it pass.
  .refine((text) => isTime(text), 'expected a time that there is');

function isTime(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}

/** Published formats hold safe integers only: other numbers do not survive every JSON reader. */
export const countSchema = z.int().min(0);

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Any JSON value whose numbers are safe integers. */
export const jsonValueSchema: z.ZodType<JsonValue> = z.lazy(() =>
  z.union([z.string(), z.int(), z.boolean(), z.null(), z.array(jsonValueSchema), z.record(z.string(), jsonValueSchema)]),
);

/** 16 random bytes in base64. */
export const nonceSchema = z.string().regex(/^[A-Za-z0-9+/]{21}[AQgw]==$/, 'expected 16 bytes in base64');
