import { z } from 'zod';
import { buildCanonicalJson, parseCanonicalJson } from '../canonical/canonical-json.ts';
import type { Hashing, Sha256Digest } from '../digest/digest.ts';
import { hexOf, sha256DigestSchema } from '../digest/digest.ts';
import { parseBase64, toBase64 } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';
import { utcTimeSchema } from '../model/primitives.ts';
import type { SignatureVerifier, Signer } from '../ports.ts';
import { buildEnvelope, openEnvelope, parseEnvelope } from './dsse.ts';
import { buildSpki, fingerprintOf, parseSpki } from './public-key.ts';

/** What a key may sign. `identity` signs certificates only; the others sign everything else, each its own. */
export const KEY_PURPOSES = ['identity', 'log', 'seal', 'operator'] as const;
export type KeyPurpose = (typeof KEY_PURPOSES)[number];

export const STATEMENT_PAYLOAD_TYPE = 'application/vnd.in-toto+json';
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const KEY_CERTIFICATE_TYPE = 'urn:pugmark:key-certificate:v1';

const predicateSchema = z.strictObject({
  purpose: z.enum(KEY_PURPOSES),
  /** Practice keys sign practice only; the two never mix. */
  practice: z.boolean(),
  /** SubjectPublicKeyInfo, DER in base64. */
  publicKey: z.string(),
  /** Fingerprint of the identity key that signs this certificate. */
  station: sha256DigestSchema,
  createdAt: utcTimeSchema,
  /** Only with purpose `operator`: the service number. No name. */
  operator: z.string().min(1).max(200).optional(),
  /** Only with purpose `identity`: the agency, as it was typed in. */
  agency: z.string().min(1).max(200).optional(),
});

/** The payload of a key certificate (docs/formats/key-certificate.md). */
export const keyCertificateStatementSchema = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.tuple([z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }) })]),
  predicateType: z.literal(KEY_CERTIFICATE_TYPE),
  predicate: predicateSchema,
});

/** What an identity key says of a key. */
export interface KeyCertificate {
  readonly keyId: Sha256Digest;
  /** Raw 32-byte Ed25519 key. */
  readonly publicKey: Uint8Array;
  readonly purpose: KeyPurpose;
  readonly practice: boolean;
  readonly station: Sha256Digest;
  readonly createdAt: string;
  readonly operator?: string;
  readonly agency?: string;
}

type Ports = { readonly hashing: Pick<Hashing, 'sha256'>; readonly verifier: SignatureVerifier };

/**
 * A DSSE envelope over an in-toto Statement v1 in which `identity` certifies `publicKey` for one purpose.
 * An identity certifies itself the same way. Throws `key-invalid` when purpose and extras do not fit.
 */
export function buildKeyCertificate(
  hashing: Pick<Hashing, 'sha256'>,
  identity: Signer,
  certified: Pick<KeyCertificate, 'publicKey' | 'purpose' | 'practice' | 'createdAt' | 'operator' | 'agency'>,
): Uint8Array {
  const keyId = fingerprintOf(hashing, certified.publicKey);
  const predicate = {
    purpose: certified.purpose,
    practice: certified.practice,
    publicKey: toBase64(buildSpki(certified.publicKey)),
    station: fingerprintOf(hashing, identity.publicKey),
    createdAt: certified.createdAt,
    ...(certified.operator === undefined ? {} : { operator: certified.operator }),
    ...(certified.agency === undefined ? {} : { agency: certified.agency }),
  };
  assertFits({ ...predicate, keyId });
  const statement = {
    _type: STATEMENT_TYPE,
    subject: [{ name: `${certified.purpose} key`, digest: { sha256: hexOf(keyId) } }],
    predicateType: KEY_CERTIFICATE_TYPE,
    predicate,
  };
  return buildEnvelope(hashing, STATEMENT_PAYLOAD_TYPE, buildCanonicalJson(keyCertificateStatementSchema.parse(statement)), identity);
}

/**
 * The certificate that `identityKey` signed. Without `expected` any purpose is returned, and the caller must look.
 * Throws `dsse-invalid` (signature, form) or `key-invalid` (it contradicts itself, or is for another use than expected).
 */
export function openKeyCertificate(
  ports: Ports,
  envelope: Uint8Array,
  identityKey: Uint8Array,
  expected?: { readonly purpose: KeyPurpose; readonly practice: boolean },
): KeyCertificate {
  const payload = openEnvelope(ports.verifier, envelope, { payloadType: STATEMENT_PAYLOAD_TYPE, publicKey: identityKey });
  const certificate = parseStatement(ports.hashing, payload);
  if (certificate.station !== fingerprintOf(ports.hashing, identityKey)) {
    throw new PugmarkError('key-invalid', 'Key certificate: signed by another identity than it names');
  }
  if (expected !== undefined) assertKeyUse(certificate, expected);
  return certificate;
}

/** A self-certified identity: proves possession and binds the claims, trusts nobody. Throws `dsse-invalid`, `key-invalid`. */
export function openIdentityCertificate(ports: Ports, envelope: Uint8Array, practice?: boolean): KeyCertificate {
  const claimed = parseStatement(ports.hashing, parseEnvelope(envelope).payload);
  const certificate = openKeyCertificate(ports, envelope, claimed.publicKey);
  return practice === undefined
    ? assertKeyUse(certificate, { purpose: 'identity', practice: certificate.practice })
    : assertKeyUse(certificate, { purpose: 'identity', practice });
}

/** Refuses a key used for another purpose, or a practice key on evidence and the other way round. Throws `key-invalid`. */
export function assertKeyUse(
  certificate: KeyCertificate,
  expected: { readonly purpose: KeyPurpose; readonly practice: boolean },
): KeyCertificate {
  if (certificate.purpose !== expected.purpose) {
    throw new PugmarkError('key-invalid', `A key certified for ${certificate.purpose} was used for ${expected.purpose}`);
  }
  if (certificate.practice !== expected.practice) {
    throw new PugmarkError(
      'key-invalid',
      expected.practice ? 'An evidence key was used for practice' : 'A practice key was used for evidence',
    );
  }
  return certificate;
}

function parseStatement(hashing: Pick<Hashing, 'sha256'>, payload: Uint8Array): KeyCertificate {
  let statement: z.infer<typeof keyCertificateStatementSchema>;
  let publicKey: Uint8Array;
  try {
    statement = parseCanonicalJson(payload, keyCertificateStatementSchema, 'key certificate');
    publicKey = parseSpki(parseBase64(statement.predicate.publicKey));
  } catch (cause) {
    throw new PugmarkError('key-invalid', 'Not a key certificate', { cause });
  }
  const keyId = fingerprintOf(hashing, publicKey);
  if (hexOf(keyId) !== statement.subject[0].digest.sha256) {
    throw new PugmarkError('key-invalid', 'Key certificate: the subject is not the digest of the key');
  }
  const { purpose, practice, station, createdAt, operator, agency } = statement.predicate;
  const certificate: KeyCertificate = {
    keyId,
    publicKey,
    purpose,
    practice,
    station,
    createdAt,
    ...(operator === undefined ? {} : { operator }),
    ...(agency === undefined ? {} : { agency }),
  };
  assertFits(certificate);
  return certificate;
}

function assertFits(claims: { purpose: KeyPurpose; operator?: string; agency?: string; station: Sha256Digest; keyId: Sha256Digest }): void {
  if ((claims.purpose === 'operator') !== (claims.operator !== undefined)) {
    throw new PugmarkError('key-invalid', 'Key certificate: a service number belongs to operator keys, and to each of them');
  }
  if (claims.agency !== undefined && claims.purpose !== 'identity') {
    throw new PugmarkError('key-invalid', 'Key certificate: an agency belongs to the identity key');
  }
  if ((claims.purpose === 'identity') !== (claims.station === claims.keyId)) {
    throw new PugmarkError('key-invalid', 'Key certificate: the identity key certifies itself, and nothing else is an identity');
  }
}
