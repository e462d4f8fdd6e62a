import { z } from 'zod';
import { sha256DigestSchema } from '../../digest/digest.ts';
import type { CheckedLog } from './check-custody.ts';
import type { ReadSeal } from './check-seal.ts';

/** Details of the `segment.joined` with which the log of a continued case begins (docs/formats/custody-log.md, "Continued cases"). */
export const continuedFromSchema = z.object({
  reason: z.literal('received'),
  /** Head of the sender's log, as the seal of the package has it. */
  origin: z.string().min(1),
  size: z.int().min(1),
  root: sha256DigestSchema,
  /** Base64 of the sender's checkpoint note over that head. */
  checkpoint: z.string().min(1),
  package: z.uuid(),
  sender: sha256DigestSchema,
  senderCase: z.uuid(),
  receipt: z.uuid(),
  receiptDigest: sha256DigestSchema,
});

/** True when the log begins as the continuation of the case that `before` is a package of. */
export function isContinuationOf(log: CheckedLog, before: ReadSeal): boolean {
  const entry = firstEntry(log);
  const from = entry?.type === 'segment.joined' ? continuedFromSchema.safeParse(entry.details).data : undefined;
  return from?.package === before.statement.package;
}

/** In which points its first entry says otherwise than the package that it goes on from. */
export function findJoinDifferences(log: CheckedLog, before: ReadSeal): readonly string[] {
  const entry = firstEntry(log);
  const from = continuedFromSchema.parse(entry?.details);
  const { checkpoint, station, case: ofCase } = before.statement;
  const differing: readonly (readonly [differs: boolean, what: string])[] = [
    [entry?.digest !== before.digest, 'another seal'],
    [from.origin !== checkpoint.origin || from.size !== checkpoint.size || from.root !== checkpoint.root, 'another state of the log'],
    [from.sender !== station, 'another station'],
    [from.senderCase !== ofCase.id, 'another case'],
  ];
  return differing.filter(([differs]) => differs).map(([, what]) => what);
}

function firstEntry({ report }: CheckedLog): CheckedLog['report']['leaves'][number]['entry'] {
  return report.leaves[0]?.entry;
}
