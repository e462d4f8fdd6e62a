import { z } from 'zod';
import { sha256DigestSchema } from '../digest/digest.ts';
import { artifactSchema, type Artifact } from './artifact.ts';
import { nonceSchema, utcTimeSchema } from './primitives.ts';

/** Read as any artifact is. */
const receivedArtifactSchema: z.ZodType<Artifact> = artifactSchema.extend({ role: z.enum(['received', 'operator']) });

/** Longest name of a received file, in characters. */
export const MAX_GIVEN_NAME = 255;

/**
 * `received.json`: that a person gave a file, and which. No word of where its content comes from but what the person said, whose text the log
 * commits to (`file.added`, `originCommitment`). Its RFC 8785 form is the file; SHA-256 of the file is the digest of the exhibit.
 *
 * The exhibit's number stands in the log's entry and not here: it is given out in the same transaction that commits the file.
 */
export const receivedRecordSchema = z.strictObject({
  format: z.literal('received/v1'),
  kind: z.literal('received'),
  nonce: nonceSchema,
  case: z.uuid(),
  /** Id of this act; the log's entry has it too. */
  attempt: z.uuid(),
  practice: z.boolean(),
  session: z.strictObject({
    id: z.uuid(),
    /** SHA-256 of the leaf bytes of `session.started`. */
    startedEntry: sha256DigestSchema,
  }),
  station: sha256DigestSchema,
  tool: z.strictObject({ name: z.literal('pugmark'), version: z.string(), digest: sha256DigestSchema }),
  /** When the person gave it, by the clock of the station. */
  addedAt: utcTimeSchema,
  /** Name of the file as it was given, without folders; text that anyone may have chosen. */
  givenName: z.string().min(1).max(MAX_GIVEN_NAME),
  /** How its media type was found: by its first bytes, or not at all (`application/octet-stream`). */
  mediaTypeBy: z.enum(['content', 'unknown']),
  /** The one file [received], and [operator]: who took it in. */
  artifacts: z
    .array(receivedArtifactSchema)
    .refine((artifacts) => artifacts.filter(({ role }) => role === 'received').length === 1, 'expected one received file'),
});
export type ReceivedRecord = Readonly<z.infer<typeof receivedRecordSchema>>;

/** What others than the record know of a received file; a fact that they do not know is left out. */
export interface KnownReceivedFacts {
  readonly case?: string;
  readonly practice?: boolean;
  readonly station?: string;
  readonly attempt?: string;
  readonly session?: string;
  readonly startedEntry?: string;
  readonly addedAt?: string;
  /** Number of artifacts, `received.json` included. */
  readonly artifacts?: number;
}

/** Names of the facts in which `received.json` says otherwise than what is known from elsewhere. */
export function findDifferingReceivedFacts(record: ReceivedRecord, known: KnownReceivedFacts): readonly (keyof KnownReceivedFacts)[] {
  const said: Required<KnownReceivedFacts> = {
    case: record.case,
    practice: record.practice,
    station: record.station,
    attempt: record.attempt,
    session: record.session.id,
    startedEntry: record.session.startedEntry,
    addedAt: record.addedAt,
    artifacts: record.artifacts.length + 1,
  };
  const names = Object.keys(said).filter((name): name is keyof KnownReceivedFacts => Object.hasOwn(said, name));
  return names.filter((name) => known[name] !== undefined && known[name] !== said[name]);
}
