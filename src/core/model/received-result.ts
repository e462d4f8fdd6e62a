import { z } from 'zod';
import { sha256DigestSchema, sha512DigestSchema } from '../digest/digest.ts';
import { countSchema, utcTimeSchema } from './primitives.ts';

/** What came of one given file (docs/cli.md). */
export const addedFileSchema = z.strictObject({
  exhibit: z.string(),
  state: z.literal('sealed'),
  /** Its name as it was given. */
  givenName: z.string(),
  /** By its first bytes. */
  mediaType: z.string(),
  sizeBytes: countSchema,
  sha256: sha256DigestSchema,
  sha512: sha512DigestSchema,
  /** SHA-256 of `received.json`. */
  digest: sha256DigestSchema,
  addedAt: utcTimeSchema,
  sealedAt: utcTimeSchema,
  checkpoint: z.strictObject({ size: countSchema, root: sha256DigestSchema }),
});
export type AddedFile = Readonly<z.infer<typeof addedFileSchema>>;

/** What `add` prints. */
export const receivedResultSchema = z.strictObject({
  format: z.literal('received-result/v1'),
  /** Reference of the case. */
  case: z.string(),
  practice: z.boolean(),
  files: z.array(addedFileSchema),
  /** Files that were not taken in: nothing of them is kept. */
  refused: z.array(z.strictObject({ file: z.string(), code: z.string(), message: z.string() })).optional(),
});
export type ReceivedResult = Readonly<z.infer<typeof receivedResultSchema>>;
