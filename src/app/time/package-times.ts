import { parseEntryLine, type CustodyEntry } from '../../core/custody/entry.ts';
import { isExhibitEnd } from '../../core/custody/event-types.ts';
import { sha256DigestOf, type Hashing, type Sha256Digest } from '../../core/digest/digest.ts';
import { toUtf8 } from '../../core/digest/encoding.ts';
import { packageEndSchema, packageExportedSchema } from '../../core/package/export-entry.ts';
import type { GeneratedFile } from '../../core/package/package-log.ts';
import { PROFILE_RULES, type Profile } from '../../core/package/profiles.ts';
import { buildSupplement, nameSupplement, type LaterToken } from '../../core/package/supplement/build-supplement.ts';
import { PACKAGE_LANGUAGES, type PackageLanguage } from '../../core/package/report-input.ts';
import type { CaseReader, Checkpoint } from '../../core/ports.ts';
import type { TokenRow, TokenTarget } from '../../core/token-ports.ts';

/** A package of a case with a custody log in it, and the time stamps over its seal and over the checkpoints that it holds. */
export interface PackageTimes {
  readonly package: string;
  readonly profile: Profile;
  /** Of its report and README; absent: made before the log said it. */
  readonly language?: PackageLanguage;
  /** As this station claims. */
  readonly sealedAt: string;
  /** SHA-256 of `seal/seal.dsse.json`. */
  readonly seal: Sha256Digest;
  /** The newest checkpoint that it holds. */
  readonly checkpoint: Checkpoint;
  /** Requests over its seal. */
  readonly ofSeal: readonly TokenRow[];
  /** Requests over checkpoints in it that cover all exhibits which had ended. */
  readonly ofLog: readonly TokenRow[];
  /** Granted ones of both, one over the log by each authority, that came when it was sealed already: it does not hold them. */
  readonly later: readonly TokenRow[];
}

type Reader = Pick<CaseReader, 'readLog' | 'readTexts' | 'readCheckpoints' | 'listTokenRows'>;

interface Started {
  readonly profile: Profile;
  readonly language?: PackageLanguage;
  readonly origin: string;
  readonly seq: number;
  /** How far its segment must be covered. */
  readonly covered: number;
}

/** The packages that this station sealed, oldest first. Those without a custody log are left out: nobody is asked to stamp them. */
export function listPackageTimes(reader: Reader): readonly PackageTimes[] {
  // The path of a package stands in no package: a case that was continued has entries of another station's exports.
  const own = new Set(reader.readTexts().flatMap(({ name, origin, seq }) => (name === 'destination' ? [`${origin} ${seq}`] : [])));
  const started = new Map<string, Started>();
  const sealed: { readonly id: string; readonly entry: CustodyEntry; readonly at: number }[] = [];
  const stampedAt = new Map<string, number>();
  const ends = new Map<string, number>();
  for (const [at, { origin, seq, line }] of reader.readLog().entries()) {
    if (!/"type":"(?:package\.(?:exported|sealed)|checkpoint\.timestamped|file\.added|capture\.[a-z]+)"\}$/.test(line)) continue;
    const entry = parseEntryLine(line);
    if (isExhibitEnd(entry.type)) ends.set(origin, seq + 1);
    const { token } = entry.details;
    if (entry.type === 'checkpoint.timestamped' && typeof token === 'string') stampedAt.set(token, at);
    if (entry.type === 'package.exported' && own.has(`${origin} ${seq}`)) {
      const { package: id, profile, reducedFrom } = packageExportedSchema.safeParse(entry.details).data ?? {};
      if (id === undefined || profile === undefined || reducedFrom !== undefined || !PROFILE_RULES[profile].parts.includes('time'))
        continue;
      const language = PACKAGE_LANGUAGES.find((known) => known === entry.details['language']);
      started.set(id, { profile, origin, seq, covered: ends.get(origin) ?? 1, ...(language === undefined ? {} : { language }) });
    }
    const ended = entry.type === 'package.sealed' ? packageEndSchema.safeParse(entry.details).data?.package : undefined;
    if (ended !== undefined) sealed.push({ id: ended, entry, at });
  }
  const checkpoints = new Map(reader.readCheckpoints().map((one) => [`${one.origin}/${one.size}`, one]));
  const rows = reader.listTokenRows();
  return sealed.flatMap(({ id, entry, at }) => {
    const start = started.get(id);
    const checkpoint = start === undefined ? undefined : checkpoints.get(`${start.origin}/${start.seq + 1}`);
    if (start === undefined || checkpoint === undefined || entry.digest === undefined) return [];
    const ofSeal = rows.filter(({ subject, ref }) => subject === 'seal' && ref === id);
    const ofLog = rows.filter(({ subject, ref }) => subject === 'checkpoint' && isWithin(ref, start));
    const later = [...ofSeal, ...ofLog].filter((row) => row.state === 'granted' && (stampedAt.get(row.id) ?? 0) > at);
    return [
      {
        package: id,
        profile: start.profile,
        ...(start.language === undefined ? {} : { language: start.language }),
        sealedAt: entry.time,
        seal: entry.digest,
        checkpoint,
        ofSeal,
        ofLog,
        later: pickFirst(later),
      },
    ];
  });
}

/** How the seal of a package stands with authorities: `none` when nobody was asked. */
export interface SealTime {
  readonly state: TokenRow['state'] | 'none';
  /** The earliest time by the clock of an authority. */
  readonly genTime?: string;
}

export function describeSealTime({ ofSeal }: PackageTimes): SealTime {
  const [first] = ofSeal.flatMap(({ state, genTime }) => (state === 'granted' && genTime !== undefined ? [genTime] : [])).toSorted();
  if (first !== undefined) return { state: 'granted', genTime: first };
  return { state: ofSeal.some(({ state }) => state === 'pending') ? 'pending' : (ofSeal[0]?.state ?? 'none') };
}

/** Of several checkpoints that an authority has stamped the earliest says all. */
function pickFirst(later: readonly TokenRow[]): readonly TokenRow[] {
  const kept = new Map<string, TokenRow>();
  for (const row of later) {
    const key = `${row.subject} ${row.authority}`;
    const known = kept.get(key);
    if (known === undefined || sizeOf(row.ref) < sizeOf(known.ref)) kept.set(key, row);
  }
  return [...kept.values()];
}

const sizeOf = (ref: string): number => Number(ref.slice(ref.lastIndexOf('/') + 1));

function isWithin(ref: string, { origin, seq, covered }: Started): boolean {
  const size = sizeOf(ref);
  return ref.startsWith(`${origin}/`) && size >= covered && size <= seq + 1;
}

/** What of a package nobody has confirmed and this authority was not asked for. */
export function listOwed(hashing: Pick<Hashing, 'sha256'>, made: PackageTimes, authority: string): readonly TokenTarget[] {
  const isOwed = (rows: readonly TokenRow[]): boolean => !rows.some((row) => row.state === 'granted' || row.authority === authority);
  return [
    ...(isOwed(made.ofLog) ? [targetOfCheckpoint(hashing, made.checkpoint)] : []),
    ...(isOwed(made.ofSeal) ? [{ subject: 'seal', ref: made.package, sha256: made.seal } as const] : []),
  ];
}

/** The note as it lies in packages. */
export function targetOfCheckpoint(hashing: Pick<Hashing, 'sha256'>, { origin, size, note }: Checkpoint): TokenTarget {
  return { subject: 'checkpoint', ref: `${origin}/${size}`, sha256: sha256DigestOf(hashing.sha256(toUtf8(note))) };
}

/** What a receiver of a package still lacks. */
export interface Supplement {
  readonly package: string;
  readonly name: string;
  /** Time of its newest token, by the authority's clock. */
  readonly createdAt: string;
  readonly files: readonly GeneratedFile[];
}

/** The tokens that came after a package was sealed, with the text that goes with them; undefined when none did. Throws `input-unreadable` when one is none. */
export function makeSupplement(
  hashing: Pick<Hashing, 'sha256'>,
  reader: Pick<CaseReader, 'findTokenTarget'>,
  made: PackageTimes,
  readMe: string,
): Supplement | undefined {
  const tokens = made.later.flatMap(({ id, subject, authority, request, response }): LaterToken[] => {
    const target = reader.findTokenTarget(id);
    if (target === undefined || response === undefined || subject === 'session') return [];
    return [{ of: subject, subject: target.sha256, authority, request, response }];
  });
  const newest = made.later.flatMap(({ genTime }) => (genTime === undefined ? [] : [genTime])).toSorted();
  const createdAt = newest.at(-1);
  if (tokens.length === 0 || createdAt === undefined) return undefined;
  const files = buildSupplement(hashing, { package: made.package, tokens, readMe });
  return { package: made.package, name: nameSupplement(made.package), createdAt, files };
}
