import { z } from 'zod';

/** Where a withheld value stood. */
export const SECRET_KINDS = ['request-header', 'response-header', 'request-body'] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];

/** What stands in an archive instead of a withheld value: `[withheld sha256:<hex of SHA-256(salt || value)>]`. */
export const secretMarkerSchema = z.string().regex(/^\[withheld sha256:[0-9a-f]{64}\]$/, 'expected [withheld sha256:<64 hex digits>]');

export const withheldSecretSchema = z
  .strictObject({
    marker: secretMarkerSchema,
    /** 16 random bytes in base64: a short value cannot be guessed from its marker. */
    salt: z.string().regex(/^[A-Za-z0-9+/]{22}==$/, 'expected 16 bytes in base64'),
    /** The bytes withheld, in base64. */
    value: z.base64().optional(),
    /** Of a long request body: the artifact [secrets] that holds its bytes. */
    file: z
      .string()
      .regex(/^secret-\d{4,}\.bin$/)
      .optional(),
    /** Everywhere it stood; field names in lower case. */
    found: z.array(z.strictObject({ kind: z.enum(SECRET_KINDS), field: z.string().optional() })).min(1),
  })
  .refine(({ value, file }) => (value === undefined) !== (file === undefined), 'expected either value or file');
export type WithheldSecret = Readonly<z.infer<typeof withheldSecretSchema>>;

/** `secrets.json`: the values left out of an archive, with which its records become what was exchanged. Frozen as `secrets/v1`. */
export const secretsSchema = z.strictObject({
  format: z.literal('secrets/v1'),
  /** Sorted by marker; each value once. */
  secrets: z.array(withheldSecretSchema),
});
export type Secrets = Readonly<z.infer<typeof secretsSchema>>;
