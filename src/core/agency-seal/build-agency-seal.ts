import type { UtcTime } from '../clock.ts';
import type { CertificateCryptography, SignatureHash } from '../cryptography-ports.ts';
import { isSameBytes, joinBytes, toUtf8 } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';
import { readCertificate } from '../timestamp/certificate.ts';
import { encodeElement, encodeObjectIdentifier, encodeSequence, encodeUnsigned } from '../timestamp/der-writer.ts';
import { HASH_OIDS, OID } from '../timestamp/object-identifiers.ts';
import { hashOf, type AgencyKeyKind, type AgencySigner } from './agency-signer.ts';

export const ID_DATA = '1.2.840.113549.1.7.1';
const ATTRIBUTE_SIGNING_TIME = '1.2.840.113549.1.9.5';

const SIGNATURES: Readonly<Record<AgencyKeyKind['kind'], Readonly<Record<SignatureHash, string>>>> = {
  rsa: { sha256: '1.2.840.113549.1.1.11', sha384: '1.2.840.113549.1.1.12', sha512: '1.2.840.113549.1.1.13' },
  ec: { sha256: '1.2.840.10045.4.3.2', sha384: '1.2.840.10045.4.3.3', sha512: '1.2.840.10045.4.3.4' },
};

const SET = 0x31;
const NULL = Uint8Array.of(0x05, 0x00);

/**
 * `seal.dsse.json.p7s`: CMS SignedData (RFC 5652) in DER, detached, over the bytes of the seal, one signer by issuer and serial number, with
 * ESSCertIDv2 (RFC 5035) and the claimed time. Throws what the signer throws; `key-invalid` when there is no certificate.
 */
export async function buildAgencySeal(
  cryptography: CertificateCryptography,
  seal: Uint8Array,
  signer: AgencySigner,
  claimedAt: UtcTime,
): Promise<Uint8Array> {
  const [own, ...rest] = signer.certificates;
  if (own === undefined) throw new PugmarkError('key-invalid', 'The key of the agency comes without its certificate');
  const hash = hashOf(signer.key);
  const { issuer, serial } = readCertificate(own);
  const attributes = encodeSet([
    attribute(OID.attributeContentType, encodeObjectIdentifier(ID_DATA)),
    attribute(ATTRIBUTE_SIGNING_TIME, encodeTime(claimedAt)),
    attribute(OID.attributeMessageDigest, encodeElement(0x04, await cryptography.digest(hash, seal))),
    // SHA-256 is the default of ESSCertIDv2, and left out in DER.
    attribute(
      OID.attributeSigningCertificateV2,
      encodeSequence(encodeSequence(encodeSequence(encodeElement(0x04, await cryptography.digest('sha256', own))))),
    ),
  ]);
  const signature = await signer.sign(attributes, hash);
  // A root is worth what the checker knows of it: it is not carried along.
  const certificates = [own, ...rest.filter((der) => !isSelfIssued(der))];
  return assembleAgencySeal({ certificates, issuer: issuer.der, serial, key: signer.key, hash, attributes, signature });
}

function isSelfIssued(der: Uint8Array): boolean {
  const { issuer, subject } = readCertificate(der);
  return isSameBytes(issuer.der, subject.der);
}

/** The parts of such a signature in their one form: whatever differs from it was changed by somebody. */
export function assembleAgencySeal(parts: {
  /** DER. */
  readonly certificates: readonly Uint8Array[];
  /** DER of the Name. */
  readonly issuer: Uint8Array;
  /** Content octets. */
  readonly serial: Uint8Array;
  readonly key: Pick<AgencyKeyKind, 'kind'>;
  readonly hash: SignatureHash;
  /** DER of the signed attributes as SET OF. */
  readonly attributes: Uint8Array;
  readonly signature: Uint8Array;
}): Uint8Array {
  const { key, hash } = parts;
  const digestAlgorithm = encodeSequence(encodeObjectIdentifier(HASH_OIDS[hash]));
  const signedAttributes = Uint8Array.from(parts.attributes);
  signedAttributes[0] = 0xa0;
  const signerInfo = encodeSequence(
    encodeUnsigned(Uint8Array.of(1)),
    encodeSequence(parts.issuer, encodeElement(0x02, parts.serial)),
    digestAlgorithm,
    signedAttributes,
    encodeSequence(encodeObjectIdentifier(SIGNATURES[key.kind][hash]), ...(key.kind === 'rsa' ? [NULL] : [])),
    encodeElement(0x04, parts.signature),
  );
  const signedData = encodeSequence(
    encodeUnsigned(Uint8Array.of(1)),
    encodeElement(SET, digestAlgorithm),
    encodeSequence(encodeObjectIdentifier(ID_DATA)),
    encodeElement(0xa0, sortedDer(parts.certificates)),
    encodeElement(SET, signerInfo),
  );
  return encodeSequence(encodeObjectIdentifier(OID.signedData), encodeElement(0xa0, signedData));
}

function attribute(oid: string, value: Uint8Array): Uint8Array {
  return encodeSequence(encodeObjectIdentifier(oid), encodeElement(SET, value));
}

/** DER orders the elements of a SET OF by their bytes (X.690 section 11.6). */
function encodeSet(elements: readonly Uint8Array[]): Uint8Array {
  return encodeElement(SET, sortedDer(elements));
}

function sortedDer(elements: readonly Uint8Array[]): Uint8Array {
  return joinBytes(elements.toSorted(compareDer));
}

function compareDer(a: Uint8Array, b: Uint8Array): number {
  for (const [index, byte] of a.entries()) {
    const difference = byte - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** UTCTime until 2049, GeneralizedTime after (RFC 5652 section 11.3); whole seconds. */
function encodeTime(time: UtcTime): Uint8Array {
  const digits = `${time.slice(0, 19).replaceAll(/\D/g, '')}Z`;
  return Number(time.slice(0, 4)) < 2050 ? encodeElement(0x17, toUtf8(digits.slice(2))) : encodeElement(0x18, toUtf8(digits));
}
