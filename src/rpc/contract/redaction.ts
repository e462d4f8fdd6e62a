import { z } from 'zod';
import { utcTimeSchema } from '../../core/model/primitives.ts';
import { maskSchema, redactionSchema } from '../../core/redaction/redaction.ts';
import { caseSchema, exhibitNumberSchema, procedure } from './define.ts';

const derivativeItemSchema = z.strictObject({
  redaction: redactionSchema,
  author: z.string(),
  madeAt: utcTimeSchema,
  /** Read-only address of the derivative's bytes. */
  address: z.string(),
});
export type DerivativeItem = Readonly<z.infer<typeof derivativeItemSchema>>;

export const REDACTION_CALLS = {
  'redactions.list': procedure(z.strictObject({ case: caseSchema, exhibit: exhibitNumberSchema }), z.array(derivativeItemSchema)),
  /** Burns the masks into a derivative of a picture ([screenshot-*], [media]) or a text ([text], [text-after]); the original stays as it is. */
  'redactions.make': procedure(
    z.strictObject({
      case: caseSchema,
      exhibit: exhibitNumberSchema,
      artifact: z.string().min(1).max(120),
      masks: z.array(maskSchema).min(1).max(10_000),
    }),
    derivativeItemSchema,
  ),
} as const;
