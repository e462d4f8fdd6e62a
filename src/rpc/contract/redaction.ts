import { z } from 'zod';
import { utcTimeSchema } from '../../core/model/primitives.ts';
import { MAX_MASKS, maskSchema, redactionSchema } from '../../core/redaction/redaction.ts';
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
  /** In the order in which they were made. */
  'redactions.list': procedure(z.strictObject({ case: caseSchema, exhibit: exhibitNumberSchema }), z.array(derivativeItemSchema)),
  /**
   * Burns the masks into a derivative of a picture ([screenshot-*], [media], [received]; PNG, JPEG, WebP, AVIF) or a text ([text], [text-after]); the original
   * stays as it is. Boxes of a picture must not lie over each other; spans count in the text as `exhibits.text` gives it, and those of the answer in the
   * DERIVATIVE's text. Throws `mask-refused`.
   */
  'redactions.make': procedure(
    z.strictObject({
      case: caseSchema,
      exhibit: exhibitNumberSchema,
      artifact: z.string().min(1).max(120),
      masks: z.array(maskSchema).min(1).max(MAX_MASKS),
      /** Spans: every other place of the text where just the same characters stand is covered too. */
      everywhere: z.boolean().default(false),
    }),
    derivativeItemSchema,
  ),
} as const;
