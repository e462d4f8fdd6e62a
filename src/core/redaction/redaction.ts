import { z } from 'zod';
import { artifactSchema } from '../model/artifact.ts';
import { countSchema } from '../model/primitives.ts';

/** Why something is covered. */
export const REDACTION_REASONS = [
  'third-party',
  'minor',
  'victim-or-witness',
  'officer-identity',
  'covert-method',
  'special-category',
  'credential',
  'other',
] as const;
export type RedactionReason = (typeof REDACTION_REASONS)[number];

/** A box in native pixels of the picture, or `page` of a PDF and a box in points from its top left corner. */
const boxSchema = z.strictObject({
  kind: z.literal('box'),
  page: z.int().min(1).exactOptional(),
  x: countSchema,
  y: countSchema,
  width: z.int().min(1),
  height: z.int().min(1),
  reason: z.enum(REDACTION_REASONS),
});
/** A piece of a text: UTF-16 code units from its beginning. */
const spanSchema = z.strictObject({ kind: z.literal('span'), start: countSchema, end: z.int().min(1), reason: z.enum(REDACTION_REASONS) });
export const maskSchema = z.discriminatedUnion('kind', [boxSchema, spanSchema]);
export type Mask = Readonly<z.infer<typeof maskSchema>>;

/**
 * `redaction/v1`: how a derivative came from a sealed artifact. `derivative.made` carries SHA-256 of its RFC 8785 form; author and time are those of the entry.
 * What was covered does not stand in it.
 */
export const redactionSchema = z.strictObject({
  format: z.literal('redaction/v1'),
  id: z.uuid(),
  exhibit: z.string().regex(/^E-\d{4,9}$/),
  /** The sealed original, untouched. */
  original: artifactSchema.pick({ role: true, name: true, mediaType: true, sizeBytes: true, sha256: true, sha512: true }),
  /** The derivative; `name` is unique within the exhibit. */
  derivative: artifactSchema.pick({ name: true, mediaType: true, sizeBytes: true, sha256: true, sha512: true }),
  masks: z.array(maskSchema).min(1).max(10_000),
});
export type Redaction = Readonly<z.infer<typeof redactionSchema>>;
