import { isSameBytes } from '../../digest/encoding.ts';
import { isPugmarkError } from '../../errors.ts';
import { buildTimestampRequest } from '../../timestamp/build-request.ts';
import { findHash } from '../../timestamp/object-identifiers.ts';
import { readTimestampRequest, type ReadTimestampRequest } from '../../timestamp/read-request.ts';
import type { VerifyPorts } from './checked-bag.ts';

/** Of an INTEGER, with the octet that keeps its sign bit clear. */
const MAX_NONCE_BYTES = 33;

/**
 * What is wrong with a request to an authority, or undefined: it is in the one form in which a station asks, over these bytes. No manifest lists a request
 * for a time stamp over the seal: whatever its form left free, anybody could put into a sealed package.
 */
export function findRequestProblem({ hashing }: Pick<VerifyPorts, 'hashing'>, subject: Uint8Array, der: Uint8Array): string | undefined {
  let request: ReadTimestampRequest;
  try {
    request = readTimestampRequest(der);
  } catch (error) {
    if (isPugmarkError(error)) return error.message;
    throw error;
  }
  const { imprint, nonce = new Uint8Array(), policy } = request;
  const hash = findHash(imprint.hashOid);
  if (hash !== 'sha256' && hash !== 'sha512') return 'It asks by a hash function that no station uses';
  if (!isSameBytes(imprint.digest, hashing[hash](subject))) return 'It asks for a time stamp over something else';
  if (nonce.length > MAX_NONCE_BYTES) return 'It is not in the form in which a station asks';
  // 8 to 32 octets, of which leading zeros do not stand in the number.
  const padded = new Uint8Array(Math.max(8, Math.min(32, nonce.length)));
  padded.set(nonce.subarray(-padded.length), padded.length - Math.min(nonce.length, padded.length));
  const again = buildTimestampRequest({ hash, digest: imprint.digest, nonce: padded, ...(policy === undefined ? {} : { policy }) });
  return isSameBytes(again, der) ? undefined : 'It is not in the form in which a station asks';
}
