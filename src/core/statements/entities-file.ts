import { z } from 'zod';
import { caseStatementSchema } from './case-statement.ts';

/** What `entities.json` says of its names. */
export const NAMING = 'UMF-oriented naming, not UMF-conformant';

const ofPackage = {
  package: z.uuid(),
  case: z.strictObject({ id: z.uuid(), reference: z.string() }),
  /** Never evidence. */
  practice: z.boolean(),
};

const valueSchema = z.union([z.string(), z.int(), z.boolean(), z.array(z.string())]);

export const ENTITY_TYPES = ['person', 'account', 'organisation', 'means_of_communication', 'item', 'location', 'event'] as const;

const attributeSchema = z.strictObject({
  /** By the table of docs/formats/entities.md. */
  name: z.string(),
  value: valueSchema,
  /** Who says so, on which evidence, how handled and evaluated: the statement with this id. */
  statement: z.uuid(),
});

const entitySchema = z.strictObject({
  id: z.uuid(),
  type: z.enum(ENTITY_TYPES),
  /** Of its current statements alone; one name comes more than once where statements differ. */
  attributes: z.array(attributeSchema),
  /** All that was said of it, also what was replaced or withdrawn, in order. */
  statements: z.array(caseStatementSchema).min(1),
});

const relationSchema = z.strictObject({
  type: z.string(),
  from: z.uuid(),
  to: z.uuid(),
  statement: caseStatementSchema,
});

/** `entities/v1`: everything that the statements in a package say, by what they are about. */
export const entitiesFileSchema = z.strictObject({
  format: z.literal('entities/v1'),
  naming: z.literal(NAMING),
  ...ofPackage,
  /** Statements in the log of the package whose words are not in it: erased, or about what was not selected. */
  notShown: z.int().min(0),
  entities: z.array(entitySchema),
  relations: z.array(relationSchema),
  /** Whether something that was said is true. */
  opinions: z.array(caseStatementSchema),
  identifications: z.array(caseStatementSchema),
  translations: z.array(caseStatementSchema),
  corroborations: z.array(caseStatementSchema),
});
export type EntitiesFile = Readonly<z.infer<typeof entitiesFileSchema>>;
export type EntityAttribute = Readonly<z.infer<typeof attributeSchema>>;

const mentionSchema = z.strictObject({
  /** An item that was described, or an identification. What a machine says is a lead. */
  as: z.enum(['item', 'identification', 'lead']),
  statement: z.uuid(),
  entity: z.uuid(),
  state: caseStatementSchema.shape.state,
  commonName: z.string().optional(),
  rank: z.string().optional(),
  qualifier: z.string().optional(),
  listing: z.strictObject({ cites: z.string().optional(), euAnnex: z.string().optional(), asOf: z.string() }).optional(),
});

/** `taxa/v1`: every scientific name in the statements of a package, as it was written. No list was asked whether it is one. */
export const taxaFileSchema = z.strictObject({
  format: z.literal('taxa/v1'),
  ...ofPackage,
  taxa: z.array(z.strictObject({ name: z.string(), mentions: z.array(mentionSchema).min(1) })),
});
export type TaxaFile = Readonly<z.infer<typeof taxaFileSchema>>;
