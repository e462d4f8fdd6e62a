import { z } from 'zod';
import { PROFILES } from '../../core/package/profiles.ts';
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
  leftOut: z.array(z.strictObject({ exhibit: exhibitNumberSchema, reason: z.enum(['not-selected', 'nothing-sealed', 'under-way']) })),
  /** Parts of the package that this profile carries and those it does not, by name of the part list. */
  parts: z.array(z.strictObject({ part: z.string(), included: z.boolean() })),
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
    })
    .optional(),
  /** The receipt that was signed for a package that came; absent while, or when, there is none. */
  received: z.strictObject({ path: z.string(), package: z.uuid(), receipt: z.uuid(), digest: z.string() }).optional(),
  /** Of the package opened, or of the one just exported. */
  verdict: verdictSchema.optional(),
});
export type Job = Readonly<z.infer<typeof jobSchema>>;

/** Fingerprints of station keys that this person trusts, for the axis of authorship. */
export const trusted = z.array(z.string().max(1000)).max(100);

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
    z.strictObject({ file: givenFileSchema, name: z.string().max(1000), trustKeys: trusted.optional(), ...lockKeys }),
    jobSchema,
  ),
  'jobs.list': procedure(nothing, z.array(jobSchema)),
  'jobs.cancel': procedure(z.strictObject({ job: idSchema }), nothing),
} as const;
