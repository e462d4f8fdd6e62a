import type { SignatureHash } from '../cryptography-ports.ts';

/** Object identifiers of what tokens and their certificates are made of. */
export const OID = {
  signedData: '1.2.840.113549.1.7.2',
  /** id-ct-TSTInfo (RFC 3161 section 2.4.2). */
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  /** id-ri-ocsp-response (RFC 5940). */
  ocspResponseFormat: '1.3.6.1.5.5.7.16.2',
  basicOcspResponse: '1.3.6.1.5.5.7.48.1.1',
  attributeContentType: '1.2.840.113549.1.9.3',
  attributeMessageDigest: '1.2.840.113549.1.9.4',
  /** RFC 2634 section 5.4: ESSCertID, by SHA-1. */
  attributeSigningCertificate: '1.2.840.113549.1.9.16.2.12',
  /** RFC 5035: ESSCertIDv2. */
  attributeSigningCertificateV2: '1.2.840.113549.1.9.16.2.47',
  rsaEncryption: '1.2.840.113549.1.1.1',
  rsaPss: '1.2.840.113549.1.1.10',
  mgf1: '1.2.840.113549.1.1.8',
  ecPublicKey: '1.2.840.10045.2.1',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  nameConstraints: '2.5.29.30',
  subjectKeyIdentifier: '2.5.29.14',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
  anyExtendedKeyUsage: '2.5.29.37.0',
  crlReason: '2.5.29.21',
} as const;

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
