import { z } from 'zod';
import { sha256DigestSchema } from '../digest/digest.ts';
import { utcTimeSchema } from '../model/primitives.ts';

/** `identity-key/v1`: the public half of a station's identity, for those who will check its packages (docs/cli.md). */
export const identityKeySchema = z.strictObject({
  format: z.literal('identity-key/v1'),
  /** True: signs practice, no evidence. */
  practice: z.boolean(),
  /** SHA-256 of the key's SubjectPublicKeyInfo. */
  fingerprint: sha256DigestSchema,
  agency: z.string().exactOptional(),
  createdAt: utcTimeSchema,
  /** PEM. */
  publicKey: z.string().regex(/^-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+-----END PUBLIC KEY-----\n$/),
});
export type IdentityKey = Readonly<z.infer<typeof identityKeySchema>>;
