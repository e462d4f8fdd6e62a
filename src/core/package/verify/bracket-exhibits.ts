import type { UtcTime } from '../../clock.ts';
import type { VerdictExhibit } from '../verdict.ts';
import type { CheckedLog, Leaf } from './check-custody.ts';
import type { RecordedSession } from './check-exhibit.ts';
import type { Sha256Digest } from '../../digest/digest.ts';
import type { StampedSubject } from './check-time.ts';
import type { StampedFile } from './read-time.ts';
import type { Stamp, Stamps } from './verify-tokens.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** A station whose clock is off by more than this claims another time than it has. */
export const MAX_CLOCK_ERROR_MS = 5 * 60 * 1000;
/** What lies longer between the claimed end and its time stamp is not confirmed to the day. */
const MAX_LAG_MS = 24 * 60 * 60 * 1000;

interface BracketParts {
  readonly collector: VerdictCollector;
  readonly log: CheckedLog | undefined;
  readonly sessions: ReadonlyMap<string, RecordedSession>;
  readonly stamps: Stamps;
  /** Of stamped files, by their digest. */
  readonly places: ReadonlyMap<Sha256Digest, StampedSubject>;
  /** Id of the package. */
  readonly package: string;
}

/** Puts between its bounds each exhibit that the verdict names: recorded not before T1, not after T2, claimed T. */
export function bracketExhibits(parts: BracketParts): void {
  const { collector, log, sessions } = parts;
  let unbounded = 0;
  for (const [index, exhibit] of collector.exhibits.entries()) {
    const end = log?.captures.get(exhibit.exhibit)?.end;
    const lower = findLower(parts, exhibit.exhibit, sessions.get(exhibit.exhibit));
    const upper = end === undefined ? undefined : findUpper(parts, exhibit.exhibit, end);
    const bounded: VerdictExhibit = {
      ...exhibit,
      ...(lower === undefined ? {} : { notBefore: lower.earliest }),
      ...(upper === undefined ? {} : { notAfter: upper.latest }),
    };
    collector.exhibits[index] = bounded;
    if (lower === undefined) unbounded += 1;
    checkClaims(collector, bounded, end?.entry.time);
  }
  if (unbounded > 0) {
    const message = `${unbounded} of ${collector.exhibits.length} exhibits have no lower bound: no time stamp from before them is named in their record`;
    collector.note('time', 'no-lower-bound', parts.package, message);
  }
}

/** The token that the record names: it was there before the record. */
function findLower({ collector, stamps, places }: BracketParts, exhibit: string, session: RecordedSession | undefined): Stamp | undefined {
  if (session?.tokenDigest === undefined) return undefined;
  const { tokenDigest, startedEntry } = session;
  const isStart = ({ sha256 }: StampedFile): boolean => sha256 === startedEntry && places.get(sha256)?.kind === 'session';
  const stamp = stamps.stamps.find(({ digest }) => digest === tokenDigest);
  if (stamp !== undefined && isStart(stamp.subject)) return stamp;
  if (stamp !== undefined)
    collector.finding('token-subject-wrong', exhibit, 'Its record names a time stamp over something else than the start of its session');
  else if (!stamps.unknown.some(isStart))
    collector.finding('token-missing', exhibit, 'Its record names a time stamp that is not in the package, or that is wrong');
  return undefined;
}

/** The earliest token over a checkpoint that covers the entry which ended the exhibit. */
function findUpper(parts: BracketParts, exhibit: string, end: Leaf): Stamp | undefined {
  const { collector, stamps, places } = parts;
  const isOver = ({ sha256 }: StampedFile): boolean => isCovered(parts, places.get(sha256), end);
  const over = stamps.stamps.filter(({ subject }) => isOver(subject));
  const [first] = over.toSorted((a, b) => (a.latest < b.latest ? -1 : 1));
  if (first !== undefined) return first;
  if (stamps.pending.some(isOver))
    collector.finding('token-pending', exhibit, 'A time stamp over it was asked for, and had not come when the package was made');
  else if (!stamps.unknown.some(isOver))
    collector.finding('time-not-checked', exhibit, 'No time stamp that verified covers it: its times are claims of the station');
  return undefined;
}

/** A checkpoint covers the entries before it, and, once its segment has joined those before, them too (their own verification compared them). */
function isCovered({ log }: BracketParts, place: StampedSubject | undefined, end: Leaf): boolean {
  if (place?.kind !== 'checkpoint' || log === undefined) return false;
  if (place.origin === end.origin) return place.size > end.seq;
  const origins = log.report.heads.map(({ origin }) => origin);
  const between = origins.slice(origins.indexOf(end.origin) + 1, origins.indexOf(place.origin) + 1);
  return (
    between.length > 0 &&
    between.every((origin) =>
      log.report.leaves.some(
        (leaf) => leaf.origin === origin && leaf.entry?.type === 'segment.joined' && (origin !== place.origin || leaf.seq < place.size),
      ),
    )
  );
}

/** The station's claims lie between the bounds: those of a clock that is a little off are told, others contradict. */
function checkClaims(
  collector: VerdictCollector,
  { exhibit, claimed, notBefore, notAfter }: VerdictExhibit,
  endedAt: UtcTime | undefined,
): void {
  if (notBefore !== undefined && notAfter !== undefined && notBefore > notAfter) {
    collector.finding(
      'time-contradiction',
      exhibit,
      `By its time stamps it was recorded not before ${notBefore} and not after ${notAfter}`,
    );
  }
  if (notBefore !== undefined)
    tell(Date.parse(notBefore) - Date.parse(claimed), `It claims ${claimed}, and was recorded not before ${notBefore}`);
  const last = endedAt === undefined || endedAt < claimed ? claimed : endedAt;
  if (notAfter === undefined) return;
  tell(Date.parse(last) - Date.parse(notAfter), `It claims ${last}, and was recorded not after ${notAfter}`);
  if (Date.parse(notAfter) - Date.parse(last) > MAX_LAG_MS) {
    const message = `Its claimed end ${last} lies more than 24 hours before the time stamp (not after ${notAfter}): in between, the time is a claim of the station`;
    collector.finding('time-lag', exhibit, message);
  }

  function tell(offMs: number, message: string): void {
    if (offMs > MAX_CLOCK_ERROR_MS) collector.finding('time-contradiction', exhibit, message);
    else if (offMs > 0)
      collector.note(
        'time',
        'clock-off',
        exhibit,
        `${message}: the clock of the station was off by ${(offMs / 1000).toFixed(1)} s or more`,
      );
  }
}
