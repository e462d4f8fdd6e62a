import { hexOf, type Sha256Digest } from '../../digest/digest.ts';
import { parseUtf8, toHex } from '../../digest/encoding.ts';
import { PugmarkError } from '../../errors.ts';
import { parsePemCertificates } from '../../timestamp/pem.ts';
import type { AnySeal } from '../seal-statement.ts';
import type { SuppliedToken } from '../supplement/read-supplement.ts';
import { readTimestampResponse } from '../../timestamp/read-response.ts';
import { PACKAGE_PATHS } from '../layout.ts';
import { readTimePath, type StampedKind } from '../time-paths.ts';
import { readHeld, type CheckedBag, type VerifyPorts } from './checked-bag.ts';
import type { ReadSeal } from './check-seal.ts';
import { messageOf } from './message-of.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** Longer ones are none of ours: a note, a line of the log, a token with its certificates. */
const MAX_SUBJECT_BYTES = 64 * 1024;
export const MAX_TOKEN_BYTES = 1024 * 1024;
const MAX_REVOCATION_BYTES = 4 * 1024 * 1024;
/** More than a path needs serve an attacker alone, who would have all of them held, and read for each token. */
const MAX_CERTIFICATES = 64;
const MAX_REVOCATION_FILES = 16;

/** What was stamped, as it lies in the package. */
export interface StampedFile {
  readonly of: StampedKind | 'seal';
  /** Of the file with the bytes. */
  readonly path: string;
  readonly sha256: Sha256Digest;
  readonly bytes: Uint8Array;
}

/** One request to one authority, and its response if it came. */
export interface TokenFiles {
  readonly authority: string;
  readonly subject: StampedFile;
  readonly requestPath?: string;
  readonly responsePath?: string;
  /** Given by the checker beside the package, and in none of its files. */
  readonly supplied?: SuppliedToken;
}

export interface TimeParts {
  readonly collector: VerdictCollector;
  readonly ports: VerifyPorts;
  readonly bag: CheckedBag;
}

/** Every request and token with what it is over; `supplied` are over the seal or a checkpoint here, or wrong. */
export async function readTokenFiles(
  parts: TimeParts,
  sealPath: string,
  seal: ReadSeal<AnySeal>,
  supplied: readonly SuppliedToken[],
): Promise<readonly TokenFiles[]> {
  const subjects = await readSubjects(parts);
  const sealFile: StampedFile = { of: 'seal', path: sealPath, sha256: seal.digest, bytes: seal.envelope };
  subjects.set(sealPath, sealFile);
  const tokens = new Map<string, TokenFiles>();
  for (const path of parts.bag.files.keys()) {
    const file = readTimePath(path);
    if (file?.kind !== 'request' && file?.kind !== 'response') continue;
    const subject = subjects.get(file.hex ?? sealPath);
    if (subject === undefined) {
      parts.collector.finding('token-subject-wrong', path, 'What it is over is not in the package');
      continue;
    }
    const key = `${subject.path} ${file.authority}`;
    const known = tokens.get(key) ?? { authority: file.authority, subject };
    tokens.set(key, { ...known, ...(file.kind === 'request' ? { requestPath: path } : { responsePath: path }) });
  }
  const asked = new Set([...tokens.values()].map(({ subject }) => subject.path));
  for (const { path } of subjects.values())
    if (path !== sealPath && !asked.has(path)) parts.collector.finding('token-subject-wrong', path, 'No authority was asked to stamp it');
  const beside: TokenFiles[] = [];
  for (const one of supplied)
    beside.push({ authority: one.name, subject: await findSuppliedSubject(parts.bag, sealFile, one), supplied: one });
  return [...tokens.values(), ...beside];
}

/** The checkpoint of this package that a token says it is over; the seal for every other: then it is over that, or wrong. */
async function findSuppliedSubject(bag: CheckedBag, seal: StampedFile, { response }: SuppliedToken): Promise<StampedFile> {
  try {
    const { hash, imprint } = readTimestampResponse(response);
    if (hash === undefined || imprint === undefined) return seal;
    const hex = toHex(imprint);
    for (const [path, file] of bag.files) {
      if (!path.startsWith(`${PACKAGE_PATHS.checkpoints}/`) || hexOf(file[hash]) !== hex) continue;
      return { of: 'note', path, sha256: file.sha256, bytes: await readHeld(bag, path, MAX_SUBJECT_BYTES) };
    }
  } catch (error) {
    messageOf(error); // What it is, its own verification says; a fault of ours is thrown on.
  }
  return seal;
}

/** By the hex of their digest, which is their name. */
async function readSubjects({ collector, bag }: TimeParts): Promise<Map<string, StampedFile>> {
  const subjects = new Map<string, StampedFile>();
  for (const [path, { sha256 }] of bag.files) {
    const file = readTimePath(path);
    if (file?.kind !== 'subject') continue;
    try {
      if (hexOf(sha256) !== file.hex) collector.finding('token-subject-wrong', path, 'Its name is not the digest of its bytes');
      else if (subjects.has(file.hex))
        collector.finding('token-subject-wrong', path, 'It lies here twice, as a checkpoint and as an entry');
      else subjects.set(file.hex, { of: file.of, path, sha256, bytes: await readHeld(bag, path, MAX_SUBJECT_BYTES) });
    } catch (error) {
      collector.finding('token-subject-wrong', path, messageOf(error));
    }
  }
  return subjects;
}

/** Certificates and revocation data that lie beside the tokens. They are trusted for nothing. */
export async function readBeside({
  collector,
  ports,
  bag,
}: TimeParts): Promise<{ readonly certificates: Uint8Array[]; readonly revocation: Uint8Array[] }> {
  // Authorities share their issuers.
  const certificates = new Map<string, Uint8Array>();
  const revocation: Uint8Array[] = [];
  let chains = 0;
  for (const path of bag.files.keys()) {
    const kind = readTimePath(path)?.kind;
    try {
      if (kind === 'chain') {
        chains += 1;
        refuseMore(chains > MAX_CERTIFICATES);
        for (const der of parsePemCertificates(parseUtf8(await readHeld(bag, path, MAX_TOKEN_BYTES))))
          certificates.set(toHex(ports.hashing.sha256(der)), der);
        refuseMore(certificates.size > MAX_CERTIFICATES);
      }
      if (kind === 'revocation') {
        refuseMore(revocation.length === MAX_REVOCATION_FILES);
        revocation.push(await readHeld(bag, path, MAX_REVOCATION_BYTES));
      }
    } catch (error) {
      collector.finding('token-wrong', path, messageOf(error));
    }
  }
  return { certificates: [...certificates.values()].slice(0, MAX_CERTIFICATES), revocation };
}

function refuseMore(isTooMany: boolean): void {
  if (isTooMany)
    throw new PugmarkError('input-unreadable', 'More certificates or revocation lists lie beside the time stamps than any path needs');
}
