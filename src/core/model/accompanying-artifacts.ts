import { z } from 'zod';
import { sha256DigestSchema } from '../digest/digest.ts';
import { countSchema, nonceSchema } from './primitives.ts';

/**
 * Two artifacts apart from `capture.json`, so that a disclosure can withhold them while the record still verifies: the
 * record holds their digests only, and the nonce keeps a digest from being guessed back.
 */

/** `operator.json` [operator]: who captured. */
export const operatorArtifactSchema = z.strictObject({
  format: z.literal('operator/v1'),
  nonce: nonceSchema,
  serviceNumber: z.string().min(1),
  osAccount: z.string().optional(),
});
export type OperatorArtifact = Readonly<z.infer<typeof operatorArtifactSchema>>;

/** `environment.json` [environment]: with what, and under which choices. */
export const environmentArtifactSchema = z.strictObject({
  format: z.literal('environment/v1'),
  nonce: nonceSchema,
  tool: z.strictObject({ name: z.literal('pugmark'), version: z.string(), digest: sha256DigestSchema }),
  runtime: z.string(),
  browser: z.strictObject({
    product: z.string(),
    userAgent: z.string(),
    headless: z.boolean(),
    sandbox: z.boolean(),
    flags: z.array(z.string()),
  }),
  os: z.strictObject({ platform: z.string(), release: z.string(), architecture: z.string() }),
  locale: z.string(),
  timeZone: z.string(),
  choices: z.strictObject({
    viewport: z.strictObject({ widthPx: countSchema, heightPx: countSchema }).optional(),
    language: z.string().optional(),
    proxy: z.string().optional(),
    /** Name of the kept profile: the page may have been seen logged in. */
    session: z.string().optional(),
    acceptInvalidTls: z.boolean(),
    print: z.boolean(),
  }),
  limits: z.record(z.string(), z.int()),
});
export type EnvironmentArtifact = Readonly<z.infer<typeof environmentArtifactSchema>>;
