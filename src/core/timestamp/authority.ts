import { z } from 'zod';
import { sha256DigestSchema } from '../digest/digest.ts';
import { utcTimeSchema } from '../model/primitives.ts';

/** Short name of an authority, also in file names: `digicert`. */
export const authorityIdSchema = z.string().regex(/^[a-z0-9-]{1,32}$/, { error: 'expected 1 to 32 of a-z, 0-9 and -' });

/** Whether a granted service of an EU trusted list covers the authority. Stated when proven, with the list that proves it, never guessed. */
const euTrustedListSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('not-stated') }),
  z.strictObject({
    state: z.literal('listed'),
    /** Name of the service as the list has it. */
    service: z.string().min(1),
    snapshotSha256: sha256DigestSchema,
    date: utcTimeSchema,
  }),
]);

/** A time-stamping authority (RFC 3161) that tokens are asked of. */
export const timestampAuthoritySchema = z.strictObject({
  id: authorityIdSchema,
  name: z.string().min(1).max(200),
  /** Where requests go by HTTP POST (RFC 3161 section 3.4). */
  url: z.url({ protocol: /^https?$/ }),
  /** Policy that is asked for, dotted. Absent: the authority's own. */
  policy: z
    .string()
    .regex(/^[0-2](?:\.(?:0|[1-9][0-9]*))+$/)
    .optional(),
  /** Certificates (PEM, one each) that its tokens must lead to. */
  roots: z.array(z.string().startsWith('-----BEGIN CERTIFICATE-----')).min(1),
  euTrustedList: euTrustedListSchema,
});

export type TimestampAuthority = z.infer<typeof timestampAuthoritySchema>;
