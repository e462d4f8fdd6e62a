import type { UtcTime } from '../clock.ts';
import { parseCheckpointNote } from '../custody/checkpoint.ts';
import { sha256DigestOf, type Hashing, type Sha256Digest } from '../digest/digest.ts';
import { parseUtf8, toHex, toUtf8 } from '../digest/encoding.ts';
import { buildPemCertificate } from '../timestamp/pem.ts';
import { readTimestampResponse } from '../timestamp/read-response.ts';
import type { StoredToken } from '../timestamp/stored-token.ts';
import type { GeneratedFile } from './package-log.ts';
import { buildTimeReadMe } from './read-me-time.ts';
import { chainPath, subjectPath, TIME_PATHS, tokenPath } from './time-paths.ts';

/** A token of a package, for those who write of it: what it says, verified when it came. */
export interface PackageStamp {
  readonly authority: string;
  /** SHA-256 of the response: records name it. */
  readonly digest: Sha256Digest;
  readonly of:
    | { readonly kind: 'checkpoint'; readonly origin: string; readonly size: number }
    | { readonly kind: 'session'; readonly startedEntry: Sha256Digest };
  readonly earliest: UtcTime;
  readonly latest: UtcTime;
}

export interface PackageTime {
  readonly files: readonly GeneratedFile[];
  readonly stamps: readonly PackageStamp[];
}

/**
 * The files of `data/time/`: tokens over checkpoints and starts of sessions that the package shows, and requests that have not been answered. Empty
 * when there is none. Throws `input-unreadable` when a stored response is none.
 */
export function buildTimeFiles(
  hashing: Pick<Hashing, 'sha256'>,
  input: {
    readonly tokens: readonly StoredToken[];
    /** Notes that the package holds. */
    readonly notes: readonly string[];
    /** Lines of the log that it shows. */
    readonly lines: readonly string[];
  },
): PackageTime {
  const shown = new Set([...input.notes, ...input.lines].map((text) => hexOfBytes(hashing, toUtf8(text))));
  const files = new Map<string, Uint8Array>();
  const stamps: PackageStamp[] = [];
  const authorities = new Set<string>();
  const chains = new Map<string, Map<string, Uint8Array>>();
  for (const { subject, subjectBytes, authority, state, request, response } of input.tokens) {
    // One over a withheld line would show it; a refusal is no time stamp.
    if (subject === 'seal' || state === 'refused' || !shown.has(hexOfBytes(hashing, subjectBytes))) continue;
    const sha256 = sha256DigestOf(hashing.sha256(subjectBytes));
    authorities.add(authority);
    files.set(subjectPath(sha256, subject === 'checkpoint' ? 'note' : 'entry'), subjectBytes);
    const isAnswered = state === 'granted' && response !== undefined;
    // Asked twice, answered once: the pair that belongs together stays.
    if (!isAnswered && files.has(tokenPath(sha256, authority, 'tsr'))) continue;
    files.set(tokenPath(sha256, authority, 'tsq'), request);
    if (!isAnswered) continue;
    files.set(tokenPath(sha256, authority, 'tsr'), response);
    const { certificates, earliest = '', latest = '' } = readTimestampResponse(response);
    const chain = chains.get(authority) ?? new Map<string, Uint8Array>();
    for (const der of certificates) chain.set(hexOfBytes(hashing, der), der);
    chains.set(authority, chain);
    const digest = sha256DigestOf(hashing.sha256(response));
    stamps.push({ authority, digest, of: describe(subject, subjectBytes, sha256), earliest, latest });
  }
  for (const [authority, chain] of chains) {
    if (chain.size > 0) files.set(chainPath(authority), toUtf8([...chain.values()].map(buildPemCertificate).join('')));
  }
  if (files.size > 0) files.set(TIME_PATHS.readMe, toUtf8(buildTimeReadMe(hashing, [...authorities].toSorted())));
  return { files: [...files].map(([path, bytes]) => ({ path, bytes })), stamps };
}

function describe(subject: 'checkpoint' | 'session', bytes: Uint8Array, sha256: Sha256Digest): PackageStamp['of'] {
  if (subject === 'session') return { kind: 'session', startedEntry: sha256 };
  const { origin, size } = parseCheckpointNote(parseUtf8(bytes));
  return { kind: 'checkpoint', origin, size };
}

function hexOfBytes(hashing: Pick<Hashing, 'sha256'>, bytes: Uint8Array): string {
  return toHex(hashing.sha256(bytes));
}

/** Between which times an exhibit was recorded, by the tokens of the package: the later of what came before it, the earlier of what came after. */
export function findBracket(
  stamps: readonly PackageStamp[],
  exhibit: {
    /** Place of the entry that ended it. */
    readonly end?: { readonly origin: string; readonly seq: number } | undefined;
    /** Token over the start of its session that its record names. */
    readonly tokenDigest?: Sha256Digest | undefined;
  },
): { readonly notBefore?: UtcTime; readonly notAfter?: UtcTime } {
  const { end, tokenDigest } = exhibit;
  const lower = stamps.find(({ of, digest }) => of.kind === 'session' && digest === tokenDigest);
  const over = stamps.filter(({ of }) => of.kind === 'checkpoint' && end !== undefined && of.origin === end.origin && of.size > end.seq);
  const [upper] = over.toSorted((a, b) => (a.latest < b.latest ? -1 : 1));
  return { ...(lower === undefined ? {} : { notBefore: lower.earliest }), ...(upper === undefined ? {} : { notAfter: upper.latest }) };
}
