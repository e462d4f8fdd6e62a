import type { SignatureHash } from '../cryptography-ports.ts';

/** Hash functions of signatures and imprints. */
export const HASH_OIDS: Readonly<Record<SignatureHash, string>> = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};

/** The hash function of an identifier. Undefined for every other, SHA-1 too. */
export function findHash(oid: string): SignatureHash | undefined {
  for (const hash of ['sha256', 'sha384', 'sha512'] as const) if (HASH_OIDS[hash] === oid) return hash;
  return undefined;
}
