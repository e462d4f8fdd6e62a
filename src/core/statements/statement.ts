import { z } from 'zod';
import { ARTIFACT_ROLES } from '../model/artifact.ts';
import { sha256DigestSchema } from '../digest/digest.ts';
import {
  EVENT_TYPES,
  HANDLING_CODES,
  INFORMATION_CODES,
  ITEM_KINDS,
  ITEM_UNITS,
  MEANS_OF_COMMUNICATION,
  PERSON_STATUSES,
  RELATION_TYPES,
  SOURCE_CODES,
  TRUTH_OPINIONS,
} from './codes.ts';

const lineSchema = z.string().min(1).max(500);
const textSchema = z.string().min(1).max(20_000);
const exhibitSchema = z.string().regex(/^E-\d{4,9}$/);
/** A decimal number as text: JSON numbers of published formats are safe integers. */
export const decimalSchema = z.string().regex(/^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?$/);
const daySchema = z.iso.date();
/** Date, or time with its offset, as far as it is known. */
const whenSchema = z.string().regex(/^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?)?)?$/);
const countrySchema = z.string().regex(/^[A-Z]{2}$/, 'expected ISO 3166-1 alpha-2');

/** Where in the sealed evidence a statement rests. */
export const evidencePointerSchema = z.strictObject({
  exhibit: exhibitSchema,
  role: z.enum(ARTIFACT_ROLES).exactOptional(),
  /** Name of the artifact within the exhibit. */
  artifact: z.string().min(1).max(120).exactOptional(),
  /** Of the artifact, so that the pointer cannot come to mean other bytes. */
  sha256: sha256DigestSchema.exactOptional(),
  /** Words as they stand there. */
  quote: z.string().min(1).max(2000).exactOptional(),
});

export const evaluationSchema = z.strictObject({ source: z.enum(SOURCE_CODES), information: z.enum(INFORMATION_CODES) });

const fields = {
  person: {
    status: z.enum(PERSON_STATUSES).default('account-holder-shown-on-page'),
    names: z.array(lineSchema).max(50),
    aliases: z.array(lineSchema).max(50).exactOptional(),
    sex: z.enum(['female', 'male', 'other', 'unknown']).exactOptional(),
    born: whenSchema.exactOptional(),
    birthPlace: lineSchema.exactOptional(),
    nationality: countrySchema.exactOptional(),
    address: lineSchema.exactOptional(),
    occupation: lineSchema.exactOptional(),
    identifiers: z.array(lineSchema).max(50).exactOptional(),
    isIdentified: z.boolean().default(false),
  },
  account: {
    status: z.enum(PERSON_STATUSES).default('account-holder-shown-on-page'),
    platform: lineSchema,
    accountId: lineSchema.exactOptional(),
    displayName: lineSchema.exactOptional(),
    url: z.string().min(1).max(4096).exactOptional(),
  },
  organisation: {
    legalName: lineSchema,
    tradeName: lineSchema.exactOptional(),
    activity: lineSchema.exactOptional(),
    registrationNumber: lineSchema.exactOptional(),
    country: countrySchema.exactOptional(),
    vat: lineSchema.exactOptional(),
    address: lineSchema.exactOptional(),
  },
  'means-of-communication': {
    type: z.enum(MEANS_OF_COMMUNICATION),
    /** As the page showed it. */
    shown: z.string().min(1).max(4096),
    /** E.164, lower-case domain, IDN decoded ... */
    normalised: z.string().min(1).max(4096).exactOptional(),
    platform: lineSchema.exactOptional(),
  },
  item: {
    kind: z.enum(ITEM_KINDS),
    description: textSchema.exactOptional(),
    /** Scientific name. */
    taxon: lineSchema.exactOptional(),
    commonName: lineSchema.exactOptional(),
    /** CITES term code: `IVC`. */
    term: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .exactOptional(),
    /** CITES source code: `W`. */
    source: z
      .string()
      .regex(/^[A-Z]$/)
      .exactOptional(),
    quantity: decimalSchema.exactOptional(),
    unit: z.enum(ITEM_UNITS).exactOptional(),
    live: z.boolean().exactOptional(),
    marks: z.array(lineSchema).max(50).exactOptional(),
    price: decimalSchema.exactOptional(),
    /** ISO 4217. */
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .exactOptional(),
  },
  location: {
    shown: lineSchema.exactOptional(),
    country: countrySchema.exactOptional(),
    region: lineSchema.exactOptional(),
    latitude: decimalSchema.exactOptional(),
    longitude: decimalSchema.exactOptional(),
    precisionM: z.int().min(0).exactOptional(),
    /** Told by the page or a person, or concluded from something else. */
    origin: z.enum(['stated', 'derived']),
  },
  event: {
    type: z.enum(EVENT_TYPES),
    when: whenSchema.exactOptional(),
    /** As the page showed it: `3 days ago`. */
    shown: lineSchema.exactOptional(),
    description: textSchema.exactOptional(),
  },
  relation: { type: z.enum(RELATION_TYPES), from: z.uuid(), to: z.uuid(), why: textSchema.exactOptional() },
  /** Whether what another statement says is true: never the statement itself. */
  truth: { of: z.uuid(), opinion: z.enum(TRUTH_OPINIONS).default('not-assessed'), why: textSchema.exactOptional() },
  translation: {
    /** BCP 47. */
    from: z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/),
    to: z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/),
    original: textSchema,
    text: textSchema,
    /** Who translated, when it was not the author of the statement; or which machine. */
    by: lineSchema.exactOptional(),
    how: z.enum(['person', 'sworn-translator', 'machine']),
  },
  identification: {
    taxon: lineSchema,
    rank: lineSchema.exactOptional(),
    qualifier: z.enum(['cf.', 'aff.', 'look-alike']).exactOptional(),
    by: lineSchema.exactOptional(),
    method: z.enum(['visual', 'text', 'laboratory', 'machine', 'other']),
    /** Per cent, as the identifier gave it. */
    confidence: z.int().min(0).max(100).exactOptional(),
    /** What lists say of it, with their date. */
    listing: z.strictObject({ cites: lineSchema.exactOptional(), euAnnex: lineSchema.exactOptional(), asOf: daySchema }).exactOptional(),
    remarks: textSchema.exactOptional(),
  },
  /** Another exhibit of this case shows the same address, captured by another operator or station. */
  corroboration: { exhibit: exhibitSchema, by: exhibitSchema, why: textSchema.exactOptional() },
} as const;

export const STATEMENT_KINDS = [
  'person',
  'account',
  'organisation',
  'means-of-communication',
  'item',
  'location',
  'event',
  'relation',
  'truth',
  'translation',
  'identification',
  'corroboration',
] as const;
export type StatementKind = (typeof STATEMENT_KINDS)[number];

const contentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), fields: z.strictObject(fields.person) }),
  z.strictObject({ kind: z.literal('account'), fields: z.strictObject(fields.account) }),
  z.strictObject({ kind: z.literal('organisation'), fields: z.strictObject(fields.organisation) }),
  z.strictObject({ kind: z.literal('means-of-communication'), fields: z.strictObject(fields['means-of-communication']) }),
  z.strictObject({ kind: z.literal('item'), fields: z.strictObject(fields.item) }),
  z.strictObject({ kind: z.literal('location'), fields: z.strictObject(fields.location) }),
  z.strictObject({ kind: z.literal('event'), fields: z.strictObject(fields.event) }),
  z.strictObject({ kind: z.literal('relation'), fields: z.strictObject(fields.relation) }),
  z.strictObject({ kind: z.literal('truth'), fields: z.strictObject(fields.truth) }),
  z.strictObject({ kind: z.literal('translation'), fields: z.strictObject(fields.translation) }),
  z.strictObject({ kind: z.literal('identification'), fields: z.strictObject(fields.identification) }),
  z.strictObject({ kind: z.literal('corroboration'), fields: z.strictObject(fields.corroboration) }),
]);

/**
 * `statement/v1`: what a person says of a case. It stands in the case as the text that a `statement.made` entry commits to, in RFC 8785 form;
 * author and time are those of the entry. Never changed: a later statement `replaces` it, `statement.withdrawn` takes it back.
 */
export const statementSchema = z.strictObject({
  format: z.literal('statement/v1'),
  id: z.uuid(),
  /** The person, item, relation ... that it is about: the same in all statements about it. */
  entity: z.uuid(),
  /** Statement that this one takes the place of. */
  replaces: z.uuid().exactOptional(),
  /**
   * `displayed`: the page showed this, which the evidence it points to can be asked for. `asserted`: the author says so. Whether something
   * displayed is true is another statement, of kind `truth`.
   */
  nature: z.enum(['displayed', 'asserted']),
  content: contentSchema,
  evidence: z.array(evidencePointerSchema).max(50),
  handling: z.array(z.enum(HANDLING_CODES)).min(1).max(HANDLING_CODES.length),
  /** What H3 demands. */
  handlingText: textSchema.exactOptional(),
  /** Absent only for what was displayed: everyone can look there. */
  evaluation: evaluationSchema.exactOptional(),
});

export type EvidencePointer = Readonly<z.infer<typeof evidencePointerSchema>>;
export type Evaluation = Readonly<z.infer<typeof evaluationSchema>>;
export type StatementContent = Readonly<z.infer<typeof contentSchema>>;
export type Statement = Readonly<z.infer<typeof statementSchema>>;
