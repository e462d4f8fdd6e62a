import { openCheckpointNote } from '../../custody/checkpoint.ts';
import { hashLeaf } from '../../custody/merkle.ts';
import type { Sha256Digest } from '../../digest/digest.ts';
import { isSameBytes, parseUtf8 } from '../../digest/encoding.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import type { AnySeal } from '../seal-statement.ts';
import { bracketExhibits, MAX_CLOCK_ERROR_MS } from './bracket-exhibits.ts';
import type { CheckedLog } from './check-custody.ts';
import type { RecordedSession } from './check-exhibit.ts';
import type { ReadSeal } from './check-seal.ts';
import { messageOf } from './message-of.ts';
import type { StampedFile, TimeParts } from './read-time.ts';
import type { Stamps } from './verify-tokens.ts';

/** What was stamped, found in the log that was verified. */
export type StampedSubject =
  | { readonly kind: 'checkpoint'; readonly origin: string; readonly size: number }
  | { readonly kind: 'session'; readonly startedEntry: Sha256Digest };

export interface CheckTimeParts extends TimeParts {
  readonly seal: ReadSeal;
  readonly log: CheckedLog | undefined;
  /** Of each exhibit, as its record says. */
  readonly sessions: ReadonlyMap<string, RecordedSession>;
  readonly stamps: Stamps;
}

/** Step 12 (package.md, "Time"): what was stamped is of this package, and every exhibit and the seal lie between the stamps that bound them. */
export function checkTime(parts: CheckTimeParts): void {
  const { collector, seal, log, sessions, stamps } = parts;
  const places = findPlaces(parts);
  checkLoggedTokens(parts);
  checkSealTime(parts);
  checkSealFollows(parts);
  const isStamped = [...stamps.stamps.map(({ subject }) => subject), ...stamps.pending, ...stamps.unknown].some(({ of }) => of !== 'seal');
  if (isStamped) bracketExhibits({ collector, log, sessions, stamps, places, package: seal.statement.package });
  else if (!['time-contradiction', 'token-missing', 'token-wrong', 'token-subject-wrong'].some((code) => hasCode(parts, code)))
    collector.finding('time-not-checked', seal.statement.package, 'No time stamp was checked: all times are claims of the station');
}

function hasCode({ collector }: CheckTimeParts, code: string): boolean {
  return collector.findings.some((finding) => finding.code === code);
}

/** Where in the log each stamped file stands. What stands nowhere was never stamped for this package, whatever its token says. */
function findPlaces(parts: CheckTimeParts): ReadonlyMap<Sha256Digest, StampedSubject> {
  const { collector, log, stamps } = parts;
  const places = new Map<Sha256Digest, StampedSubject>();
  const files = new Map(
    [...stamps.stamps.map(({ subject }) => subject), ...stamps.pending, ...stamps.unknown].map((file) => [file.path, file]),
  );
  for (const file of files.values()) {
    if (file.of === 'seal' || log === undefined) continue;
    try {
      const place = file.of === 'note' ? findCheckpoint(parts, log, file) : findSession(parts, log, file);
      if (place !== undefined) places.set(file.sha256, place);
      else
        collector.finding(
          'token-subject-wrong',
          file.path,
          `It is no ${file.of === 'note' ? 'checkpoint' : 'start of a session'} of the log in this package`,
        );
    } catch (error) {
      collector.finding('token-subject-wrong', file.path, messageOf(error));
    }
  }
  return places;
}

/** A log key signed it, and its root is the one that the log has at its size: the log has not been rewritten since. */
function findCheckpoint({ ports }: CheckTimeParts, log: CheckedLog, { bytes }: StampedFile): StampedSubject | undefined {
  const note = parseUtf8(bytes);
  for (const key of log.logKeys) {
    try {
      const { origin, size, root } = openCheckpointNote(ports, note, key);
      if (log.report.roots.get(origin)?.[size] === root) return { kind: 'checkpoint', origin, size };
    } catch (error) {
      messageOf(error); // Not by this key; a fault of ours is thrown on.
    }
  }
  return undefined;
}

function findSession({ ports }: CheckTimeParts, log: CheckedLog, { bytes, sha256 }: StampedFile): StampedSubject | undefined {
  const leafHash = hashLeaf(ports.hashing, bytes);
  const leaf = log.report.leaves.find((one) => one.entry?.type === 'session.started' && isSameBytes(one.leafHash, leafHash));
  return leaf === undefined ? undefined : { kind: 'session', startedEntry: sha256 };
}

/** Every token that the log tells of is here: one that was left out would have bounded something. */
function checkLoggedTokens({ collector, bag, log }: CheckTimeParts): void {
  const here = new Set([...bag.files.values()].map(({ sha256 }) => sha256));
  for (const { origin, seq, entry } of log?.report.leaves ?? []) {
    if (entry?.type !== 'checkpoint.timestamped' || entry.digest === undefined || here.has(entry.digest)) continue;
    // Over the seal of an earlier package: that one has it.
    if (entry.details['subject'] === 'seal') continue;
    collector.finding('token-missing', `${origin} entry ${seq}`, 'The log tells of a time stamp that is not in the package');
  }
}

/** The seal is over the tokens that the package holds: it was made after each of them, and cannot claim to be older. */
function checkSealFollows({ collector, seal, stamps: { stamps } }: CheckTimeParts): void {
  const [last] = stamps
    .filter(({ subject, isSupplied }) => subject.of !== 'seal' && !isSupplied)
    .toSorted((a, b) => Date.parse(b.earliest) - Date.parse(a.earliest));
  const { createdAt } = seal.statement;
  if (last === undefined || Date.parse(last.earliest) <= Date.parse(createdAt) + MAX_CLOCK_ERROR_MS) return;
  const message = `The package claims to be made at ${createdAt}, and holds a time stamp that was made not before ${last.earliest}`;
  collector.finding('time-contradiction', PACKAGE_PATHS.seal, message);
}

/** Tokens over the seal say until when the package was made at the latest. */
export function checkSealTime({
  collector,
  seal,
  stamps: { stamps, pending },
}: Pick<CheckTimeParts, 'collector' | 'stamps'> & { readonly seal: ReadSeal<AnySeal> }): void {
  const path = PACKAGE_PATHS.seal;
  const [first] = stamps.filter(({ subject }) => subject.of === 'seal').toSorted((a, b) => (a.latest < b.latest ? -1 : 1));
  if (first === undefined) {
    if (pending.some(({ of }) => of === 'seal'))
      collector.note(
        'time',
        'seal-token-pending',
        path,
        'A time stamp over the seal was asked for, and had not come when the package was made',
      );
    return;
  }
  collector.note('time', 'seal-stamped', path, `The seal was there not after ${first.latest}, by ${first.authority}`);
  const { createdAt } = seal.statement;
  if (Date.parse(createdAt) <= Date.parse(first.latest) + MAX_CLOCK_ERROR_MS) return;
  const message = `The package claims to be made at ${createdAt}, and its seal was stamped not after ${first.latest}`;
  collector.finding('time-contradiction', path, message);
}
