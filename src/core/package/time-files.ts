import type { UtcTime } from '../clock.ts';
import { parseCheckpointNote } from '../custody/checkpoint.ts';
import { sha256DigestOf, type Hashing, type Sha256Digest } from '../digest/digest.ts';
import { parseUtf8, toHex, toUtf8 } from '../digest/encoding.ts';
import { isPugmarkError } from '../errors.ts';
import { readCertificate } from '../timestamp/certificate.ts';
import { buildPemCertificate } from '../timestamp/pem.ts';
import { readTimestampResponse } from '../timestamp/read-response.ts';
import type { ImprintHash } from '../timestamp/timestamp-report.ts';
import type { StoredToken } from '../timestamp/stored-token.ts';
import type { GeneratedFile } from './package-log.ts';
import { chainPath, subjectPath, tokenPath } from './time-paths.ts';

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
  /** The response in the package. */
  readonly path?: string;
  /** Hash function of its message imprint. */
  readonly hash?: ImprintHash;
  /** The first end of validity among the certificates that lie in the token; absent when it holds none that can be read. */
  readonly certificatesUntil?: UtcTime;
}

export interface PackageTime {
  readonly files: readonly GeneratedFile[];
  readonly stamps: readonly PackageStamp[];
  /** Whose tokens or requests are among the files, in the order of their names. */
  readonly authorities: readonly string[];
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
  const ends = new Map<string, UtcTime | undefined>();
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
    const { certificates, earliest = '', latest = '', hash } = readTimestampResponse(response);
    const chain = chains.get(authority) ?? new Map<string, Uint8Array>();
    const until: UtcTime[] = [];
    for (const der of certificates) {
      const hex = hexOfBytes(hashing, der);
      chain.set(hex, der);
      // The same few come with every token, and reading one takes milliseconds.
      if (!ends.has(hex)) ends.set(hex, readEnd(der));
      until.push(...[ends.get(hex)].filter((end) => end !== undefined));
    }
    chains.set(authority, chain);
    const digest = sha256DigestOf(hashing.sha256(response));
    const certificatesUntil = until.toSorted()[0];
    stamps.push({
      authority,
      digest,
      of: describe(subject, subjectBytes, sha256),
      earliest,
      latest,
      path: tokenPath(sha256, authority, 'tsr'),
      ...(hash === undefined ? {} : { hash }),
      ...(certificatesUntil === undefined ? {} : { certificatesUntil }),
    });
  }
  for (const [authority, chain] of chains) {
    if (chain.size > 0) files.set(chainPath(authority), toUtf8([...chain.values()].map(buildPemCertificate).join('')));
  }
  return { files: [...files].map(([path, bytes]) => ({ path, bytes })), stamps, authorities: [...authorities].toSorted() };
}

function describe(subject: 'checkpoint' | 'session', bytes: Uint8Array, sha256: Sha256Digest): PackageStamp['of'] {
  if (subject === 'session') return { kind: 'session', startedEntry: sha256 };
  const { origin, size } = parseCheckpointNote(parseUtf8(bytes));
  return { kind: 'checkpoint', origin, size };
}

/** When a certificate ends. Undefined: others than the signer's are not judged when a token comes, and one that cannot be read says nothing here. */
function readEnd(der: Uint8Array): UtcTime | undefined {
  try {
    return new Date(readCertificate(der).notAfterMs).toISOString();
  } catch (error) {
    if (isPugmarkError(error, 'input-unreadable')) return undefined;
    throw error;
  }
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
