import type { CertificateCryptography } from '../cryptography-ports.ts';
import { isSameBytes } from '../digest/encoding.ts';
import { findHash } from './object-identifiers.ts';
import type { ReadTimestampRequest } from './read-request.ts';
import type { TimestampFindings } from './timestamp-findings.ts';
import type { TimestampSubject } from './timestamp-report.ts';
import type { MessageImprint } from './tst-info.ts';

/** The token is over the subject, and over what the request asked for: by SHA-256 or SHA-512. */
export async function checkImprint(
  cryptography: CertificateCryptography,
  input: { readonly subject: TimestampSubject; readonly imprint: MessageImprint; readonly request: ReadTimestampRequest | undefined },
  found: TimestampFindings,
): Promise<void> {
  const { subject, imprint, request } = input;
  const hash = findHash(imprint.hashOid);
  if (hash !== 'sha256' && hash !== 'sha512') {
    found.find('imprint-algorithm-wrong', `The imprint is made with a hash that is not accepted (${imprint.hashOid})`);
    return;
  }
  if (request !== undefined && request.imprint.hashOid !== imprint.hashOid) {
    found.find('imprint-algorithm-wrong', 'The imprint is made with another hash than that of the request');
  } else if (request !== undefined && !isSameBytes(request.imprint.digest, imprint.digest)) {
    found.find('imprint-wrong', 'The token is over other bytes than those that the request asked for');
  }
  const digest = subject instanceof Uint8Array ? await cryptography.digest(hash, subject) : subject[hash];
  if (digest === undefined)
    found.find('imprint-algorithm-wrong', `The imprint is a ${hash} digest, and that of the subject is not at hand`);
  else if (!isSameBytes(digest, imprint.digest)) found.find('imprint-wrong', 'The token is over other bytes');
}
