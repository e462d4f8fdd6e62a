import { z } from 'zod';
import { buildCanonicalJson, parseCanonicalJson } from '../canonical/canonical-json.ts';
import { sha256DigestSchema } from '../digest/digest.ts';
import { countSchema, utcTimeSchema } from '../model/primitives.ts';
import { STATEMENT_TYPE } from '../signing/key-certificate.ts';
import { PROFILES } from './profiles.ts';

export const PACKAGE_SEAL_TYPE = 'urn:pugmark:package-seal:v1';

const hex256 = z.string().regex(/^[0-9a-f]{64}$/);
const hex512 = z.string().regex(/^[0-9a-f]{128}$/);

export const packageSealSchema = z.strictObject({
  format: z.literal('package-seal/v1'),
  package: z.uuid(),
  profile: z.enum(PROFILES),
  practice: z.boolean(),
  /** UUID, and the agency's own reference verbatim. */
  case: z.strictObject({ id: z.uuid(), reference: z.string() }),
  /** As the exporting person wrote them; absent when not said. */
  recipient: z.string().min(1).max(500).optional(),
  purpose: z.string().min(1).max(2_000).optional(),
  createdAt: utcTimeSchema,
  /** Service number of the exporting operator. */
  operator: z.string().min(1).max(200),
  /** Fingerprint of the identity key of the exporting station. */
  station: sha256DigestSchema,
  tool: z.string().min(1).max(100),
  scope: z.strictObject({
    /** Exhibits whose files are here, in order. */
    exhibits: z.array(z.strictObject({ exhibit: z.string().regex(/^E-\d{4,}$/), digest: sha256DigestSchema })),
    /** Of the whole case at this moment: attempts that were sealed (also `partial`), and all attempts that were started. */
    sealedInCase: countSchema,
    attemptsInCase: countSchema,
    /** Attempts without a document: `failed`, `cancelled`, `interrupted`. */
    failedInCase: countSchema,
    erasedInCase: countSchema,
    withheldEntries: countSchema,
  }),
  /** The checkpoint over the log in this package: the newest of its newest segment. */
  checkpoint: z.strictObject({ origin: z.string(), size: countSchema, root: sha256DigestSchema }),
  /** The package of this case made before this one, by the digest of its `seal.dsse.json`; absent for the first. */
  previous: z.strictObject({ package: z.uuid(), seal: sha256DigestSchema }).optional(),
  /** How many packages of this case were sealed before. */
  earlierPackages: countSchema,
});
export type PackageSeal = Readonly<z.infer<typeof packageSealSchema>>;

/** The payload of `seal/seal.dsse.json`. */
export const sealStatementSchema = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.tuple([
    z.strictObject({ name: z.literal('tagmanifest-sha256.txt'), digest: z.strictObject({ sha256: hex256, sha512: hex512 }) }),
    z.strictObject({ name: z.literal('tagmanifest-sha512.txt'), digest: z.strictObject({ sha256: hex256, sha512: hex512 }) }),
  ]),
  predicateType: z.literal(PACKAGE_SEAL_TYPE),
  predicate: packageSealSchema,
});
/** An in-toto Statement v1 over both tag manifests. */
export type SealStatement = Readonly<z.infer<typeof sealStatementSchema>>;

/** The payload to be signed. Throws `record-invalid` when it is none. */
export function buildSealStatement(subject: SealStatement['subject'], predicate: PackageSeal): Uint8Array {
  return buildCanonicalJson(
    sealStatementSchema.parse({ _type: STATEMENT_TYPE, subject: [...subject], predicateType: PACKAGE_SEAL_TYPE, predicate }),
  );
}

/** Throws `json-invalid`, `json-not-canonical`, `record-invalid`. */
export function parseSealStatement(payload: Uint8Array): SealStatement {
  return parseCanonicalJson(payload, sealStatementSchema, 'package seal');
}
