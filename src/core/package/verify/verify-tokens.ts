import type { UtcTime } from '../../clock.ts';
import { sha256DigestOf, type Sha256Digest } from '../../digest/digest.ts';
import { DEFAULT_AUTHORITIES } from '../../timestamp/default-authorities.ts';
import { parsePemCertificates } from '../../timestamp/pem.ts';
import type { TimestampReport } from '../../timestamp/timestamp-report.ts';
import { verifyTimestamp } from '../../timestamp/verify-timestamp.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import type { AnySeal } from '../seal-statement.ts';
import type { SuppliedToken } from '../supplement/read-supplement.ts';
import type { VerifiedStamps } from './check-authorship.ts';
import type { ReadSeal } from './check-seal.ts';
import { findRequestProblem } from './check-request.ts';
import { readHeld } from './checked-bag.ts';
import { messageOf } from './message-of.ts';
import { MAX_TOKEN_BYTES, readBeside, readTokenFiles, type StampedFile, type TimeParts, type TokenFiles } from './read-time.ts';

/** A token that verified. */
export interface Stamp {
  /** As its certificate names it: the name of the file is the word of whoever made the package. */
  readonly authority: string;
  readonly subject: StampedFile;
  /** SHA-256 of the response as it lies here. */
  readonly digest: Sha256Digest;
  readonly earliest: UtcTime;
  readonly latest: UtcTime;
  /** It came after the package, and lies beside it. */
  readonly isSupplied: boolean;
}

/** What the checker brings along for them. */
export interface TimeKnowledge {
  /** DER of root certificates, beside those known here. */
  readonly timestampRoots?: readonly Uint8Array[];
  /** Tokens that came after the package: over its seal, or over a checkpoint in it. */
  readonly suppliedTokens?: readonly SuppliedToken[];
}

/** What came of all requests, before anyone asks what they are over. */
export interface Stamps {
  readonly stamps: readonly Stamp[];
  /** Asked for, and no response here. */
  readonly pending: readonly StampedFile[];
  /** Not to be judged: their roots are not known. */
  readonly unknown: readonly StampedFile[];
}

/**
 * Verifies every token of the package over the bytes that lie here (docs/formats/timestamp.md), to roots of the checker and to those that this release
 * names with their date. Before anything else is judged, as what a revoked key signed counts when a token saw it earlier.
 */
export async function verifyTokens(
  parts: TimeParts,
  seal: ReadSeal<AnySeal>,
  { timestampRoots = [], suppliedTokens = [] }: TimeKnowledge,
): Promise<Stamps> {
  const stamps: Stamp[] = [];
  const pending: StampedFile[] = [];
  const unknown: StampedFile[] = [];
  const files = await readTokenFiles(parts, PACKAGE_PATHS.seal, seal, suppliedTokens);
  if (files.length === 0) return { stamps, pending, unknown };
  const { collector, bag, ports } = parts;
  if (!ports.certificates.isAvailable) {
    const why =
      'This browser gives the page no WebCrypto: its time stamps were not checked. Open the page as a file, or use pugmark verify';
    collector.finding('time-not-checked', seal.statement.package, why);
    return { stamps, pending, unknown: files.map(({ subject }) => subject) };
  }
  const roots = [...timestampRoots, ...DEFAULT_AUTHORITIES.flatMap(({ roots: known }) => known.flatMap(parsePemCertificates))];
  const beside = await readBeside(parts);
  for (const [index, token] of files.entries()) {
    const { authority, subject, supplied } = token;
    const name = supplied?.name ?? token.responsePath;
    collector.progress('time', name ?? authority, index, files.length);
    const digest =
      supplied === undefined ? bag.files.get(token.responsePath ?? '')?.sha256 : sha256DigestOf(ports.hashing.sha256(supplied.response));
    const isAsked = await checkRequest(parts, token);
    if (name === undefined || digest === undefined) {
      if (isAsked) pending.push(subject);
      continue;
    }
    if (!isAsked) continue;
    const report = await verifyToken(parts, token, name, { roots, ...beside });
    if (report === undefined) continue;
    const { findings, authorityName = authority, earliest = '', latest = '' } = report;
    const [first] = findings;
    if (first === undefined)
      stamps.push({ authority: authorityName, subject, digest, earliest, latest, isSupplied: supplied !== undefined });
    else if (findings.every(({ code }) => code === 'root-unknown')) {
      unknown.push(subject);
      collector.finding('token-root-unknown', name, `${first.message}; give the root with --tsa-roots`);
    } else collector.finding('token-wrong', name, findings.map(({ code, message }) => `${message} (${code})`).join('; '));
  }
  return { stamps, pending, unknown };
}

/** False when the request is none over these bytes: that nothing came back says nothing then, and what did come back answers something else. */
async function checkRequest({ collector, ports, bag }: TimeParts, { subject, requestPath, supplied }: TokenFiles): Promise<boolean> {
  if (supplied?.request !== undefined) {
    const problem = findRequestProblem(ports, subject.bytes, supplied.request);
    if (problem !== undefined) collector.finding('token-wrong', supplied.name, problem);
    return problem === undefined;
  }
  if (requestPath === undefined) return true;
  try {
    const problem = findRequestProblem(ports, subject.bytes, await readHeld(bag, requestPath, MAX_TOKEN_BYTES));
    if (problem !== undefined) collector.finding('token-wrong', requestPath, problem);
    return problem === undefined;
  } catch (error) {
    collector.finding('token-wrong', requestPath, messageOf(error));
    return false;
  }
}

async function verifyToken(
  { collector, ports, bag }: TimeParts,
  { subject, requestPath, responsePath = '', supplied }: TokenFiles,
  name: string,
  known: {
    readonly roots: readonly Uint8Array[];
    readonly certificates: readonly Uint8Array[];
    readonly revocation: readonly Uint8Array[];
  },
): Promise<TimestampReport | undefined> {
  try {
    if (supplied !== undefined) {
      const { response, request } = supplied;
      return await verifyTimestamp(ports, { subject: subject.bytes, response, ...(request === undefined ? {} : { request }), ...known });
    }
    const response = await readHeld(bag, responsePath, MAX_TOKEN_BYTES);
    const request = requestPath === undefined ? {} : { request: await readHeld(bag, requestPath, MAX_TOKEN_BYTES) };
    return await verifyTimestamp(ports, { subject: subject.bytes, response, ...request, ...known });
  } catch (error) {
    collector.finding('token-wrong', name, messageOf(error));
    return undefined;
  }
}

/** When each stamped file was there at the latest. */
export function seenAt({ stamps }: Stamps): VerifiedStamps {
  const seen = new Map<Sha256Digest, UtcTime>();
  for (const { subject, latest } of stamps) {
    const known = seen.get(subject.sha256);
    if (known === undefined || latest < known) seen.set(subject.sha256, latest);
  }
  return seen;
}
