import { openCheckpointNote } from '../../custody/checkpoint.ts';
import type { CustodyEntry } from '../../custody/entry.ts';
import type { LogLeaf, LogReport } from '../../custody/log-report.ts';
import { verifyCustodyLog } from '../../custody/verify-log.ts';
import type { Sha256Digest } from '../../digest/digest.ts';
import { sha256DigestOf } from '../../digest/digest.ts';
import { toUtf8 } from '../../digest/encoding.ts';
import { isPugmarkError } from '../../errors.ts';
import type { ExhibitNumber } from '../../ids.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import type { PackageSeal } from '../seal-statement.ts';
import type { CheckedBag, VerifyPorts } from './checked-bag.ts';
import type { CertifiedKeys } from './check-keys.ts';
import type { ReadSeal } from './check-seal.ts';
import { isNoteDiscounted, type VerifiedStamps } from './check-authorship.ts';
import { readCustody } from './read-custody.ts';
import type { VerdictCollector } from './verdict-collector.ts';

export type Leaf = LogLeaf & { readonly entry: CustodyEntry };

/** What the log says of one capture, as far as its entries are shown; of a received file one entry is start and end. */
export interface LoggedCapture {
  readonly start?: Leaf;
  readonly end?: Leaf;
}

/** The custody log of the package, verified. */
export interface CheckedLog {
  readonly report: LogReport;
  readonly logKeys: readonly Uint8Array[];
  /** The identity of the station, and those that link to it. */
  readonly stations: ReadonlySet<Sha256Digest>;
  readonly captures: ReadonlyMap<ExhibitNumber, LoggedCapture>;
  /** SHA-256 of the line of every `session.started`, by session. */
  readonly sessions: ReadonlyMap<string, Sha256Digest>;
  /** Leaves of which only the hash is here. */
  readonly withheld: number;
}

/** Step 8 (package.md, "Custody"): the log holds together, and its newest state is the one that was sealed. */
export async function checkCustody(
  collector: VerdictCollector,
  ports: VerifyPorts,
  bag: CheckedBag,
  seal: ReadSeal,
  keys: CertifiedKeys,
  stamps: VerifiedStamps,
): Promise<CheckedLog | undefined> {
  const logKeys = keys.certificates.filter(({ purpose }) => purpose === 'log').map(({ publicKey }) => publicKey);
  if (logKeys.length === 0) collector.finding('log-key-missing', PACKAGE_PATHS.keys, 'No key of the station is certified for logs here');
  const custody = await readCustody(collector, bag);
  if (custody === undefined) return undefined;
  const { statement } = seal;
  const report = verifyCustodyLog(ports, custody.segments, {
    subject: statement.case.id,
    station: statement.station,
    logKeys,
    links: keys.links,
    isDiscounted: isNoteDiscounted(ports.hashing, keys, stamps),
  });
  for (const subject of report.uncounted)
    collector.note('custody', 'checkpoint-not-counted', subject, 'Its log key is revoked, and no time stamp shows that it is older');
  for (const { code, subject, message } of report.findings) collector.finding(code, subject, message);
  checkSealedCheckpoint(collector, ports, { seal, report, note: custody.newestNote, logKeys });
  for (const { exhibit } of report.open) collector.note('custody', 'attempt-open', exhibit, 'The log has its start and no end of it');
  for (const { first, last } of report.skipped) {
    collector.note('custody', 'numbers-skipped', first, `${first} to ${last} were given out in a copy of the case that was lost`);
  }
  const captures = listCaptures(report);
  for (const [exhibit, { end }] of captures) {
    if (end !== undefined && end.entry.type !== 'capture.sealed' && end.entry.type !== 'file.added')
      collector.note('custody', 'attempt-failed', exhibit, `It ended as ${end.entry.type}`);
  }
  const lines = new Map(custody.segments.map(({ origin, lines: ofSegment }) => [origin, ofSegment]));
  const sessions = new Map<string, Sha256Digest>();
  for (const { origin, seq, entry } of report.leaves) {
    const session = entry?.type === 'session.started' ? entry.details['session'] : undefined;
    if (typeof session === 'string') sessions.set(session, sha256DigestOf(ports.hashing.sha256(toUtf8(lines.get(origin)?.[seq] ?? ''))));
  }
  const stations = new Set([statement.station, ...keys.earlierIdentities.map(({ keyId }) => keyId)]);
  return { report, logKeys, stations, captures, sessions, withheld: report.leaves.filter(({ entry }) => entry === undefined).length };
}

/** Under which identity of the station an exhibit was made: it may have been rotated since. */
export function stationOf(seal: PackageSeal, log: CheckedLog | undefined, end: Leaf | undefined): Sha256Digest {
  const station = end?.entry.station;
  return station !== undefined && log?.stations.has(station) === true ? station : seal.station;
}

function checkSealedCheckpoint(
  collector: VerdictCollector,
  ports: VerifyPorts,
  parts: {
    readonly seal: ReadSeal;
    readonly report: LogReport;
    readonly note: string | undefined;
    readonly logKeys: readonly Uint8Array[];
  },
): void {
  const sealed = parts.seal.statement.checkpoint;
  const differs = (subject: string, message: string): void => collector.finding('sealed-checkpoint-differs', subject, message);
  const newest = parts.report.heads.at(-1);
  if (newest?.origin !== sealed.origin || newest.size !== sealed.size || newest.root !== sealed.root)
    differs(PACKAGE_PATHS.log, 'The log in the package is not in the state that was sealed');
  const { note } = parts;
  if (note === undefined) return; // Reported already.
  const heads = parts.logKeys.flatMap((key) => {
    try {
      return [openCheckpointNote(ports, note, key)];
    } catch (error) {
      if (isPugmarkError(error, 'note-invalid')) return [];
      throw error;
    }
  });
  const [head] = heads;
  if (head === undefined)
    collector.finding('checkpoint-signature', PACKAGE_PATHS.checkpoint, 'It is not signed by a log key of the station');
  else if (head.origin !== sealed.origin || head.size !== sealed.size || head.root !== sealed.root)
    differs(PACKAGE_PATHS.checkpoint, 'It is not the checkpoint that was sealed');
}

function listCaptures(report: LogReport): ReadonlyMap<ExhibitNumber, LoggedCapture> {
  const captures = new Map<ExhibitNumber, LoggedCapture>();
  for (const { entry, ...leaf } of report.leaves) {
    if (entry?.exhibit === undefined) continue;
    const known = captures.get(entry.exhibit) ?? {};
    if (entry.type === 'file.added') {
      const both = { ...leaf, entry };
      captures.set(entry.exhibit, { start: known.start ?? both, end: known.end ?? both });
    }
    if (!entry.type.startsWith('capture.')) continue;
    const side = entry.type === 'capture.started' ? 'start' : 'end';
    // A second start or end is reported by the log's own verification; the first one counts.
    if (known[side] === undefined) captures.set(entry.exhibit, { ...known, [side]: { ...leaf, entry } });
  }
  return captures;
}
