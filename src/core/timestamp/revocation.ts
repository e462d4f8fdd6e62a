import type { CertificateCryptography } from '../cryptography-ports.ts';
import { isPugmarkError } from '../errors.ts';
import { type PathCertificate, nameForPeople } from './certificate.ts';
import type { CertificatePath } from './certificate-path.ts';
import { isCrl, readCrlStatus } from './crl.ts';
import { readOcspStatus } from './ocsp.ts';
import type { TimestampFindings } from './timestamp-findings.ts';

/** What one list or response says of one certificate. */
export type RevocationStatus =
  /** It is about other certificates, or of a kind that is not understood. */
  | { readonly kind: 'silent' }
  /** Not revoked as of the time of the data, which does (`isCurrent`) or does not reach the moment that counts. */
  | { readonly kind: 'good'; readonly isCurrent: boolean }
  /** `reason`: CRLReason, absent when none is given. */
  | { readonly kind: 'revoked'; readonly atMs: number; readonly reason?: number }
  /** It names this issuer, and is not signed by it. */
  | { readonly kind: 'forged' };

export interface RevocationQuestion {
  readonly certificate: PathCertificate;
  readonly issuer: PathCertificate;
  readonly atMs: number;
}

/** Data that are read; more serves an attacker alone. */
const MAX_DATA = 16;

/** unspecified, affiliationChanged, superseded, cessationOfOperation: the key was not lost (RFC 3161 section 4.1). */
const REASONS_WITHOUT_LOSS = new Set([0, 3, 4, 5]);
/** removeFromCRL: not revoked any more. */
const REMOVED = 8;

/** Looks for each certificate of the path but the root in revocation lists and OCSP responses, DER. What is absent is a note. */
export async function checkRevocation(
  cryptography: CertificateCryptography,
  input: { readonly path: CertificatePath; readonly data: readonly Uint8Array[]; readonly atMs: number },
  found: TimestampFindings,
): Promise<void> {
  if (input.data.length > MAX_DATA) found.find('revocation-data-wrong', `More than ${MAX_DATA} revocation lists and OCSP responses`);
  const data = input.data.slice(0, MAX_DATA);
  let isKnownOfAll = true;
  for (const [index, certificate] of input.path.entries()) {
    const issuer = input.path[index + 1];
    if (issuer === undefined) break;
    let isKnown = false;
    for (const der of data) {
      const status = await readStatus(cryptography, der, { certificate, issuer, atMs: input.atMs }, found);
      if (status === undefined) continue;
      tell(status, certificate, input.atMs, found);
      isKnown ||= status.kind === 'good' && status.isCurrent;
    }
    isKnownOfAll &&= isKnown;
  }
  if (!isKnownOfAll)
    found.note('revocation-not-given', 'Nothing at hand says of every certificate that it was not revoked when the token was made');
}

async function readStatus(
  cryptography: CertificateCryptography,
  der: Uint8Array,
  question: RevocationQuestion,
  found: TimestampFindings,
): Promise<RevocationStatus | undefined> {
  try {
    return await (isCrl(der) ? readCrlStatus(cryptography, der, question) : readOcspStatus(cryptography, der, question));
  } catch (error) {
    if (!isPugmarkError(error, 'input-unreadable')) throw error;
    found.find('revocation-data-wrong', error.message);
    return undefined;
  }
}

function tell(status: RevocationStatus, certificate: PathCertificate, atMs: number, found: TimestampFindings): void {
  const who = nameForPeople(certificate.subject);
  if (status.kind === 'forged') found.find('revocation-data-wrong', `Revocation data of the issuer of ${who} is not signed by it`);
  if (status.kind !== 'revoked' || status.reason === REMOVED) return;
  // A lost key dates its tokens as it likes: they count no more, whatever time they say (RFC 3161 section 4).
  const isKeySafe = status.reason !== undefined && REASONS_WITHOUT_LOSS.has(status.reason);
  if (isKeySafe && status.atMs > atMs) return;
  found.find(
    'revoked',
    `The certificate of ${who} was revoked on ${new Date(status.atMs).toISOString()}${isKeySafe ? '' : ', and its key may have been lost'}`,
  );
}
