import { z } from 'zod';
import { formAnswersSchema } from '../../core/forms/form-questions.ts';
import { ARTIFACT_ROLES } from '../../core/model/artifact.ts';
import { EXPORT_WARNINGS } from '../../core/package/export-warnings.ts';
import { packageHandlingSchema } from '../../core/package/package-handling.ts';
import { PACKAGE_PARTS, PART_REASONS, PROFILES } from '../../core/package/profiles.ts';
import { verdictSchema } from '../../core/package/verdict-schema.ts';
import { countSchema, utcTimeSchema } from '../../core/model/primitives.ts';
import { caseSchema, errorSchema, exhibitNumberSchema, givenFileSchema, idSchema, nothing, procedure } from './define.ts';
import { LANGUAGES } from './station.ts';

export const exportRequestSchema = z.strictObject({
  case: caseSchema,
  profile: z.enum(PROFILES),
  /** Absent: all of the case. */
  exhibits: z.array(exhibitNumberSchema).max(100_000).optional(),
  language: z.enum(LANGUAGES),
  report: z.boolean(),
  /** False: the report as PDF alone, and not as HTML too. */
  html: z.boolean().optional(),
  /** Proposed for the whole package. */
  handling: packageHandlingSchema.optional(),
  /** By the ids of FORM_QUESTIONS of the profile. */
  answers: formAnswersSchema.optional(),
  /** [operator] and [environment], where the profile leaves it to choice; absent: as the profile has it. */
  operator: z.boolean().optional(),
  /** Values of credentials, into an archive only: why. The reason is entered in the custody log. */
  secrets: z.strictObject({ reason: z.string().min(1).max(2000) }).optional(),
  /** Profile `disclosure`: files that go in untouched, beside redacted copies; "capture.json" releases the record. */
  release: z
    .array(z.strictObject({ exhibit: exhibitNumberSchema, artifact: z.string().min(1).max(120) }))
    .max(100_000)
    .optional(),
  /** Profile `disclosure`: the addresses that were asked for go in. */
  addresses: z.boolean().optional(),
  /** The most that the reduced set beside a Europol package may have, in bytes; absent: 45,000,000. */
  reducedBytes: z.int().min(1).max(1_000_000_000).optional(),
  recipient: z.string().max(500).optional(),
  purpose: z.string().max(2000).optional(),
  /** Absent: anyone who holds the package can read it. `to`: age recipients (`age1...`), and names or ids of the register. */
  encryption: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('recipients'), to: z.array(z.string().min(1).max(4000)).min(1).max(100) }),
      z.strictObject({ kind: z.literal('passphrase'), passphrase: z.string().min(1).max(1000) }),
    ])
    .optional(),
  /** Absolute path of a folder; absent: the station's own folder for packages. */
  folder: z.string().max(4096).optional(),
});
export type ExportRequestInput = Readonly<z.infer<typeof exportRequestSchema>>;

/** What goes in and what stays out, before anything is written. */
export const exportPreviewSchema = z.strictObject({
  exhibits: z.array(
    z.strictObject({
      exhibit: exhibitNumberSchema,
      title: z.string().optional(),
      url: z.string(),
      state: z.string(),
      files: countSchema,
      sizeBytes: countSchema,
    }),
  ),
  leftOut: z.array(
    z.strictObject({ exhibit: exhibitNumberSchema, reason: z.enum(['not-selected', 'nothing-sealed', 'under-way', 'erased']) }),
  ),
  /** Every part of the list, whether it goes in, and why or why not. */
  parts: z.array(z.strictObject({ part: z.enum(PACKAGE_PARTS), included: z.boolean(), reason: z.enum(PART_REASONS) })),
  /** Artifacts of the exhibits above by role, as many as there are of it. */
  roles: z.array(
    z.strictObject({
      role: z.enum(ARTIFACT_ROLES),
      included: z.boolean(),
      reason: z.enum(PART_REASONS),
      files: countSchema,
      sizeBytes: countSchema,
    }),
  ),
  /** What this profile leaves to choice, as it would be done now. Absent: it is not to be chosen. */
  choices: z.strictObject({
    operator: z.boolean().optional(),
    secrets: z.boolean().optional(),
    reducedBytes: countSchema.optional(),
  }),
  /** What the operator should know before; `subject`: an exhibit, a question of a form. */
  warnings: z.array(z.strictObject({ code: z.enum(EXPORT_WARNINGS), subject: z.string().optional(), count: countSchema })),
  sizeBytes: countSchema,
  folder: z.string(),
  practice: z.boolean(),
});
export type ExportPreview = Readonly<z.infer<typeof exportPreviewSchema>>;

/** Long work other than captures. */
export const jobSchema = z.strictObject({
  job: idSchema,
  kind: z.enum(['export', 'verify', 'receive']),
  subject: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  startedAt: utcTimeSchema,
  /** Name of the step, and how far it is. */
  step: z.string(),
  done: countSchema,
  total: countSchema,
  error: errorSchema.optional(),
  exported: z
    .strictObject({
      path: z.string(),
      sizeBytes: countSchema,
      package: z.uuid(),
      seal: z.string(),
      /** Of an encrypted package: to be told to its recipient another way than the file goes. */
      fileSha256: z.string().optional(),
      practice: z.boolean(),
      /** START-HERE.html lies in it. */
      viewer: z.boolean(),
      /** The reduced set beside it, or why there is none; absent where the profile has none. */
      reduced: z
        .union([
          z.strictObject({
            path: z.string(),
            sizeBytes: countSchema,
            limitBytes: countSchema,
            seal: z.string(),
            /** Of an encrypted one, as of the package. */
            fileSha256: z.string().optional(),
          }),
          z.strictObject({ failed: z.string(), message: z.string() }),
        ])
        .optional(),
    })
    .optional(),
  /** The package that was verified is still at hand: `package.receive` takes it by the id of this job. */
  held: z.boolean().optional(),
  /** What is held is encrypted, and would be kept so: nothing in it could be shown. */
  isEncrypted: z.boolean().optional(),
  /** The receipt that was signed for a package that came; absent while, or when, there is none. */
  received: z
    .strictObject({
      /** The case that it was received into: of a continued one it is new. */
      case: caseSchema,
      path: z.string(),
      package: z.uuid(),
      receipt: z.uuid(),
      digest: z.string(),
      /** The exhibit that the package is in that case; absent when it was not kept, or not yet. */
      exhibit: exhibitNumberSchema.optional(),
    })
    .optional(),
  /** Of the package opened, or of the one just exported. */
  verdict: verdictSchema.optional(),
});
export type Job = Readonly<z.infer<typeof jobSchema>>;

/** Fingerprints of station keys that this person trusts, for the axis of authorship. */
export const trusted = z.array(z.string().max(1000)).max(100);

/** Time stamps that came after the package: supplements, or responses (.tsr) of authorities; the names for findings. */
export const laterTokens = z.array(z.strictObject({ file: givenFileSchema, name: z.string().max(1000) })).max(16);

/** What opens an encrypted package: the text of files of age keys, or a passphrase. Without either: `package-locked`. */
export const lockKeys = {
  identities: z.array(z.string().max(64_000)).max(20).optional(),
  passphrase: z.string().max(1000).optional(),
};

export const PACKAGE_CALLS = {
  'export.preview': procedure(exportRequestSchema, exportPreviewSchema),
  /** Exports, then verifies what was written as a stranger would, and gives that verdict. */
  'export.start': procedure(exportRequestSchema, jobSchema),
  'package.verify': procedure(
    z.strictObject({
      file: givenFileSchema,
      name: z.string().max(1000),
      trustKeys: trusted.optional(),
      tokens: laterTokens.optional(),
      ...lockKeys,
    }),
    jobSchema,
  ),
  'jobs.list': procedure(nothing, z.array(jobSchema)),
  'jobs.cancel': procedure(z.strictObject({ job: idSchema }), nothing),
} as const;
