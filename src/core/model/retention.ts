import { z } from 'zod';
import type { UtcTime } from '../clock.ts';

/** `law-enforcement`: Directive (EU) 2016/680 and the laws that follow it; `general`: Regulation (EU) 2016/679. */
export const CASE_REGIMES = ['law-enforcement', 'general'] as const;
export type CaseRegime = (typeof CASE_REGIMES)[number];

/** What `retention.reviewed` says of a case (docs/formats/custody-log.md). A later one stands for all of it. */
export const retentionSchema = z.object({
  /** Under which law data of persons are kept in it. */
  regime: z.enum(CASE_REGIMES).optional(),
  /** Day on which it has to be decided whether it is kept any longer. */
  until: z.iso.date().optional(),
});
export type Retention = Readonly<z.infer<typeof retentionSchema>>;

/** The last that was said of how long a case is kept. */
export interface RetentionReview extends Retention {
  readonly reviewedAt: UtcTime;
  /** Service number. */
  readonly by: string;
  /** Why, when it was said and not erased. */
  readonly reason?: string;
}
