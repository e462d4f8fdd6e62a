import { CertificateRevocationList, type Extension } from 'pkijs';
import type { CertificateCryptography } from '../cryptography-ports.ts';
import { isSameBytes } from '../digest/encoding.ts';
import { readAsn1, TAG, unreadable } from './asn1-reader.ts';
import { Asn1Fields, readBitOctets, readSmallInteger } from './asn1-values.ts';
import { isSameName, KEY_USAGE } from './certificate.ts';
import { checkCertifiedSignature } from './certified-signature.ts';
import { OID } from './object-identifiers.ts';
import type { RevocationQuestion, RevocationStatus } from './revocation.ts';

/** deltaCRLIndicator, issuingDistributionPoint. */
const DELTA_INDICATOR = '2.5.29.27';
const DISTRIBUTION_POINT = '2.5.29.28';

/** True when the DER looks like a CertificateList rather than an OCSPResponse, which begins with an ENUMERATED. */
export function isCrl(der: Uint8Array): boolean {
  return readAsn1(der, 'ber').children[0]?.identifier === TAG.sequence;
}

/** What a revocation list (RFC 5280 section 5) says of a certificate. Throws `input-unreadable`. */
export async function readCrlStatus(
  cryptography: CertificateCryptography,
  der: Uint8Array,
  question: RevocationQuestion,
): Promise<RevocationStatus> {
  const { certificate, issuer, atMs } = question;
  const outer = new Asn1Fields(readAsn1(der, 'der'), 'CertificateList');
  const tbs = outer.take(TAG.sequence);
  const algorithm = outer.take(TAG.sequence);
  const signature = readBitOctets(outer.take(TAG.bitString));
  outer.end();
  const list = parse(der);
  const issuerName = new Asn1Fields(tbs, 'TBSCertList');
  issuerName.takeIf(TAG.integer);
  issuerName.take(TAG.sequence);
  if (!isSameName({ der: issuerName.take(TAG.sequence).whole, names: list.issuer }, issuer.subject)) return { kind: 'silent' };
  const mayIssue = issuer.keyUsage === undefined || issuer.keyUsage.includes(KEY_USAGE.crlSign);
  const outcome = await checkCertifiedSignature(cryptography, { algorithm, publicKey: issuer.publicKey, message: tbs.whole, signature });
  if (outcome === 'refused') return { kind: 'silent' };
  if (outcome === 'wrong' || !mayIssue) return { kind: 'forged' };

  const extensions = list.crlExtensions?.extensions ?? [];
  // A list for several issuers names them beside its entries: numbers alone would accuse the wrong certificate.
  if (extensions.some(isIndirect)) return { kind: 'silent' };
  const entry = list.revokedCertificates?.find(({ userCertificate }) =>
    isSameBytes(userCertificate.valueBlock.valueHexView, certificate.serial),
  );
  if (entry !== undefined) {
    const reason = entry.crlEntryExtensions?.extensions.find(({ extnID }) => extnID === OID.crlReason);
    return {
      kind: 'revoked',
      atMs: entry.revocationDate.value.getTime(),
      ...(reason === undefined
        ? {}
        : { reason: readSmallInteger(readAsn1(reason.extnValue.valueBlock.valueHexView, 'der'), 'CRLReason', TAG.enumerated) }),
    };
  }
  // A list of a part of the certificates, or of what changed, does not say of those that it leaves out that they are good.
  const isWhole = !extensions.some(({ extnID, critical }) => critical || extnID === DELTA_INDICATOR);
  return { kind: 'good', isCurrent: isWhole && isCurrent(list, atMs, certificate.notAfterMs) };
}

function parse(der: Uint8Array): CertificateRevocationList {
  try {
    return CertificateRevocationList.fromBER(Uint8Array.from(der));
  } catch {
    throw unreadable('a revocation list that is none');
  }
}

/** IssuingDistributionPoint with indirectCRL [4] TRUE. */
function isIndirect({ extnID, extnValue }: Extension): boolean {
  if (extnID !== DISTRIBUTION_POINT) return false;
  return readAsn1(extnValue.valueBlock.valueHexView, 'der').children.some(
    ({ identifier, content }) => identifier === 0x84 && content[0] === 0xff,
  );
}

/** It covers the moment, or was made later, while the certificate would still have stood on it. */
function isCurrent({ thisUpdate, nextUpdate }: CertificateRevocationList, atMs: number, notAfterMs: number): boolean {
  const fromMs = thisUpdate.value.getTime();
  if (fromMs >= atMs) return fromMs <= notAfterMs;
  return nextUpdate !== undefined && nextUpdate.value.getTime() >= atMs;
}
