import { DEFAULT_AUTHORITIES } from '../../timestamp/default-authorities.ts';
import { parsePemCertificates } from '../../timestamp/pem.ts';
import type { TimestampReport } from '../../timestamp/timestamp-report.ts';
import { verifyTimestamp } from '../../timestamp/verify-timestamp.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import type { RecordedSession } from './check-exhibit.ts';
import type { ReadSeal } from './check-seal.ts';
import { bracketExhibits, MAX_CLOCK_ERROR_MS } from './bracket-exhibits.ts';
import { readHeld } from './checked-bag.ts';
import { messageOf } from './message-of.ts';
import {
  MAX_TOKEN_BYTES,
  readBeside,
  readTokenFiles,
  type Stamp,
  type StampedSubject,
  type Stamps,
  type TimeParts,
  type TokenFiles,
} from './read-time.ts';

export interface CheckTimeParts extends TimeParts {
  readonly seal: ReadSeal;
  /** Of each exhibit, as its record says. */
  readonly sessions: ReadonlyMap<string, RecordedSession>;
  /** DER, from the checker. */
  readonly roots: readonly Uint8Array[];
}

/**
 * Step 12 (package.md, "Time"): what each token is over is of this package, each token verifies (docs/formats/timestamp.md), and every exhibit lies
 * between those that bound it. Roots are the checker's, and those that this release names with their date.
 */
export async function checkTime(parts: CheckTimeParts): Promise<void> {
  const { collector, seal, log } = parts;
  const files = await readTokenFiles(parts, seal.envelope);
  const stamps = await verifyTokens(parts, files);
  checkLoggedTokens(parts);
  checkSealTime(parts, stamps);
  const stamped = files.filter(({ subject }) => subject.kind !== 'seal');
  if (stamped.length > 0 || collector.has('token-subject-wrong'))
    bracketExhibits({ collector, log, sessions: parts.sessions, stamps, package: seal.statement.package });
  else if (!collector.has('time-contradiction') && !collector.has('token-missing'))
    collector.finding('time-not-checked', seal.statement.package, 'No time stamp was checked: all times are claims of the station');
}

async function verifyTokens(parts: CheckTimeParts, files: readonly TokenFiles[]): Promise<Stamps> {
  const stamps: Stamp[] = [];
  const pending: StampedSubject[] = [];
  const unknown: StampedSubject[] = [];
  if (files.length === 0) return { stamps, pending, unknown };
  const { collector, bag } = parts;
  const roots = [...parts.roots, ...DEFAULT_AUTHORITIES.flatMap(({ roots: known }) => known.flatMap(parsePemCertificates))];
  const beside = await readBeside(parts);
  for (const [index, token] of files.entries()) {
    const { authority, subject, responsePath } = token;
    collector.progress('time', responsePath ?? authority, index, files.length);
    const digest = responsePath === undefined ? undefined : bag.files.get(responsePath)?.sha256;
    if (responsePath === undefined || digest === undefined) {
      pending.push(subject);
      continue;
    }
    const report = await verifyToken(parts, token, { roots, ...beside });
    if (report === undefined) continue;
    const [first] = report.findings;
    if (first === undefined) stamps.push({ authority, subject, digest, earliest: report.earliest ?? '', latest: report.latest ?? '' });
    else if (report.findings.every(({ code }) => code === 'root-unknown')) {
      unknown.push(subject);
      collector.finding('token-root-unknown', responsePath, `${first.message}; give the root with --tsa-roots`);
    } else collector.finding('token-wrong', responsePath, report.findings.map(({ code, message }) => `${message} (${code})`).join('; '));
  }
  return { stamps, pending, unknown };
}

async function verifyToken(
  { collector, ports, bag }: CheckTimeParts,
  { subjectBytes: subject, requestPath, responsePath = '' }: TokenFiles,
  known: {
    readonly roots: readonly Uint8Array[];
    readonly certificates: readonly Uint8Array[];
    readonly revocation: readonly Uint8Array[];
  },
): Promise<TimestampReport | undefined> {
  try {
    const response = await readHeld(bag, responsePath, MAX_TOKEN_BYTES);
    const request = requestPath === undefined ? {} : { request: await readHeld(bag, requestPath, MAX_TOKEN_BYTES) };
    return await verifyTimestamp(ports, { subject, response, ...request, ...known });
  } catch (error) {
    collector.finding('token-wrong', responsePath, messageOf(error));
    return undefined;
  }
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

/** Tokens over the seal say until when the package was made at the latest. */
function checkSealTime({ collector, seal }: CheckTimeParts, { stamps, pending }: Stamps): void {
  const [first] = stamps.filter(({ subject }) => subject.kind === 'seal').toSorted((a, b) => (a.latest < b.latest ? -1 : 1));
  if (first === undefined) {
    if (pending.some(({ kind }) => kind === 'seal')) {
      collector.note(
        'time',
        'seal-token-pending',
        PACKAGE_PATHS.seal,
        'A time stamp over the seal was asked for, and had not come when the package was made',
      );
    }
    return;
  }
  collector.note('time', 'seal-stamped', PACKAGE_PATHS.seal, `The seal was there not after ${first.latest}, by ${first.authority}`);
  const { createdAt } = seal.statement;
  if (Date.parse(createdAt) > Date.parse(first.latest) + MAX_CLOCK_ERROR_MS) {
    collector.finding(
      'time-contradiction',
      PACKAGE_PATHS.seal,
      `The package claims to be made at ${createdAt}, and its seal was stamped not after ${first.latest}`,
    );
  }
}
