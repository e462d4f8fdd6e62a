import { z } from 'zod';
import { sha256DigestSchema } from '../digest/digest.ts';
import { captureArtifactSchema } from './artifact.ts';
import { CAPTURE_REASONS, completenessItemSchema, completenessSchema } from './capture-record.ts';
import { countSchema, utcTimeSchema } from './primitives.ts';

/** What came of one address (docs/cli.md). An absent fact is an absent property. */
export const exhibitResultSchema = z.strictObject({
  /** Reference of the case. */
  case: z.string(),
  exhibit: z.string(),
  /** `cancelled` and `interrupted`: the attempt is in the log, nothing of the page was kept. */
  state: z.enum(['sealed', 'partial', 'failed', 'cancelled', 'interrupted']),
  requestedUrl: z.string(),
  documentUrl: z.string().optional(),
  shownUrl: z.string().optional(),
  httpStatus: z.int().optional(),
  title: z.string().optional(),
  /** SHA-256 of `capture.json`. */
  digest: sha256DigestSchema.optional(),
  startedAt: utcTimeSchema,
  sealedAt: utcTimeSchema.optional(),
  tookMs: countSchema.optional(),
  artifacts: z.array(captureArtifactSchema.pick({ role: true, name: true, mediaType: true, sizeBytes: true, sha256: true })),
  completeness: z
    .strictObject({
      exchanges: countSchema,
      incomplete: completenessSchema.shape.incomplete,
      items: z.array(completenessItemSchema.pick({ url: true, class: true, problem: true, detail: true })),
    })
    .optional(),
  checkpoint: z.strictObject({ size: countSchema, root: sha256DigestSchema }).optional(),
  /**
   * `pending`: no time-stamping authority has confirmed a checkpoint that covers it yet; `none`: practice, nobody is asked. `tokens`: SHA-256 of each
   * response as kept. `notAfter`: the earliest time that they give.
   */
  time: z
    .strictObject({
      state: z.enum(['none', 'pending', 'confirmed']),
      tokens: z.array(sha256DigestSchema),
      notAfter: utcTimeSchema.optional(),
    })
    .optional(),
  /** Why it is `partial` or `failed`. */
  reasons: z.array(z.strictObject({ code: z.enum(CAPTURE_REASONS), detail: z.string() })).optional(),
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
});
export type ExhibitResult = Readonly<z.infer<typeof exhibitResultSchema>>;

export const captureResultSchema = z.strictObject({
  format: z.literal('capture-result/v1'),
  exhibits: z.array(exhibitResultSchema),
  /** Addresses that cannot be captured in this case: no attempt was made. */
  refused: z.array(z.strictObject({ url: z.string(), from: z.string(), code: z.string(), message: z.string() })).optional(),
  /** Addresses that had no turn: the run was cancelled, or the machine gave out. */
  notStarted: z.array(z.string()).optional(),
  /** What ended the run early, when it was not one address alone. */
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
});
export type CaptureResult = Readonly<z.infer<typeof captureResultSchema>>;
