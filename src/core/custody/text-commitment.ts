import type { Hashing, Sha256Digest } from '../digest/digest.ts';
import { sha256DigestOf } from '../digest/digest.ts';
import { concatBytes, toUtf8 } from '../digest/encoding.ts';

/**
 * What a log says of a text: SHA-256(nonce || UTF-8 text). The 16-byte nonce stands beside the text, not in the log, and is
 * erased with it: then even a short or guessable text cannot be found from the commitment.
 */
export function buildTextCommitment(hashing: Pick<Hashing, 'sha256'>, nonce: Uint8Array, text: string): Sha256Digest {
  return sha256DigestOf(hashing.sha256(concatBytes(nonce, toUtf8(text))));
}
