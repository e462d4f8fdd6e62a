import { z } from 'zod';
import { buildCanonicalJson, parseCanonicalJson } from '../canonical/canonical-json.ts';
import { sha256DigestSchema } from '../digest/digest.ts';
import { jsonValueSchema, nonceSchema, utcTimeSchema } from '../model/primitives.ts';
import { parseUtf8, toUtf8 } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';
import type { JsonValue } from '../model/primitives.ts';
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
  nonce: nonceSchema,
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

/** Longest string in `details`: a digest, a note in base64, a code. */
const MAX_DETAIL_LENGTH = 1024;

/**
 * The line of an entry, without a line feed: its UTF-8 bytes are the leaf.
 * Throws `record-invalid` when the entry is none, or when its details hold text: personal and page text enters a log only
 * as a commitment, so that a lawful erasure keeps the log whole.
 */
export function buildEntryLine(entry: CustodyEntry): string {
  const result = custodyEntrySchema.safeParse(entry);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new PugmarkError('record-invalid', `Custody entry is invalid at ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unknown'}`);
  }
  assertNoText(entry.details, entry.type);
  return parseUtf8(buildCanonicalJson(entry));
}

/** Throws `json-invalid`, `json-not-canonical`, `record-invalid`. */
export function parseEntryLine(line: string): CustodyEntry {
  return parseCanonicalJson(toUtf8(line), custodyEntrySchema, 'custody entry');
}

function assertNoText(value: JsonValue, where: string): void {
  if (typeof value === 'string') {
    // Codes, digests, times, numbers, base64: one word. An address or a sentence is neither.
    if (value.length > MAX_DETAIL_LENGTH || /[^\u0021-\u007e]/.test(value) || value.includes('://')) {
      throw new PugmarkError(
        'record-invalid',
        `${where}: a custody entry holds codes and digests; texts and addresses go in as commitments`,
      );
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) assertNoText(member, `${where}.${key}`);
  }
}
