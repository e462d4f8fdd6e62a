import { z } from 'zod';
import { sha256DigestSchema } from '../digest/digest.ts';
import { jsonValueSchema, utcTimeSchema } from '../model/primitives.ts';
import { CASE_EVENT_TYPES, VAULT_EVENT_TYPES } from './event-types.ts';

/**
 * One line of a custody log. Frozen.
 *
 * The leaf bytes are the RFC 8785 form of this object without a line feed; the leaf hash is
 * SHA-256(0x00 || leaf bytes) (RFC 6962 section 2.1). Personal or page text never stands here: only commitments to it.
 */
export const custodyEntrySchema = z.strictObject({
  format: z.literal('custody-entry/v1'),
  /** Position in this segment, from 0, without gaps. */
  seq: z.int().min(0),
  /** 16 random bytes, base64: a withheld leaf cannot be guessed from its hash. */
  nonce: z.string(),
  /** Claimed time of this machine. */
  time: utcTimeSchema,
  type: z.enum([...VAULT_EVENT_TYPES, ...CASE_EVENT_TYPES]),
  /** Service number of the operator; `system` for what the tool did by itself (recovery at start). */
  actor: z.string().min(1).max(200),
  /** Fingerprint of the station's identity key. */
  station: sha256DigestSchema,
  /** `pugmark/<version>+<first 12 hex digits of the digest of its sources>`. */
  tool: z.string().min(1).max(100),
  /** UUID of the case; the UUID of the vault in the vault log. */
  case: z.uuid(),
  exhibit: z
    .string()
    .regex(/^E-\d{4,}$/)
    .optional(),
  /** What the entry is about: for `capture.sealed` and `capture.failed` the SHA-256 of `capture.json`. */
  digest: sha256DigestSchema.optional(),
  details: z.record(z.string(), jsonValueSchema),
});

export type CustodyEntry = z.infer<typeof custodyEntrySchema>;
