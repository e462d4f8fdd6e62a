import { z } from 'zod';
import { sha256DigestSchema } from '../digest/digest.ts';
import { countSchema, utcTimeSchema } from '../model/primitives.ts';
import { PROFILES } from './profiles.ts';
import { CLOSING_SENTENCE, PACKAGE_FINDING_CODES, PACKAGE_NOTE_CODES, type AxisResult, type AxisState, type Verdict } from './verdict.ts';

/** An axis knows its own findings only. */
function axisSchema(codes: readonly AxisResult['findings'][number]['code'][], states: readonly AxisState[]): z.ZodType<AxisResult> {
  return z.strictObject({
    state: z.enum(states),
    findings: z.array(z.strictObject({ code: z.enum(codes), subject: z.string(), message: z.string() })),
    notes: z.array(z.strictObject({ code: z.enum(PACKAGE_NOTE_CODES), subject: z.string(), message: z.string() })),
  });
}

const exhibitSchema = z.strictObject({
  exhibit: z.string().regex(/^E-\d{4,}$/),
  digest: sha256DigestSchema,
  claimed: utcTimeSchema,
  notBefore: utcTimeSchema.exactOptional(),
  notAfter: utcTimeSchema.exactOptional(),
  state: z.enum(['sealed', 'partial', 'failed']),
  completeness: z
    .strictObject({
      exchanges: countSchema,
      incomplete: z.strictObject({ shown: countSchema, supporting: countSchema, background: countSchema }),
    })
    .exactOptional(),
});

const scopeSchema = z.strictObject({
  case: z.string(),
  exhibitsInPackage: countSchema,
  exhibitsInCase: countSchema,
  failedAttempts: countSchema,
  withheldEntries: countSchema,
  erased: countSchema,
  earlierPackages: countSchema,
});

/** `verdict/v1` for those who read verdicts by program (docs/formats/verdict.md). */
export const verdictSchema: z.ZodType<Verdict> = z.strictObject({
  format: z.literal('verdict/v1'),
  package: z.string(),
  profile: z.enum(PROFILES).exactOptional(),
  practice: z.boolean().exactOptional(),
  signedBy: sha256DigestSchema.exactOptional(),
  exhibits: z.array(exhibitSchema),
  axes: z.strictObject({
    integrity: axisSchema(PACKAGE_FINDING_CODES.integrity, ['pass', 'fail']),
    authorship: axisSchema(PACKAGE_FINDING_CODES.authorship, ['pass', 'fail', 'not-checked']),
    custody: axisSchema(PACKAGE_FINDING_CODES.custody, ['pass', 'fail', 'not-checked']),
    time: axisSchema(PACKAGE_FINDING_CODES.time, ['pass', 'fail', 'pending', 'not-checked']),
    completeness: axisSchema(PACKAGE_FINDING_CODES.completeness, ['as-recorded', 'fail', 'not-checked']),
  }),
  scope: scopeSchema.exactOptional(),
  closing: z.literal(CLOSING_SENTENCE),
});
