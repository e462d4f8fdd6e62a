import type { CertificateCryptography, SignatureHash } from '../cryptography-ports.ts';
import { isSameBytes } from '../digest/encoding.ts';
import { type Asn1Element, TAG, unreadable } from './asn1-reader.ts';
import { Asn1Fields, onlyChild, readObjectIdentifier } from './asn1-values.ts';
import { type PathCertificate, KEY_USAGE } from './certificate.ts';
import { findHash, HASH_OIDS, OID } from './object-identifiers.ts';
import type { SignedToken, SignerIdentifier } from './signed-token.ts';

const SHA1_OID = '1.3.14.3.2.26';

/** The certificate that SignerInfo names. Undefined: not among these. */
export function findSigner(identifier: SignerIdentifier, certificates: readonly PathCertificate[]): PathCertificate | undefined {
  return certificates.find((certificate) =>
    identifier.kind === 'key-identifier'
      ? certificate.keyIdentifier !== undefined && isSameBytes(certificate.keyIdentifier, identifier.keyIdentifier)
      : isSameBytes(certificate.serial, identifier.serial) && isSameBytes(certificate.issuer.der, identifier.issuer),
  );
}

/**
 * What is wrong with the attribute by which the authority signs which certificate is its own (RFC 3161 section 2.4.2, RFC 5816): ESSCertID, by SHA-1,
 * or ESSCertIDv2. Without it a token could be moved to another certificate of the same key. Undefined: nothing.
 */
export async function checkSignerIdentifier(
  cryptography: CertificateCryptography,
  attributes: SignedToken['signer']['attributes'],
  signer: PathCertificate,
): Promise<string | undefined> {
  const named = attributes.filter(({ oid }) => oid === OID.attributeSigningCertificate || oid === OID.attributeSigningCertificateV2);
  if (named.length === 0) return 'No signed attribute names the certificate that signed (ESSCertID)';
  if (new Set(named.map(({ oid }) => oid)).size !== named.length) return 'Two signed attributes name the certificate that signed';
  for (const { oid, values } of named) {
    const [value, more] = values;
    if (value === undefined || more !== undefined) return 'The attribute that names the certificate that signed does not have one value';
    const wrong = await checkIdentifier(cryptography, readFirstIdentifier(value), oid, signer);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** SigningCertificate and SigningCertificateV2: the first of their certificates is the signer's. Throws `input-unreadable`. */
function readFirstIdentifier(value: Asn1Element): Asn1Element {
  const first = new Asn1Fields(value, 'SigningCertificate').take(TAG.sequence).children[0];
  if (first === undefined) throw unreadable('a SigningCertificate without certificates');
  return first;
}

async function checkIdentifier(
  cryptography: CertificateCryptography,
  identifier: Asn1Element,
  attributeOid: string,
  signer: PathCertificate,
): Promise<string | undefined> {
  const fields = new Asn1Fields(identifier, 'ESSCertID');
  const algorithm = attributeOid === OID.attributeSigningCertificateV2 ? fields.takeIf(TAG.sequence) : undefined;
  const named = fields.take(TAG.octetString).content;
  const issuerSerial = fields.takeIf(TAG.sequence);
  fields.end();
  const defaultOid = attributeOid === OID.attributeSigningCertificateV2 ? HASH_OIDS.sha256 : SHA1_OID;
  const hashOid =
    algorithm === undefined
      ? defaultOid
      : readObjectIdentifier(new Asn1Fields(algorithm, 'AlgorithmIdentifier').take(TAG.objectIdentifier));
  const hash: SignatureHash | 'sha1' | undefined = hashOid === SHA1_OID ? 'sha1' : findHash(hashOid);
  if (hash === undefined) return `The certificate that signed is named by a hash that is not known here (${hashOid})`;
  if (!isSameBytes(await cryptography.digest(hash, signer.der), named))
    return 'The signed attributes name another certificate than the one that signed (ESSCertID)';
  return issuerSerial === undefined || isIssuerSerialOf(issuerSerial, signer)
    ? undefined
    : 'The signed attributes name another issuer or serial number than that of the signer';
}

/** IssuerSerial: one directoryName [4], and the serial number. */
function isIssuerSerialOf(element: Asn1Element, signer: PathCertificate): boolean {
  const fields = new Asn1Fields(element, 'IssuerSerial');
  const names = fields.take(TAG.sequence);
  const serial = fields.take(TAG.integer).content;
  const name = onlyChild(names, 'IssuerSerial');
  return (
    name.identifier === 0xa4 && isSameBytes(onlyChild(name, 'GeneralName').whole, signer.issuer.der) && isSameBytes(serial, signer.serial)
  );
}

/** What is wrong with the purpose of the certificate that signed (RFC 3161 section 2.3): time stamping, critical, and nothing else. */
export function checkSignerPurpose({ extendedKeyUsage, keyUsage }: PathCertificate): string | undefined {
  if (extendedKeyUsage === undefined) return 'The certificate that signed is not for time stamping (no extended key usage)';
  if (!extendedKeyUsage.purposes.includes(OID.timeStamping)) return 'The certificate that signed is for another purpose than time stamping';
  if (extendedKeyUsage.purposes.length !== 1) return 'The certificate that signed is for other purposes than time stamping too';
  if (!extendedKeyUsage.isCritical) return 'The extended key usage of the certificate that signed is not critical';
  const signing: readonly number[] = [KEY_USAGE.digitalSignature, KEY_USAGE.nonRepudiation];
  if (keyUsage !== undefined && (keyUsage.length === 0 || keyUsage.some((bit) => !signing.includes(bit)))) {
    return 'The key of the certificate that signed is for something else than signatures (keyUsage)';
  }
  return undefined;
}
