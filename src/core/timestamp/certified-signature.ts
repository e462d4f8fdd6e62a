import type { CertificateCryptography, CertifiedSignatureScheme, EllipticCurve, SignatureHash } from '../cryptography-ports.ts';
import { concatBytes } from '../digest/encoding.ts';
import { isPugmarkError } from '../errors.ts';
import { type Asn1Element, readAsn1, TAG, unreadable } from './asn1-reader.ts';
import { Asn1Fields, onlyChild, readBitOctets, readObjectIdentifier, readSmallInteger } from './asn1-values.ts';
import { encodeElement, encodeObjectIdentifier, encodeSequence } from './der-writer.ts';
import { findHash, OID } from './object-identifiers.ts';

/** `refused`: an algorithm or key that proves nothing any more, or that is not known here. */
export type SignatureOutcome = 'right' | 'wrong' | 'refused';

const RSA_SIGNATURES: Readonly<Record<string, SignatureHash>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
};
const ECDSA_SIGNATURES: Readonly<Record<string, SignatureHash>> = {
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};
const CURVES: Readonly<Record<string, EllipticCurve>> = { '1.2.840.10045.3.1.7': 'p256', '1.3.132.0.34': 'p384', '1.3.132.0.35': 'p521' };
const ORDER_BYTES: Readonly<Record<EllipticCurve, number>> = { p256: 32, p384: 48, p521: 66 };

/** Below, keys are too short for years to come; above, a check would take as long as an attacker wants. */
const RSA_BITS = { least: 2048, most: 16_384 };
const MAX_EXPONENT_BYTES = 8;

export interface CertifiedSignature {
  /** AlgorithmIdentifier. */
  readonly algorithm: Asn1Element;
  /** Dotted hash beside it, for CMS signers whose algorithm is that of their key alone. */
  readonly digestOid?: string;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Asn1Element;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** Checks a signature under the key of a certificate. Never rejects for what it holds. */
export async function checkCertifiedSignature(cryptography: CertificateCryptography, input: CertifiedSignature): Promise<SignatureOutcome> {
  try {
    const key = readKey(input.publicKey);
    const scheme = key === undefined ? undefined : chooseScheme(key, input.algorithm, input.digestOid);
    if (key === undefined || scheme === undefined) return 'refused';
    const signature = scheme.kind === 'ecdsa' ? joinedSignature(input.signature, scheme.curve) : input.signature;
    return (await cryptography.verify(scheme, key.spki, input.message, signature)) ? 'right' : 'wrong';
  } catch (error) {
    if (!isPugmarkError(error, 'input-unreadable')) throw error;
    // Key or signature of a form that the standard does not know.
    return 'wrong';
  }
}

type ReadKey =
  | { readonly kind: 'rsa'; readonly spki: Uint8Array; readonly isPssOnly: boolean }
  | { readonly kind: 'ec'; readonly spki: Uint8Array; readonly curve: EllipticCurve };

function readKey(publicKey: Asn1Element): ReadKey | undefined {
  const fields = new Asn1Fields(publicKey, 'SubjectPublicKeyInfo');
  const algorithm = new Asn1Fields(fields.take(TAG.sequence), 'AlgorithmIdentifier');
  const key = fields.take(TAG.bitString);
  fields.end();
  const oid = readObjectIdentifier(algorithm.take(TAG.objectIdentifier));
  if (oid === OID.ecPublicKey) {
    const curve = CURVES[readObjectIdentifier(algorithm.take(TAG.objectIdentifier))];
    return curve === undefined ? undefined : { kind: 'ec', spki: publicKey.whole, curve };
  }
  if (oid !== OID.rsaEncryption && oid !== OID.rsaPss) return undefined;
  const numbers = new Asn1Fields(readAsn1(readBitOctets(key), 'der'), 'RSAPublicKey');
  const modulus = numbers.take(TAG.integer).content;
  const bits = bitsOf(modulus);
  if (bits < RSA_BITS.least || bits > RSA_BITS.most || numbers.take(TAG.integer).content.length > MAX_EXPONENT_BYTES) return undefined;
  // WebCrypto takes an RSA key under this name alone.
  const plain = encodeSequence(encodeObjectIdentifier(OID.rsaEncryption), encodeElement(TAG.null, new Uint8Array()));
  return { kind: 'rsa', spki: encodeSequence(plain, key.whole), isPssOnly: oid === OID.rsaPss };
}

function bitsOf(integer: Uint8Array): number {
  const start = integer.findIndex((byte) => byte !== 0);
  return start < 0 ? 0 : (integer.length - start) * 8 - Math.clz32(integer[start] ?? 0) + 24;
}

function chooseScheme(key: ReadKey, algorithm: Asn1Element, digestOid: string | undefined): CertifiedSignatureScheme | undefined {
  const fields = new Asn1Fields(algorithm, 'AlgorithmIdentifier');
  const oid = readObjectIdentifier(fields.take(TAG.objectIdentifier));
  const beside = digestOid === undefined ? undefined : findHash(digestOid);
  if (key.kind === 'ec') {
    const hash = oid === OID.ecPublicKey ? beside : ECDSA_SIGNATURES[oid];
    return hash === undefined ? undefined : { kind: 'ecdsa', hash, curve: key.curve };
  }
  if (oid === OID.rsaPss) return readPss(fields.take(TAG.sequence));
  const hash = oid === OID.rsaEncryption ? beside : RSA_SIGNATURES[oid];
  return hash === undefined || key.isPssOnly ? undefined : { kind: 'rsa-pkcs1', hash };
}

/** RSASSA-PSS-params (RFC 4055 section 3.1). What is left out means SHA-1, and is refused. */
function readPss(element: Asn1Element): CertifiedSignatureScheme | undefined {
  const fields = new Asn1Fields(element, 'RSASSA-PSS-params');
  const [digest, mask, salt, trailer] = [0xa0, 0xa1, 0xa2, 0xa3].map((tag) => fields.takeIf(tag));
  fields.end();
  if (digest === undefined || mask === undefined) return undefined;
  const hash = hashOf(onlyChild(digest, 'RSASSA-PSS-params'));
  const generator = new Asn1Fields(onlyChild(mask, 'RSASSA-PSS-params'), 'MaskGenAlgorithm');
  if (readObjectIdentifier(generator.take(TAG.objectIdentifier)) !== OID.mgf1 || hash !== hashOf(generator.take(TAG.sequence)))
    return undefined;
  const saltLength = salt === undefined ? 20 : readSmallInteger(onlyChild(salt, 'RSASSA-PSS-params'), 'The salt length');
  const isTrailerKnown = trailer === undefined || readSmallInteger(onlyChild(trailer, 'RSASSA-PSS-params'), 'The trailer') === 1;
  return hash === undefined || !isTrailerKnown ? undefined : { kind: 'rsa-pss', hash, saltLength };
}

function hashOf(algorithm: Asn1Element): SignatureHash | undefined {
  return findHash(readObjectIdentifier(new Asn1Fields(algorithm, 'AlgorithmIdentifier').take(TAG.objectIdentifier)));
}

/** Ecdsa-Sig-Value (RFC 3279 section 2.2.3) as r || s. Throws `input-unreadable`. */
function joinedSignature(der: Uint8Array, curve: EllipticCurve): Uint8Array {
  const fields = new Asn1Fields(readAsn1(der, 'der'), 'Ecdsa-Sig-Value');
  const numbers = [fields.take(TAG.integer), fields.take(TAG.integer)].map(({ content }) => {
    const start = content[0] === 0 ? 1 : 0;
    const padding = ORDER_BYTES[curve] - (content.length - start);
    if ((content[0] ?? 0) >= 0x80 || padding < 0) throw unreadable('an ECDSA signature beyond its curve');
    return concatBytes(new Uint8Array(padding), content.subarray(start));
  });
  fields.end();
  return concatBytes(...numbers);
}
