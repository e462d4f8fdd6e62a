import { parseEntryLine } from '../../core/custody/entry.ts';
import { readRotation, type LogKeyLink } from '../../core/custody/key-eras.ts';
import type { Hashing, Sha256Digest } from '../../core/digest/digest.ts';
import { isPugmarkError, PugmarkError } from '../../core/errors.ts';
import type { Signer } from '../../core/ports.ts';
import { fingerprintOf } from '../../core/signing/public-key.ts';
import type { Database } from '../database.ts';

/** Keys under which a log was last written. */
export interface KeysInForce {
  readonly station: Sha256Digest;
  readonly logKey: Sha256Digest;
}

/** Where its newest entry and signature are not by the keys of the vault; undefined where they are, or where there are none. */
export function findBehind(
  db: Database,
  vault: {
    readonly environment: { readonly cryptography: { readonly hashing: Pick<Hashing, 'sha256'> } };
    readonly practice: boolean;
    readonly station: Sha256Digest;
    readonly signer: Signer;
  },
): KeysInForce | undefined {
  const current = fingerprintOf(vault.environment.cryptography.hashing, vault.signer.publicKey);
  const station = readNewestStation(db) ?? vault.station;
  const logKey = readLogKey(db, vault.practice) ?? current;
  return station === vault.station && logKey === current ? undefined : { station, logKey };
}

/** The identity that the newest entry names. Undefined in an empty log, or when that entry cannot be read. */
export function readNewestStation(db: Database): Sha256Digest | undefined {
  const newest = db
    .prepare<[], { line: string }>(
      `SELECT e.line FROM entries e JOIN segments s ON s.origin = e.origin
       WHERE s.kind = 'own' ORDER BY s.ordinal DESC, e.seq DESC LIMIT 1`,
    )
    .get();
  try {
    return newest === undefined ? undefined : parseEntryLine(newest.line).station;
  } catch (error) {
    if (isPugmarkError(error)) return undefined;
    throw error;
  }
}

/** The log key that the newest `key.rotated` names; in a log without one, that of the newest checkpoint. */
function readLogKey(db: Database, practice: boolean): Sha256Digest | undefined {
  const rotations = db
    .prepare<[], { line: string }>(
      `SELECT e.line FROM entries e JOIN segments s ON s.origin = e.origin
       WHERE s.kind = 'own' AND instr(e.line, '"type":"key.rotated"') > 0 ORDER BY s.ordinal DESC, e.seq DESC`,
    )
    .all();
  for (const { line } of rotations) {
    const entry = parseEntryLine(line);
    const rotation = readRotation(entry);
    // The vault's log has those of practice too, and of other purposes.
    if (rotation?.purpose === 'log' && entry.details['practice'] === practice) return rotation.next;
  }
  return db
    .prepare<[], { key_id: Sha256Digest }>(
      `SELECT c.key_id FROM checkpoints c JOIN segments s ON s.origin = c.origin
       WHERE s.kind = 'own' ORDER BY s.ordinal DESC, c.size DESC LIMIT 1`,
    )
    .get()?.key_id;
}

/** Links that lead from one key to another, in order; none when it is the same. Throws `log-inconsistent` when none lead there. */
export function findKeyPath(
  links: readonly LogKeyLink[],
  purpose: 'identity' | 'log',
  from: Sha256Digest,
  to: Sha256Digest,
): readonly LogKeyLink[] {
  const path: LogKeyLink[] = [];
  for (let at = from; at !== to;) {
    const link = links.find((one) => one.purpose === purpose && one.from === at);
    if (link === undefined || path.includes(link)) {
      throw new PugmarkError(
        'log-inconsistent',
        `A custody log was last written under the ${purpose} key ${at}, which this copy of the vault does not lead on from; open the newer copy`,
      );
    }
    path.push(link);
    at = link.to;
  }
  return path;
}
