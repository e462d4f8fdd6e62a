import { z } from 'zod';
import { nonceSchema } from '../model/primitives.ts';
import { CHOSEN_PARTS, PROFILES } from './profiles.ts';

/**
 * Details of `package.exported`; other members may follow. The texts `recipient`, `purpose`, `secretsReason` (when said) and `destination` (a path of the
 * exporting machine, never in a package) stand in it as commitments.
 */
export const packageExportedSchema = z.object({
  package: z.uuid(),
  profile: z.enum(PROFILES),
  /** Numbers whose files go into the package, in order. */
  exhibits: z.array(z.string().regex(/^E-\d{4,}$/)),
  /** Parts that the profile leaves to choice and that were chosen; absent: none. */
  parts: z.array(z.enum(CHOSEN_PARTS)).optional(),
  /** Of a reduced set: the package that it was chosen from. */
  reducedFrom: z.uuid().optional(),
});

/** Details of `package.sealed` (its `digest` is SHA-256 of `seal/seal.dsse.json`) and of `package.failed` (with `reason`, a code). */
export const packageEndSchema = z.object({ package: z.uuid() });

/** A line of `data/custody/texts.jsonl`, in RFC 8785 form: it opens the commitment `details.<name>Commitment` of an entry. */
export const logTextLineSchema = z.strictObject({
  name: z.string().min(1).max(40),
  nonce: nonceSchema,
  origin: z.string().min(1),
  seq: z.int().min(0),
  text: z.string(),
});
export type LogTextLine = Readonly<z.infer<typeof logTextLineSchema>>;
