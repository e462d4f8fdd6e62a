import { z } from 'zod';
import { buildCanonicalJson, parseCanonicalJson } from '../canonical/canonical-json.ts';
import { sha256DigestSchema } from '../digest/digest.ts';
import { countSchema, utcTimeSchema } from '../model/primitives.ts';
import { STATEMENT_TYPE } from '../signing/key-certificate.ts';
import { CHOSEN_PARTS, PROFILES, type Profile } from './profiles.ts';

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
  /** Parts that the profile leaves to choice and that are here; absent where it leaves none, or none was chosen. */
  chosenParts: z.array(z.enum(CHOSEN_PARTS)).min(1).max(CHOSEN_PARTS.length).optional(),
});
/** The seal of a package with a custody log. */
export type PackageSeal = Readonly<z.infer<typeof packageSealSchema>>;

/** Profiles whose packages have a custody log: the seal of one without is none. */
const CUSTODY_PROFILES = ['prosecutor', 'interpol', 'europol', 'disclosure', 'archive'] as const satisfies readonly Profile[];

/** In place of what the seal of a package for strangers does not say. */
export const WITHHELD = 'withheld';

const { format, package: id, practice, recipient, purpose, createdAt, station, tool } = packageSealSchema.shape;
const plain = { format, package: id, practice, createdAt, station, tool };
const reference = z.strictObject({ reference: z.string() });

/** A notice for a platform: whoever made it is known to the agency by the log of the case, which names this package. */
const platformSealSchema = z.strictObject({
  ...plain,
  profile: z.literal('platform'),
  case: reference,
  recipient,
  purpose,
  operator: z.literal(WITHHELD),
});

/** Without anything that could name somebody: the package's own id is all that leads back to its case, and only for who holds the log. */
const patternSealSchema = z.strictObject({
  ...plain,
  profile: z.literal('pattern'),
  case: z.strictObject({ reference: z.literal(WITHHELD) }),
  operator: z.literal(WITHHELD),
});

/** The reduced set beside a Europol package. */
const reducedSealSchema = z.strictObject({
  ...plain,
  profile: z.literal('europol'),
  case: reference,
  recipient,
  purpose,
  operator: packageSealSchema.shape.operator,
  /** The whole package that it was chosen from, with SHA-256 of that one's `seal.dsse.json`; and what it may have, in bytes. */
  reduced: z.strictObject({ package: z.uuid(), seal: sha256DigestSchema, limitBytes: z.int().min(1) }),
});

/** The seal of a package without exhibits and custody log: what it holds is whole, and of the case it shows nothing. */
export const bareSealSchema = z.union([platformSealSchema, patternSealSchema, reducedSealSchema]);
export type BareSeal = Readonly<z.infer<typeof bareSealSchema>>;
export type AnySeal = PackageSeal | BareSeal;

/** True for the seal of a package without exhibits and custody log. */
export function isBareSeal(seal: AnySeal): seal is BareSeal {
  return !('scope' in seal);
}

/** True for the seal of a reduced set. */
export function isReducedSeal(seal: AnySeal): seal is z.infer<typeof reducedSealSchema> {
  return 'reduced' in seal;
}

/** The payload of `seal/seal.dsse.json`. */
export const sealStatementSchema = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.tuple([
    z.strictObject({ name: z.literal('tagmanifest-sha256.txt'), digest: z.strictObject({ sha256: hex256, sha512: hex512 }) }),
    z.strictObject({ name: z.literal('tagmanifest-sha512.txt'), digest: z.strictObject({ sha256: hex256, sha512: hex512 }) }),
  ]),
  predicateType: z.literal(PACKAGE_SEAL_TYPE),
  predicate: z.union([packageSealSchema.extend({ profile: z.enum(CUSTODY_PROFILES) }), bareSealSchema]),
});
/** An in-toto Statement v1 over both tag manifests. */
export type SealStatement = Readonly<z.infer<typeof sealStatementSchema>>;

/** The payload to be signed. Throws `record-invalid` when it is none. */
export function buildSealStatement(subject: SealStatement['subject'], predicate: AnySeal): Uint8Array {
  return buildCanonicalJson(
    sealStatementSchema.parse({ _type: STATEMENT_TYPE, subject: [...subject], predicateType: PACKAGE_SEAL_TYPE, predicate }),
  );
}

/** Throws `json-invalid`, `json-not-canonical`, `record-invalid`. */
export function parseSealStatement(payload: Uint8Array): SealStatement {
  return parseCanonicalJson(payload, sealStatementSchema, 'package seal');
}
