import { type Asn1Element, readAsn1, TAG, unreadable } from './asn1-reader.ts';
import { Asn1Fields, expectTag, onlyChild, readObjectIdentifier, readOctets, readSmallInteger } from './asn1-values.ts';
import { OID } from './object-identifiers.ts';

/** CMS SignedData (RFC 5652 section 5) of a time-stamp token, as far as a verification needs it. Bytes are views, as they lie in the token. */
export interface SignedToken {
  readonly contentType: string;
  /** What is signed. */
  readonly content: Uint8Array;
  /** DER of each certificate. */
  readonly certificates: readonly Uint8Array[];
  /** DER of each revocation list. */
  readonly crls: readonly Uint8Array[];
  /** DER of each OCSP response (RFC 5940). */
  readonly ocspResponses: readonly Uint8Array[];
  readonly signer: TokenSigner;
}

export interface TokenSigner {
  readonly identifier: SignerIdentifier;
  /** Dotted: hash of the message digest attribute. */
  readonly digestOid: string;
  /** DER of the signed attributes as SET OF: what the signature is over (RFC 5652 section 5.4). */
  readonly signedAttributes: Uint8Array;
  /** Every value of every attribute, with the attribute's identifier. */
  readonly attributes: readonly { readonly oid: string; readonly values: readonly Asn1Element[] }[];
  /** AlgorithmIdentifier. */
  readonly signatureAlgorithm: Asn1Element;
  readonly signature: Uint8Array;
}

export type SignerIdentifier =
  /** `issuer`: DER of the Name; `serial`: content octets. */
  | { readonly kind: 'issuer-and-serial'; readonly issuer: Uint8Array; readonly serial: Uint8Array }
  | { readonly kind: 'key-identifier'; readonly keyIdentifier: Uint8Array };

/** Reads the ContentInfo of a token. Throws `input-unreadable`, also when it does not have exactly one signer (RFC 3161 section 2.4.2). */
export function readSignedToken(contentInfo: Asn1Element): SignedToken {
  return readSignedData(contentInfo, (encapsulated) => readOctets(onlyChild(encapsulated.take(0xa0), 'EncapsulatedContentInfo')));
}

/** The same of a signature that lies beside what it signs (RFC 5652 section 5.2): `content` is what it is beside of. Throws `input-unreadable`. */
export function readDetachedSignature(contentInfo: Asn1Element, content: Uint8Array): SignedToken {
  return readSignedData(contentInfo, () => content);
}

function readSignedData(contentInfo: Asn1Element, readContent: (encapsulated: Asn1Fields) => Uint8Array): SignedToken {
  const outer = new Asn1Fields(contentInfo, 'ContentInfo');
  if (readObjectIdentifier(outer.take(TAG.objectIdentifier)) !== OID.signedData) throw unreadable('a token that is not SignedData');
  const fields = new Asn1Fields(onlyChild(outer.take(0xa0), 'ContentInfo'), 'SignedData');
  outer.end();
  readSmallInteger(fields.take(TAG.integer), 'The version of SignedData');
  fields.take(TAG.set);
  const encapsulated = new Asn1Fields(fields.take(TAG.sequence), 'EncapsulatedContentInfo');
  const contentType = readObjectIdentifier(encapsulated.take(TAG.objectIdentifier));
  const content = readContent(encapsulated);
  encapsulated.end();
  const certificates = fields.takeIf(0xa0)?.children ?? [];
  const revocation = fields.takeIf(0xa1)?.children ?? [];
  const signer = readSigner(onlyChild(fields.take(TAG.set), 'The set of signers'));
  fields.end();
  return {
    contentType,
    content,
    // Other kinds of certificates (attribute certificates, obsolete forms) sign nothing here.
    certificates: certificates.filter(({ identifier }) => identifier === TAG.sequence).map(({ whole }) => whole),
    crls: revocation.filter(({ identifier }) => identifier === TAG.sequence).map(({ whole }) => whole),
    ocspResponses: revocation.flatMap(readOtherRevocation),
    signer,
  };
}

function readSigner(element: Asn1Element): TokenSigner {
  const fields = new Asn1Fields(element, 'SignerInfo');
  readSmallInteger(fields.take(TAG.integer), 'The version of SignerInfo');
  const identifier = readSignerIdentifier(fields.takeAny());
  const digestOid = readObjectIdentifier(new Asn1Fields(fields.take(TAG.sequence), 'AlgorithmIdentifier').take(TAG.objectIdentifier));
  const attributes = fields.take(0xa0);
  const signatureAlgorithm = fields.take(TAG.sequence);
  const signature = readOctets(fields.takeAny());
  fields.takeIf(0xa1);
  fields.end();
  const signedAttributes = Uint8Array.from(attributes.whole);
  signedAttributes[0] = TAG.set;
  // They are DER also where what is around them is not (RFC 5652 section 5.3).
  const read = readAsn1(signedAttributes, 'der').children.map((attribute) => {
    const parts = new Asn1Fields(attribute, 'Attribute');
    const oid = readObjectIdentifier(parts.take(TAG.objectIdentifier));
    const values = parts.take(TAG.set).children;
    parts.end();
    return { oid, values };
  });
  return { identifier, digestOid, signedAttributes, attributes: read, signatureAlgorithm, signature };
}

function readSignerIdentifier(element: Asn1Element): SignerIdentifier {
  if (element.identifier === 0x80) return { kind: 'key-identifier', keyIdentifier: element.content };
  const fields = new Asn1Fields(element, 'IssuerAndSerialNumber');
  const issuer = fields.take(TAG.sequence).whole;
  const serial = fields.take(TAG.integer).content;
  fields.end();
  return { kind: 'issuer-and-serial', issuer, serial };
}

/** OtherRevocationInfoFormat: [1] SEQUENCE { identifier, data }. Formats that we do not know say nothing. */
function readOtherRevocation(element: Asn1Element): readonly Uint8Array[] {
  if (element.identifier !== 0xa1) return [];
  const [format, data] = element.children;
  if (format === undefined || data === undefined || readObjectIdentifier(format) !== OID.ocspResponseFormat) return [];
  return [expectTag(data, TAG.sequence, 'OCSPResponse').whole];
}
