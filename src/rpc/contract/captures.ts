import { z } from 'zod';
import { CAPTURE_STAGES } from '../../core/model/capture-record.ts';
import { exhibitResultSchema } from '../../core/model/capture-result.ts';
import { countSchema, utcTimeSchema } from '../../core/model/primitives.ts';
import { caseSchema, errorSchema, exhibitNumberSchema, idSchema, nothing, procedure } from './define.ts';

/** A capture under way or just ended, as the progress screen shows it. */
export const captureJobSchema = z.strictObject({
  job: idSchema,
  case: caseSchema,
  exhibit: exhibitNumberSchema.optional(),
  tab: idSchema.optional(),
  url: z.string(),
  title: z.string().optional(),
  startedAt: utcTimeSchema,
  /** Seen: the first picture is kept. */
  seenAt: utcTimeSchema.optional(),
  sealedAt: utcTimeSchema.optional(),
  time: z.enum(['none', 'pending', 'confirmed']),
  state: z.enum(['running', 'stopping', 'sealed', 'partial', 'failed', 'cancelled', 'interrupted']),
  stage: z.enum(CAPTURE_STAGES),
  steps: z.array(z.strictObject({ stage: z.enum(CAPTURE_STAGES), name: z.string(), atMs: countSchema })),
  exchanges: countSchema,
  bytes: countSchema,
  tookMs: countSchema.optional(),
  result: exhibitResultSchema.optional(),
  error: errorSchema.optional(),
});
export type CaptureJob = Readonly<z.infer<typeof captureJobSchema>>;

export const batchItemSchema = z.strictObject({
  id: idSchema,
  case: caseSchema,
  url: z.string(),
  /** Line of the list it came from. */
  from: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'interrupted']),
  tries: countSchema,
  job: captureJobSchema.optional(),
  exhibit: exhibitNumberSchema.optional(),
  error: errorSchema.optional(),
});
export type BatchItem = Readonly<z.infer<typeof batchItemSchema>>;

export const batchSchema = z.strictObject({ paused: z.boolean(), items: z.array(batchItemSchema) });
export type Batch = Readonly<z.infer<typeof batchSchema>>;

const inJob = z.strictObject({ job: idSchema });
const items = z.strictObject({ items: z.array(idSchema).min(1).max(10_000) });

export const CAPTURE_CALLS = {
  /** Captures what these tabs show now, one exhibit each, linked by 'opened from'. */
  'captures.start': procedure(z.strictObject({ tabs: z.array(idSchema).min(1).max(200) }), z.array(captureJobSchema)),
  /** Ends soon and seals what there is, as `partial`. */
  'captures.stop-and-keep': procedure(inJob, nothing),
  /** Keeps nothing of the page; the attempt stands in the log. */
  'captures.cancel': procedure(inJob, nothing),
  /** Those under way, and those that ended since the start of the app, newest first. */
  'captures.list': procedure(nothing, z.array(captureJobSchema)),
  /** Addresses, one a line, or CSV with a column of addresses. What cannot be captured is told and left out. */
  'batch.add': procedure(
    z.strictObject({ case: caseSchema, text: z.string().max(10_000_000), name: z.string().max(255) }),
    z.strictObject({
      added: countSchema,
      refused: z.array(z.strictObject({ url: z.string(), from: z.string(), code: z.string(), message: z.string() })),
    }),
  ),
  'batch.read': procedure(nothing, batchSchema),
  'batch.pause': procedure(nothing, nothing),
  'batch.resume': procedure(nothing, nothing),
  'batch.retry': procedure(items, nothing),
  'batch.remove': procedure(items, nothing),
} as const;
