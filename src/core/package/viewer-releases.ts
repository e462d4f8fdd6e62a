import { z } from 'zod';
import { sha256DigestSchema } from '../digest/digest.ts';

/**
 * `verifier-releases/v1`: SHA-256 of START-HERE.html and OPEN.html for each release. It is published with the release, so that a receiver can
 * compare the copy at hand without trusting the package that it came in.
 */
export const verifierReleasesSchema = z.strictObject({
  format: z.literal('verifier-releases/v1'),
  releases: z.array(
    z.strictObject({
      release: z.string().regex(/^\d+\.\d+\.\d+$/),
      startHere: sha256DigestSchema,
      open: sha256DigestSchema,
    }),
  ),
});
export type VerifierReleases = z.infer<typeof verifierReleasesSchema>;
