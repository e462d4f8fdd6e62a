import { z } from 'zod';
import { sha256DigestSchema } from '../digest/digest.ts';
import { countSchema } from '../model/primitives.ts';
import { PROFILES } from './profiles.ts';
import { PACKAGE_LANGUAGES } from './report-input.ts';
import { packageSealSchema } from './seal-statement.ts';

const reducedSetSchema = z.strictObject({
  package: z.uuid(),
  path: z.string(),
  sizeBytes: countSchema,
  seal: sha256DigestSchema,
  fileSha256: sha256DigestSchema.exactOptional(),
  limitBytes: countSchema,
  /** By what became of them: as sealed, smaller, left out. */
  pictures: z.strictObject({ sealed: countSchema, smaller: countSchema, leftOut: countSchema }),
});

/** `package-result/v1`: a package that was made (docs/cli.md). */
export const packageResultSchema = z.strictObject({
  format: z.literal('package-result/v1'),
  /** Reference of the case. */
  case: z.string(),
  package: z.uuid(),
  /** Where it stands on this machine. */
  path: z.string(),
  sizeBytes: countSchema,
  /** SHA-256 of `seal/seal.dsse.json`. */
  seal: sha256DigestSchema,
  /** SHA-256 of the encrypted file; absent when it is not encrypted. */
  fileSha256: sha256DigestSchema.exactOptional(),
  profile: z.enum(PROFILES),
  practice: z.boolean(),
  language: z.enum(PACKAGE_LANGUAGES),
  exhibits: z.array(z.string().regex(/^E-\d{4,}$/)),
  scope: packageSealSchema.shape.scope,
  /** The reduced set beside it; absent where the profile has none. */
  reduced: z.union([reducedSetSchema, z.strictObject({ failed: z.string(), message: z.string() })]).exactOptional(),
});
type Parsed = z.infer<typeof packageResultSchema>;
export type PackageResult = Readonly<Omit<Parsed, 'exhibits'>> & { readonly exhibits: readonly string[] };
