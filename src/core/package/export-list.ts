import { z } from 'zod';
import { ARTIFACT_ROLES } from '../model/artifact.ts';
import { countSchema } from '../model/primitives.ts';
import { EXPORT_WARNINGS } from './export-warnings.ts';
import { PACKAGE_PARTS, PART_REASONS, PROFILES } from './profiles.ts';

const explained = { included: z.boolean(), reason: z.enum(PART_REASONS) };
const exhibit = z.string().regex(/^E-\d{4,}$/);

/** `export-list/v1`: what a package would hold, what it would leave out, and why (docs/cli.md). */
export const exportListSchema = z.strictObject({
  format: z.literal('export-list/v1'),
  /** Reference of the case. */
  case: z.string(),
  profile: z.enum(PROFILES),
  exhibits: z.array(z.strictObject({ exhibit, files: countSchema, sizeBytes: countSchema })),
  leftOut: z.array(z.strictObject({ exhibit, reason: z.enum(['not-selected', 'nothing-sealed', 'under-way', 'erased']) })),
  parts: z.array(z.strictObject({ part: z.enum(PACKAGE_PARTS), ...explained })),
  roles: z.array(z.strictObject({ role: z.enum(ARTIFACT_ROLES), ...explained, files: countSchema, sizeBytes: countSchema })),
  choices: z.strictObject({
    operator: z.boolean().exactOptional(),
    secrets: z.boolean().exactOptional(),
    reducedBytes: countSchema.exactOptional(),
  }),
  warnings: z.array(z.strictObject({ code: z.enum(EXPORT_WARNINGS), subject: z.string().exactOptional(), count: countSchema })),
  /** Of the exhibits' files; log, report and manifests come on top. */
  sizeBytes: countSchema,
});
export type ExportList = Readonly<z.infer<typeof exportListSchema>>;
