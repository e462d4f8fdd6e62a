import { z } from 'zod';
import { openCheckpointNote } from '../../custody/checkpoint.ts';
import { sha256DigestSchema } from '../../digest/digest.ts';
import { parseBase64, parseUtf8 } from '../../digest/encoding.ts';
import { isPugmarkError } from '../../errors.ts';
import type { VerifyPorts } from './checked-bag.ts';
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

/**
 * In which points its first entry says otherwise than the package that it goes on from. `logKeys`: raw Ed25519 keys of the sender's log, as that package
 * certifies them: the checkpoint that the entry carries is signed by one of them.
 */
export function findJoinDifferences(
  ports: Pick<VerifyPorts, 'hashing' | 'verifier'>,
  log: CheckedLog,
  before: ReadSeal,
  logKeys: readonly Uint8Array[],
): readonly string[] {
  const entry = firstEntry(log);
  const from = continuedFromSchema.parse(entry?.details);
  const { checkpoint, station, case: ofCase } = before.statement;
  const differing: readonly (readonly [differs: boolean, what: string])[] = [
    [entry?.digest !== before.digest, 'another seal'],
    [from.origin !== checkpoint.origin || from.size !== checkpoint.size || from.root !== checkpoint.root, 'another state of the log'],
    [!isSignedNote(ports, from, logKeys), 'another checkpoint'],
    [from.sender !== station, 'another station'],
    [from.senderCase !== ofCase.id, 'another case'],
  ];
  return differing.filter(([differs]) => differs).map(([, what]) => what);
}

/** True when the note is over the head that the entry names, and one of the sender's log keys signed it. */
function isSignedNote(
  ports: Pick<VerifyPorts, 'hashing' | 'verifier'>,
  { checkpoint, origin, size, root }: z.infer<typeof continuedFromSchema>,
  logKeys: readonly Uint8Array[],
): boolean {
  return logKeys.some((key) => {
    try {
      const head = openCheckpointNote(ports, parseUtf8(parseBase64(checkpoint)), key);
      return head.origin === origin && head.size === size && head.root === root;
    } catch (error) {
      if (isPugmarkError(error)) return false;
      throw error;
    }
  });
}

function firstEntry({ report }: CheckedLog): CheckedLog['report']['leaves'][number]['entry'] {
  return report.leaves[0]?.entry;
}
