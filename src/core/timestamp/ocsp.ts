import type { CertificateCryptography } from '../cryptography-ports.ts';
import { isSameBytes } from '../digest/encoding.ts';
import { type Asn1Element, readAsn1, TAG, unreadable } from './asn1-reader.ts';
import { Asn1Fields, onlyChild, readBitOctets, readGeneralizedTime, readObjectIdentifier, readSmallInteger } from './asn1-values.ts';
import { isSameName, type PathCertificate, readCertificate } from './certificate.ts';
import { checkCertifiedSignature } from './certified-signature.ts';
import { findHash, OID } from './object-identifiers.ts';
import type { RevocationQuestion, RevocationStatus } from './revocation.ts';

const SHA1_OID = '1.3.14.3.2.26';
/** OCSPResponseStatus successful. */
const SUCCESSFUL = 0;
/** Certificates of responders that are read; there is one. */
const MAX_RESPONDERS = 4;

/** What an OCSP response (RFC 6960) says of a certificate. Throws `input-unreadable`. */
export async function readOcspStatus(
  cryptography: CertificateCryptography,
  der: Uint8Array,
  question: RevocationQuestion,
): Promise<RevocationStatus> {
  const basic = readBasicResponse(der);
  if (basic === undefined) return { kind: 'silent' };
  for (const single of basic.responses) {
    const answer = new Asn1Fields(single, 'SingleResponse');
    if (!(await isAbout(cryptography, answer.take(TAG.sequence), question))) continue;
    if (!(await isAuthorised(cryptography, basic, question.issuer))) return { kind: 'forged' };
    return readAnswer(answer, question);
  }
  return { kind: 'silent' };
}

interface BasicResponse {
  readonly tbs: Uint8Array;
  readonly responses: readonly Asn1Element[];
  readonly algorithm: Asn1Element;
  readonly signature: Uint8Array;
  readonly certificates: readonly Asn1Element[];
}

/** Undefined: no answer, or one of a kind that is not known. */
function readBasicResponse(der: Uint8Array): BasicResponse | undefined {
  const outer = new Asn1Fields(readAsn1(der, 'der'), 'OCSPResponse');
  if (readSmallInteger(outer.take(TAG.enumerated), 'OCSPResponseStatus', TAG.enumerated) !== SUCCESSFUL) return undefined;
  const bytes = new Asn1Fields(onlyChild(outer.take(0xa0), 'OCSPResponse'), 'ResponseBytes');
  if (readObjectIdentifier(bytes.take(TAG.objectIdentifier)) !== OID.basicOcspResponse) return undefined;
  const fields = new Asn1Fields(readAsn1(bytes.take(TAG.octetString).content, 'der'), 'BasicOCSPResponse');
  const data = fields.take(TAG.sequence);
  const algorithm = fields.take(TAG.sequence);
  const signature = readBitOctets(fields.take(TAG.bitString));
  const certificates = fields.takeIf(0xa0);
  fields.end();
  const parts = new Asn1Fields(data, 'ResponseData');
  parts.takeIf(0xa0);
  // The responder's name or key: [1] or [2]. Its signature says who it is.
  parts.takeAny();
  parts.take(TAG.generalizedTime);
  const responses = parts.take(TAG.sequence).children;
  return {
    tbs: data.whole,
    responses,
    algorithm,
    signature,
    certificates: certificates === undefined ? [] : onlyChild(certificates, 'BasicOCSPResponse').children,
  };
}

/** CertID: hashes of the issuer's name and key, and the serial number. */
async function isAbout(
  cryptography: CertificateCryptography,
  element: Asn1Element,
  { certificate, issuer }: RevocationQuestion,
): Promise<boolean> {
  const fields = new Asn1Fields(element, 'CertID');
  const oid = readObjectIdentifier(new Asn1Fields(fields.take(TAG.sequence), 'AlgorithmIdentifier').take(TAG.objectIdentifier));
  const [nameHash, keyHash] = [fields.take(TAG.octetString).content, fields.take(TAG.octetString).content];
  if (!isSameBytes(fields.take(TAG.integer).content, certificate.serial)) return false;
  const hash = oid === SHA1_OID ? 'sha1' : findHash(oid);
  if (hash === undefined) return false;
  const key = readBitOctets(issuer.publicKey.children[1] ?? issuer.publicKey);
  return (
    isSameBytes(await cryptography.digest(hash, certificate.issuer.der), nameHash) &&
    isSameBytes(await cryptography.digest(hash, key), keyHash)
  );
}

/** Signed by the issuer itself, or by a responder that the issuer certified for this (RFC 6960 section 4.2.2.2). */
async function isAuthorised(cryptography: CertificateCryptography, basic: BasicResponse, issuer: PathCertificate): Promise<boolean> {
  const delegates = basic.certificates.slice(0, MAX_RESPONDERS).map(({ whole }) => readCertificate(whole));
  const { algorithm, signature, tbs: message } = basic;
  for (const responder of [issuer, ...delegates]) {
    const isSigned = await checkCertifiedSignature(cryptography, { algorithm, publicKey: responder.publicKey, message, signature });
    if (isSigned === 'right' && (responder === issuer || (await isDelegate(cryptography, responder, issuer)))) return true;
  }
  return false;
}

async function isDelegate(cryptography: CertificateCryptography, responder: PathCertificate, issuer: PathCertificate): Promise<boolean> {
  if (responder.extendedKeyUsage?.purposes.includes(OID.ocspSigning) !== true || !isSameName(responder.issuer, issuer.subject))
    return false;
  if (responder.unknownCritical.length > 0) return false;
  const { signatureAlgorithm: algorithm, tbs: message, signature } = responder;
  return (await checkCertifiedSignature(cryptography, { algorithm, publicKey: issuer.publicKey, message, signature })) === 'right';
}

/** CertStatus, thisUpdate and nextUpdate. */
function readAnswer(answer: Asn1Fields, { atMs }: RevocationQuestion): RevocationStatus {
  const status = answer.takeAny();
  const thisUpdateMs = msOf(answer.take(TAG.generalizedTime));
  const next = answer.takeIf(0xa0);
  switch (status.identifier) {
    case 0x80: {
      const untilMs = next === undefined ? thisUpdateMs : msOf(onlyChild(next, 'SingleResponse'));
      return { kind: 'good', isCurrent: thisUpdateMs >= atMs || untilMs >= atMs };
    }
    case 0xa1: {
      const revoked = new Asn1Fields(status, 'RevokedInfo', 0xa1);
      const revokedAtMs = msOf(revoked.take(TAG.generalizedTime));
      const reason = revoked.takeIf(0xa0);
      const given = reason === undefined ? {} : { reason: readSmallInteger(onlyChild(reason, 'RevokedInfo'), 'CRLReason', TAG.enumerated) };
      return { kind: 'revoked', atMs: revokedAtMs, ...given };
    }
    // [2] unknown: the responder does not know the certificate.
    case 0x82:
      return { kind: 'silent' };
    default:
      throw unreadable('a CertStatus that the standard does not know');
  }
}

function msOf(element: Asn1Element): number {
  return Number(readGeneralizedTime(element) / 1000n);
}
