import type { CertificateCryptography } from '../cryptography-ports.ts';
import { isSameBytes } from '../digest/encoding.ts';
import { type Asn1Element, TAG } from './asn1-reader.ts';
import { readObjectIdentifier } from './asn1-values.ts';
import { findHash, OID } from './object-identifiers.ts';
import type { SignedToken } from './signed-token.ts';
import type { TimestampFindings } from './timestamp-findings.ts';

/** Content type and message digest stand among the signed attributes once each, and are those of the TSTInfo (RFC 5652 section 11). */
export async function checkSignedAttributes(
  cryptography: CertificateCryptography,
  token: SignedToken,
  found: TimestampFindings,
): Promise<void> {
  const wrong = (message: string): void => found.find('signed-attributes-wrong', message);
  const contentType = onlyValue(token, OID.attributeContentType);
  const isTstInfo =
    contentType?.identifier === TAG.objectIdentifier &&
    found.attempt('signed-attributes-wrong', () => readObjectIdentifier(contentType)) === OID.tstInfo;
  if (!isTstInfo) wrong('The signed attributes do not say, once, that a TSTInfo is signed');
  const hash = findHash(token.signer.digestOid);
  if (hash === undefined) {
    found.find('algorithm-refused', `The token is digested with a hash that is not accepted (${token.signer.digestOid})`);
    return;
  }
  const digest = onlyValue(token, OID.attributeMessageDigest);
  if (digest?.identifier !== TAG.octetString) wrong('The signed attributes do not hold one message digest');
  else if (!isSameBytes(digest.content, await cryptography.digest(hash, token.content)))
    wrong('The message digest that is signed is not that of the TSTInfo');
}

/** Undefined also when the attribute or its value stands twice: which of them would count? */
function onlyValue({ signer }: SignedToken, wanted: string): Asn1Element | undefined {
  const [attribute, again] = signer.attributes.filter(({ oid }) => oid === wanted);
  const [value, more] = attribute?.values ?? [];
  return again === undefined && more === undefined ? value : undefined;
}
