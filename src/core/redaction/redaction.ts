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

/** Most masks of one derivative, those included that cover further occurrences of a text. */
export const MAX_MASKS = 10_000;

/** A box in native pixels of the picture as it is shown: turned as its own orientation says. */
const boxSchema = z.strictObject({
  kind: z.literal('box'),
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
export type BoxMask = Readonly<z.infer<typeof boxSchema>>;
export type SpanMask = Readonly<z.infer<typeof spanSchema>>;

/**
 * `redaction/v1`: how a derivative came from a sealed artifact. `derivative.made` carries SHA-256 of its RFC 8785 form; author and time are those of the entry.
 * What was covered does not stand in it, nor what would let it be found: the spans of a text are those of the markers in the DERIVATIVE, and of an
 * original text size and digests are left out, since whoever has all of a text but a name or a number could try names and numbers until the digest
 * fits. The entry holds a commitment to the digest instead (`details.originalCommitment`), which is opened to those who may see the original.
 */
export const redactionSchema = z.strictObject({
  format: z.literal('redaction/v1'),
  id: z.uuid(),
  exhibit: z.string().regex(/^E-\d{4,9}$/),
  /** The sealed original, untouched. Size and digests: all of them of a picture, none of a text. */
  original: z.strictObject({
    ...artifactSchema.pick({ role: true, name: true, mediaType: true }).shape,
    sizeBytes: countSchema.exactOptional(),
    sha256: artifactSchema.shape.sha256.exactOptional(),
    sha512: artifactSchema.shape.sha512.exactOptional(),
  }),
  /** The derivative; `name` is unique within the exhibit. */
  derivative: artifactSchema.pick({ name: true, mediaType: true, sizeBytes: true, sha256: true, sha512: true }),
  masks: z.array(maskSchema).min(1).max(MAX_MASKS),
});
export type Redaction = Readonly<z.infer<typeof redactionSchema>>;
