import { PugmarkError } from '../errors.ts';
import { encodeElement, encodeObjectIdentifier, encodeSequence, encodeUnsigned } from './der-writer.ts';
import { HASH_OIDS } from './object-identifiers.ts';
import type { ImprintHash } from './timestamp-report.ts';

const DIGEST_BYTES: Readonly<Record<ImprintHash, number>> = { sha256: 32, sha512: 64 };

/**
 * DER of a TimeStampReq (RFC 3161 section 2.4.1), version 1, with a nonce, and with certReq TRUE: a token that is to be checked in years must
 * bring its certificate. `nonce`: 8 to 32 random bytes, read as a number that is not negative. Throws `usage` when a length is wrong.
 */
export function buildTimestampRequest(input: {
  readonly hash: ImprintHash;
  readonly digest: Uint8Array;
  readonly nonce: Uint8Array;
  /** Dotted. */
  readonly policy?: string;
}): Uint8Array {
  if (input.digest.length !== DIGEST_BYTES[input.hash])
    throw new PugmarkError('usage', `A ${input.hash} digest has ${DIGEST_BYTES[input.hash]} bytes`);
  if (input.nonce.length < 8 || input.nonce.length > 32)
    throw new PugmarkError('usage', 'A nonce of a time-stamp request has 8 to 32 bytes');
  const algorithm = encodeSequence(encodeObjectIdentifier(HASH_OIDS[input.hash]), encodeElement(0x05, new Uint8Array()));
  return encodeSequence(
    encodeUnsigned(Uint8Array.of(1)),
    encodeSequence(algorithm, encodeElement(0x04, input.digest)),
    ...(input.policy === undefined ? [] : [encodeObjectIdentifier(input.policy)]),
    encodeUnsigned(input.nonce),
    encodeElement(0x01, Uint8Array.of(0xff)),
  );
}
