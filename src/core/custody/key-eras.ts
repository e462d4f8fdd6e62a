import { z } from 'zod';
import type { Sha256Digest } from '../digest/digest.ts';
import { sha256DigestSchema } from '../digest/digest.ts';
import type { LogFindingCode, LogLeaf } from './log-report.ts';

/** A link from one key of the station to the next, its signature verified. */
export interface LogKeyLink {
  readonly purpose: string;
  readonly from: Sha256Digest;
  readonly to: Sha256Digest;
  /** SHA-256 of its envelope. */
  readonly digest: Sha256Digest;
}

/** Which identity an entry must name, and which log key may sign a checkpoint over it. */
export interface KeyEra {
  readonly station: Sha256Digest;
  readonly logKey: Sha256Digest | undefined;
}

const rotationSchema = z.object({ key: sha256DigestSchema, next: sha256DigestSchema, purpose: z.string() });

/** What `key.rotated` says: `next` took the place of `key`. Undefined for other entries. */
export function readRotation(
  entry: LogLeaf['entry'],
): { readonly key: Sha256Digest; readonly next: Sha256Digest; readonly purpose: string } | undefined {
  return entry?.type === 'key.rotated' ? rotationSchema.safeParse(entry.details).data : undefined;
}

/**
 * The keys in force at each leaf (custody-log.md, "Rotated keys"), read backwards from the newest state, which the checker knows. A
 * `key.rotated` entry is the first under the new key; it counts only with the link that the old key signed.
 *
 * The attacker here holds a key that was rotated away: a log that goes on under it after its `key.rotated` is found out, and so is a
 * checkpoint by the new key over what came before.
 */
export function findKeyEras(
  leaves: readonly LogLeaf[],
  known: {
    /** The newest identity. */
    readonly station: Sha256Digest;
    readonly logKeys: ReadonlySet<Sha256Digest>;
    /** Who signed the newest checkpoint: in force throughout a log without a rotation. */
    readonly newestSigner: Sha256Digest | undefined;
    readonly links: readonly LogKeyLink[];
  },
  report: (code: LogFindingCode, subject: string, message: string) => void,
): readonly KeyEra[] {
  let { station } = known;
  let logKey = findNewestLogKey(leaves, known);
  const eras: KeyEra[] = [];
  let era: KeyEra = { station, logKey };
  for (const { entry, origin, seq } of leaves.toReversed()) {
    eras.push(era);
    const rotation = readRotation(entry);
    if (rotation === undefined) {
      if (entry?.type === 'key.rotated') report('line-invalid', `${origin} entry ${seq}`, 'A rotation that does not name its keys');
      continue;
    }
    const { key, next, purpose } = rotation;
    const inForce = purpose === 'identity' ? station : purpose === 'log' ? logKey : undefined;
    const subject = `${origin} entry ${seq}`;
    if (key === inForce) report('key-link-missing', subject, `The ${purpose} key that was rotated away here is used after it`);
    // Rotations of other keys of the vault stand in its log too.
    if (next !== inForce || key === next) continue;
    const link = known.links.find((one) => one.purpose === purpose && one.from === key && one.to === next);
    if (link === undefined) report('key-link-missing', subject, `No link signed by ${key} says that ${next} follows it`);
    else if (entry?.digest !== link.digest) report('key-link-missing', subject, 'It was logged with another link');
    if (purpose === 'identity') station = key;
    else logKey = key;
    era = { station, logKey };
  }
  return eras.toReversed();
}

function findNewestLogKey(
  leaves: readonly LogLeaf[],
  known: { readonly logKeys: ReadonlySet<Sha256Digest>; readonly newestSigner: Sha256Digest | undefined },
): Sha256Digest | undefined {
  const rotation = leaves.map(({ entry }) => readRotation(entry)).findLast((one) => one?.purpose === 'log' && known.logKeys.has(one.next));
  return rotation?.next ?? known.newestSigner;
}
