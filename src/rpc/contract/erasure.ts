import { z } from 'zod';
import { countSchema } from '../../core/model/primitives.ts';
import { caseSchema, exhibitNumberSchema, procedure } from './define.ts';

/** An exhibit, or without one the whole case. */
const what = z.strictObject({ case: caseSchema, exhibit: exhibitNumberSchema.optional() });

/** What would be destroyed. Of an erased one all counts are 0. */
export const erasurePreviewSchema = z.strictObject({
  exhibits: z.array(exhibitNumberSchema),
  /** Not ended yet: nothing is erased until they have. */
  underWay: countSchema,
  /** The case is on hold: nothing is erased until that is lifted. */
  held: z.boolean(),
  files: countSchema,
  bytes: countSchema,
  /** Redacted copies. */
  copies: countSchema,
  notes: countSchema,
  statements: countSchema,
  /** Sealed packages that hold it: the erasure does not reach them. */
  packages: countSchema,
});
export type ErasurePreview = Readonly<z.infer<typeof erasurePreviewSchema>>;

export const ERASURE_CALLS = {
  'erasure.preview': procedure(what, erasurePreviewSchema),
  /**
   * Lawful erasure: keys, files, addresses, titles, texts. Number, times, log, reason and ground stay. `confirmed`: number of the exhibit, or reference
   * of the case, as the person wrote it once more. Throws `usage`, `case-closed`, `case-held`, `exhibit-unknown`, `work-under-way`.
   */
  'erasure.run': procedure(
    what.extend({ reason: z.string().min(1).max(2000), ground: z.string().min(1).max(2000), confirmed: z.string().max(200) }),
    z.strictObject({
      exhibits: z.array(exhibitNumberSchema),
      files: countSchema,
      /** False: another program reads the vault, and remains leave its databases at a later start. */
      purged: z.boolean(),
    }),
  ),
} as const;
