import { z } from 'zod';
import { buildCanonicalJson, parseCanonicalJson } from '../canonical/canonical-json.ts';
import type { Hashing, Sha256Digest } from '../digest/digest.ts';
import { hexOf, sha256DigestOf, sha256DigestSchema } from '../digest/digest.ts';
import { PugmarkError } from '../errors.ts';
import { utcTimeSchema } from '../model/primitives.ts';
import type { SignatureVerifier, Signer } from '../ports.ts';
import { buildEnvelopeBy, openEnvelope, parseEnvelope } from './dsse.ts';
import { KEY_PURPOSES, STATEMENT_PAYLOAD_TYPE, STATEMENT_TYPE, type KeyPurpose } from './key-certificate.ts';

export const KEY_REVOCATION_TYPE = 'urn:pugmark:key-revocation:v1';

/** Why nobody should go by a key any more. `compromised`: somebody else has or may have it. `lost`: nobody has it. `retired`: out of use. */
export const REVOCATION_REASONS = ['compromised', 'lost', 'retired'] as const;
export type RevocationReason = (typeof REVOCATION_REASONS)[number];

/** The payload of a key revocation (docs/formats/key-certificate.md, "Revocation"). */
export const keyRevocationStatementSchema = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.tuple([z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }) })]),
  predicateType: z.literal(KEY_REVOCATION_TYPE),
  predicate: z.strictObject({
    purpose: z.enum(KEY_PURPOSES),
    practice: z.boolean(),
    /** Fingerprint of the revoked key. */
    key: sha256DigestSchema,
    reason: z.enum(REVOCATION_REASONS),
    /** A signature by the key counts only if a time-stamp token shows that it was there before this moment. */
    invalidFrom: utcTimeSchema,
    /** Claimed time of the station. */
    statedAt: utcTimeSchema,
  }),
});

/** What a station says of a key that is no longer to be trusted. */
export interface KeyRevocation {
  readonly purpose: KeyPurpose;
  readonly practice: boolean;
  readonly key: Sha256Digest;
  readonly reason: RevocationReason;
  readonly invalidFrom: string;
  readonly statedAt: string;
  /** SHA-256 of the envelope, by which logs name it. */
  readonly digest: Sha256Digest;
}

type Ports = { readonly hashing: Pick<Hashing, 'sha256'>; readonly verifier: SignatureVerifier };

/**
 * A DSSE envelope that revokes a key, signed by every identity that the station has had: whoever knows any of them can read it.
 * Throws `key-invalid`.
 */
export function buildKeyRevocation(
  hashing: Pick<Hashing, 'sha256'>,
  identities: readonly Signer[],
  revoked: Omit<KeyRevocation, 'digest'>,
): Uint8Array {
  const { purpose, practice, key, reason, invalidFrom, statedAt } = revoked;
  const statement = {
    _type: STATEMENT_TYPE,
    subject: [{ name: `${purpose} key`, digest: { sha256: hexOf(key) } }],
    predicateType: KEY_REVOCATION_TYPE,
    predicate: { purpose, practice, key, reason, invalidFrom, statedAt },
  };
  return buildEnvelopeBy(
    hashing,
    STATEMENT_PAYLOAD_TYPE,
    buildCanonicalJson(keyRevocationStatementSchema.parse(statement)),
    identities.slice(-MAX_SIGNERS),
  );
}

/** As many signatures as an envelope may have; the newest identities sign. */
const MAX_SIGNERS = 16;

/** What a revocation claims, its signatures NOT checked. Throws `dsse-invalid`, `key-invalid`. */
export function parseKeyRevocation(hashing: Pick<Hashing, 'sha256'>, envelope: Uint8Array): KeyRevocation {
  return parsePayload(parseEnvelope(envelope).payload, sha256DigestOf(hashing.sha256(envelope)));
}

/** The revocation that one of `identities` signed. Throws `dsse-invalid`, `key-invalid`. */
export function openKeyRevocation({ hashing, verifier }: Ports, envelope: Uint8Array, identities: readonly Uint8Array[]): KeyRevocation {
  for (const publicKey of identities) {
    try {
      const payload = openEnvelope(verifier, envelope, { payloadType: STATEMENT_PAYLOAD_TYPE, publicKey });
      return parsePayload(payload, sha256DigestOf(hashing.sha256(envelope)));
    } catch (error) {
      if (!(error instanceof PugmarkError) || error.code !== 'dsse-invalid') throw error;
    }
  }
  throw new PugmarkError('dsse-invalid', 'No identity of the station signed this revocation');
}

function parsePayload(payload: Uint8Array, digest: Sha256Digest): KeyRevocation {
  let statement: z.infer<typeof keyRevocationStatementSchema>;
  try {
    statement = parseCanonicalJson(payload, keyRevocationStatementSchema, 'key revocation');
  } catch (cause) {
    throw new PugmarkError('key-invalid', 'Not a key revocation', { cause });
  }
  if (hexOf(statement.predicate.key) !== statement.subject[0].digest.sha256)
    throw new PugmarkError('key-invalid', 'Key revocation: the subject is not the key');
  return { ...statement.predicate, digest };
}
