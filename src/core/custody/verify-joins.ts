import { z } from 'zod';
import type { Hashing, Sha256Digest } from '../digest/digest.ts';
import { sha256DigestSchema } from '../digest/digest.ts';
import { parseBase64, parseUtf8 } from '../digest/encoding.ts';
import { isPugmarkError, PugmarkError } from '../errors.ts';
import type { SignatureVerifier } from '../ports.ts';
import { parseCheckpointNote, type TreeHead } from './checkpoint.ts';
import type { KeyEra } from './key-eras.ts';
import type { LogFindingCode, LogLeaf } from './log-report.ts';
import { eraAt, isSigned } from './note-signatures.ts';

type Ports = { readonly hashing: Pick<Hashing, 'sha256'>; readonly verifier: SignatureVerifier };
type Report = (code: LogFindingCode, subject: string, message: string) => void;

const joinSchema = z.object({
  origin: z.string(),
  size: z.int().min(0),
  root: sha256DigestSchema,
  checkpoint: z.string().optional(),
});

/** Step 7: a further segment goes on from the state of the one before, as the first entry of it says. */
export function verifyJoin(
  ports: Ports,
  context: {
    readonly before: TreeHead;
    readonly first: LogLeaf | undefined;
    readonly origin: string;
    readonly keys: ReadonlyMap<Sha256Digest, Uint8Array>;
    /** Keys in force in the segment before. */
    readonly eras: readonly KeyEra[];
    readonly report: Report;
  },
): void {
  const { before, first, origin, report } = context;
  const entry = first?.entry;
  if (first !== undefined && entry === undefined) return; // Withheld or unreadable; the latter is reported already.
  const join = joinSchema.safeParse(entry?.details).data;
  if (join === undefined || (entry?.type !== 'segment.joined' && entry?.type !== 'vault.restored')) {
    report('segment-not-joined', origin, 'Its first entry does not say which segment it goes on from');
    return;
  }
  if (join.origin !== before.origin || join.size !== before.size || join.root !== before.root) {
    report('segment-differs', origin, `It goes on from another state of ${before.origin} than is here`);
    return;
  }
  if (join.checkpoint === undefined) return;
  try {
    const note = parseUtf8(parseBase64(join.checkpoint));
    const head = parseCheckpointNote(note);
    const logKey = eraAt(context.eras, head.size)?.logKey;
    const key = logKey === undefined ? undefined : context.keys.get(logKey);
    if (head.origin !== before.origin || key === undefined || !isSigned(ports, note, key)) {
      throw new PugmarkError('note-invalid', 'The checkpoint is not one of the joined segment');
    }
  } catch (error) {
    if (!isPugmarkError(error)) throw error;
    report('segment-differs', origin, `The checkpoint it carries is not valid: ${error.message}`);
  }
}

/**
 * What goes on from another segment stands at the beginning of one, and the first segment of a case goes on from a package that was received or from nothing:
 * whoever leaves out the segments before, or has numbers skipped in the middle of one, would drop attempts.
 */
export function reportStrayJoins(
  leaves: readonly LogLeaf[],
  { isFirst, report }: { readonly isFirst: boolean; readonly report: Report },
): void {
  for (const { entry, origin, seq } of leaves) {
    if (entry?.type !== 'segment.joined') continue;
    const subject = `${origin} entry ${seq}`;
    if (seq > 0) report('segment-differs', subject, 'It goes on from another segment, and is not the first entry of its own');
    else if (isFirst && entry.details['reason'] !== 'received')
      report('segment-differs', subject, 'The log begins with it, and the segment that it goes on from is not here');
    else if (!isFirst && entry.details['reason'] === 'received')
      report('segment-differs', subject, 'It goes on from a package of another station, and the log did not begin there');
  }
}
