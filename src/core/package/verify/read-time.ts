import type { UtcTime } from '../../clock.ts';
import { openCheckpointNote } from '../../custody/checkpoint.ts';
import { hashLeaf } from '../../custody/merkle.ts';
import { hexOf, type Sha256Digest } from '../../digest/digest.ts';
import { isSameBytes, parseUtf8 } from '../../digest/encoding.ts';
import { parsePemCertificates } from '../../timestamp/pem.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import { readTimePath, type StampedKind } from '../time-paths.ts';
import type { CheckedLog } from './check-custody.ts';
import { readHeld, type CheckedBag, type VerifyPorts } from './checked-bag.ts';
import { messageOf } from './message-of.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** Longer ones are none of ours: a note, a line of the log, a token with its certificates. */
const MAX_SUBJECT_BYTES = 64 * 1024;
export const MAX_TOKEN_BYTES = 1024 * 1024;
const MAX_REVOCATION_BYTES = 4 * 1024 * 1024;

/** What was stamped, found in the log that was verified. */
export type StampedSubject =
  | { readonly kind: 'checkpoint'; readonly origin: string; readonly size: number }
  | { readonly kind: 'session'; readonly startedEntry: Sha256Digest }
  | { readonly kind: 'seal' };

/** One request to one authority, and its response if it came. */
export interface TokenFiles {
  readonly authority: string;
  readonly subject: StampedSubject;
  readonly subjectBytes: Uint8Array;
  readonly requestPath?: string;
  readonly responsePath?: string;
}

/** A token that verified. */
export interface Stamp {
  readonly authority: string;
  readonly subject: StampedSubject;
  /** SHA-256 of the response as it lies here. */
  readonly digest: Sha256Digest;
  readonly earliest: UtcTime;
  readonly latest: UtcTime;
}

/** What came of all requests. */
export interface Stamps {
  readonly stamps: readonly Stamp[];
  /** Asked for, and no response here. */
  readonly pending: readonly StampedSubject[];
  /** Not to be judged: their roots are not known. */
  readonly unknown: readonly StampedSubject[];
}

export interface TimeParts {
  readonly collector: VerdictCollector;
  readonly ports: VerifyPorts;
  readonly bag: CheckedBag;
  readonly log: CheckedLog | undefined;
}

/** Step 12, reading: every request and token with what it is over. What is stamped must be of this package, whatever the token says. */
export async function readTokenFiles(parts: TimeParts, seal: Uint8Array): Promise<readonly TokenFiles[]> {
  const subjects = await readSubjects(parts);
  const tokens = new Map<string, TokenFiles>();
  for (const path of parts.bag.files.keys()) {
    const file = readTimePath(path);
    if (file?.kind !== 'request' && file?.kind !== 'response') continue;
    const stamped = file.hex === undefined ? { subject: { kind: 'seal' as const }, subjectBytes: seal } : subjects.get(file.hex);
    if (stamped === undefined) {
      parts.collector.finding('token-subject-wrong', path, 'What it is over is not in the package');
      continue;
    }
    if (stamped === 'refused') continue;
    const key = `${file.hex ?? PACKAGE_PATHS.seal} ${file.authority}`;
    const known = tokens.get(key) ?? { authority: file.authority, ...stamped };
    tokens.set(key, { ...known, ...(file.kind === 'request' ? { requestPath: path } : { responsePath: path }) });
  }
  return [...tokens.values()];
}

type Stamped = Pick<TokenFiles, 'subject' | 'subjectBytes'>;

/** By the hex of their digest. `refused`: there, and reported. */
async function readSubjects(parts: TimeParts): Promise<ReadonlyMap<string, Stamped | 'refused'>> {
  const { collector, bag } = parts;
  const subjects = new Map<string, Stamped | 'refused'>();
  for (const [path, { sha256 }] of bag.files) {
    const file = readTimePath(path);
    if (file?.kind !== 'subject') continue;
    const wrong = (message: string): void => {
      collector.finding('token-subject-wrong', path, message);
      subjects.set(file.hex, 'refused');
    };
    try {
      const bytes = await readHeld(bag, path, MAX_SUBJECT_BYTES);
      const subject = findInLog(parts, bytes, file.of);
      if (hexOf(sha256) !== file.hex) wrong('Its name is not the digest of its bytes');
      else if (subject === undefined)
        wrong(
          file.of === 'note' ? 'It is no checkpoint of the log in this package' : 'It is no start of a session in the log of this package',
        );
      else subjects.set(file.hex, { subject, subjectBytes: bytes });
    } catch (error) {
      wrong(messageOf(error));
    }
  }
  return subjects;
}

/** A checkpoint that a log key signed and whose root the log has at its size, or the very bytes of a `session.started`. */
function findInLog({ ports, log }: TimeParts, bytes: Uint8Array, of: StampedKind): StampedSubject | undefined {
  if (log === undefined) return undefined;
  if (of === 'entry') {
    const leafHash = hashLeaf(ports.hashing, bytes);
    const leaf = log.report.leaves.find((one) => one.entry?.type === 'session.started' && isSameBytes(one.leafHash, leafHash));
    const session = leaf?.entry?.details['session'];
    const startedEntry = typeof session === 'string' ? log.sessions.get(session) : undefined;
    return startedEntry === undefined ? undefined : { kind: 'session', startedEntry };
  }
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

/** Certificates and revocation data that lie beside the tokens. They are trusted for nothing; one that cannot be read is missed by whoever needs it. */
export async function readBeside({
  collector,
  bag,
}: TimeParts): Promise<{ readonly certificates: Uint8Array[]; readonly revocation: Uint8Array[] }> {
  const certificates: Uint8Array[] = [];
  const revocation: Uint8Array[] = [];
  for (const path of bag.files.keys()) {
    const kind = readTimePath(path)?.kind;
    try {
      if (kind === 'chain') certificates.push(...parsePemCertificates(parseUtf8(await readHeld(bag, path, MAX_TOKEN_BYTES))));
      if (kind === 'revocation') revocation.push(await readHeld(bag, path, MAX_REVOCATION_BYTES));
    } catch (error) {
      collector.finding('token-wrong', path, messageOf(error));
    }
  }
  return { certificates: uniqueOf(certificates), revocation };
}

/** Authorities share their issuers. */
function uniqueOf(certificates: readonly Uint8Array[]): Uint8Array[] {
  return certificates.filter((der, index) => certificates.findIndex((other) => isSameBytes(other, der)) === index);
}
