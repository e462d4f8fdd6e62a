import { z } from 'zod';
import { CAPTURE_PHASES, COMPLETENESS_PROBLEMS } from './exchange.ts';
import { countSchema, utcTimeSchema } from './primitives.ts';

/** Block of the `metadata` record of an exchange: what HTTP itself does not say. */
export const exchangeMetadataSchema = z.strictObject({
  format: z.literal('exchange-metadata/v1'),
  /** Id within the recording. */
  exchange: z.string(),
  startedAt: utcTimeSchema,
  phase: z.enum(CAPTURE_PHASES),
  /** As the browser names it: Document, Image, Script ... */
  resourceType: z.string(),
  initiator: z.string(),
  requestedBy: z.enum(['page', 'frame', 'worker', 'shared-worker', 'service-worker']),
  frame: z.string().optional(),
  loader: z.string().optional(),
  request: z.strictObject({
    /** False: what the page meant to send; the network's own list is not known. */
    headersComplete: z.boolean(),
    /** Fields that could not be written as they were: a name or value that would break the record. */
    altered: z.array(z.string()).optional(),
    /** Withheld in this record; see secrets/v1. Names of fields, `body` for the body. */
    withheld: z.array(z.string()).optional(),
  }),
  response: z
    .strictObject({
      source: z.enum(['network', 'memory-cache', 'disk-cache', 'prefetch-cache', 'service-worker']),
      head: z.enum(['exact', 'synthesised']),
      /** As the browser names it. */
      protocol: z.string(),
      mimeType: z.string(),
      remote: z.strictObject({ ip: z.string(), port: countSchema, isProxy: z.boolean() }).optional(),
      /** Bytes on the wire as the browser counts them. */
      encodedSizeBytes: countSchema.optional(),
      /** Fields renamed to `x-pugmark-orig-...`, because the body is stored without that coding or length. */
      renamed: z.array(z.string()).optional(),
      altered: z.array(z.string()).optional(),
      withheld: z.array(z.string()).optional(),
    })
    .optional(),
  redirectedTo: z.string().optional(),
  problem: z.strictObject({ kind: z.enum(COMPLETENESS_PROBLEMS), detail: z.string() }).optional(),
});
export type ExchangeMetadata = Readonly<z.infer<typeof exchangeMetadataSchema>>;
