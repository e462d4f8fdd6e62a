import { createHash } from 'node:crypto';
import type { Signer } from '../../../src/core/ports.ts';
import { nodeCryptography } from '../../../src/platform/cryptography.ts';

/** DER head of an Ed25519 private key (RFC 8410 section 7); the 32 bytes of its seed follow. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key of this name, the same in every run: what is made with it can be made again. A key of tests, worth nothing. */
export function seededSigner(name: string): Signer {
  const seed = createHash('sha256').update(`pugmark test key: ${name}`).digest();
  return nodeCryptography.signingKeys.open(Buffer.concat([PKCS8_HEAD, seed]));
}
