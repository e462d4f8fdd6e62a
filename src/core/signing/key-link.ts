import { z } from 'zod';
import { buildCanonicalJson, parseCanonicalJson } from '../canonical/canonical-json.ts';
import type { Hashing, Sha256Digest } from '../digest/digest.ts';
import { hexOf, sha256DigestOf, sha256DigestSchema } from '../digest/digest.ts';
import { parseBase64, toBase64 } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';
import { utcTimeSchema } from '../model/primitives.ts';
import type { SignatureVerifier, Signer } from '../ports.ts';
import { buildEnvelope, openEnvelope, parseEnvelope } from './dsse.ts';
import { KEY_PURPOSES, STATEMENT_PAYLOAD_TYPE, STATEMENT_TYPE, type KeyPurpose } from './key-certificate.ts';
import { buildSpki, fingerprintOf, parseSpki } from './public-key.ts';

export const KEY_LINK_TYPE = 'urn:pugmark:key-link:v1';

/** The payload of a key link (docs/formats/key-certificate.md, "Rotation"). */
export const keyLinkStatementSchema = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.tuple([z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }) })]),
  predicateType: z.literal(KEY_LINK_TYPE),
  predicate: z.strictObject({
    purpose: z.enum(KEY_PURPOSES),
    practice: z.boolean(),
    /** Fingerprint of the key that signs this link: the one that is left. */
    from: sha256DigestSchema,
    /** SubjectPublicKeyInfo of the key that follows it, DER in base64. */
    publicKey: z.string(),
    /** Claimed time of the station. */
    rotatedAt: utcTimeSchema,
  }),
});

/** What a key says of the key that takes its place. */
export interface KeyLink {
  readonly purpose: KeyPurpose;
  readonly practice: boolean;
  readonly from: Sha256Digest;
  readonly to: Sha256Digest;
  /** Raw 32-byte Ed25519 key that follows. */
  readonly publicKey: Uint8Array;
  readonly rotatedAt: string;
  /** SHA-256 of the envelope, by which logs name it. */
  readonly digest: Sha256Digest;
}

type Ports = { readonly hashing: Pick<Hashing, 'sha256'>; readonly verifier: SignatureVerifier };

/** A DSSE envelope in which `from` names `publicKey` as the key that takes its place for the same purpose. Throws `key-invalid`. */
export function buildKeyLink(
  hashing: Pick<Hashing, 'sha256'>,
  from: Signer,
  next: Pick<KeyLink, 'purpose' | 'practice' | 'publicKey' | 'rotatedAt'>,
): Uint8Array {
  const to = fingerprintOf(hashing, next.publicKey);
  const statement = {
    _type: STATEMENT_TYPE,
    subject: [{ name: `${next.purpose} key`, digest: { sha256: hexOf(to) } }],
    predicateType: KEY_LINK_TYPE,
    predicate: {
      purpose: next.purpose,
      practice: next.practice,
      from: fingerprintOf(hashing, from.publicKey),
      publicKey: toBase64(buildSpki(next.publicKey)),
      rotatedAt: next.rotatedAt,
    },
  };
  const payload = buildCanonicalJson(keyLinkStatementSchema.parse(statement));
  parsePayload(hashing, payload, to);
  return buildEnvelope(hashing, STATEMENT_PAYLOAD_TYPE, payload, from);
}

/** What a link claims, its signature NOT checked. Throws `dsse-invalid`, `key-invalid`. */
export function parseKeyLink(hashing: Pick<Hashing, 'sha256'>, envelope: Uint8Array): KeyLink {
  return parsePayload(hashing, parseEnvelope(envelope).payload, sha256DigestOf(hashing.sha256(envelope)));
}

/** The link that `fromKey` signed. Throws `dsse-invalid` (signature, form) or `key-invalid` (it contradicts itself). */
export function openKeyLink({ hashing, verifier }: Ports, envelope: Uint8Array, fromKey: Uint8Array): KeyLink {
  const payload = openEnvelope(verifier, envelope, { payloadType: STATEMENT_PAYLOAD_TYPE, publicKey: fromKey });
  const link = parsePayload(hashing, payload, sha256DigestOf(hashing.sha256(envelope)));
  if (link.from !== fingerprintOf(hashing, fromKey)) throw new PugmarkError('key-invalid', 'Key link: signed by another key than it names');
  return link;
}

function parsePayload(hashing: Pick<Hashing, 'sha256'>, payload: Uint8Array, digest: Sha256Digest): KeyLink {
  let statement: z.infer<typeof keyLinkStatementSchema>;
  let publicKey: Uint8Array;
  try {
    statement = parseCanonicalJson(payload, keyLinkStatementSchema, 'key link');
    publicKey = parseSpki(parseBase64(statement.predicate.publicKey));
  } catch (cause) {
    throw new PugmarkError('key-invalid', 'Not a key link', { cause });
  }
  const { purpose, practice, from, rotatedAt } = statement.predicate;
  const to = fingerprintOf(hashing, publicKey);
  if (hexOf(to) !== statement.subject[0].digest.sha256)
    throw new PugmarkError('key-invalid', 'Key link: the subject is not the digest of the key');
  if (from === to) throw new PugmarkError('key-invalid', 'Key link: a key does not follow itself');
  return { purpose, practice, from, to, publicKey, rotatedAt, digest };
}
