import { createHash } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { concatBytes, joinBytes, toUtf8 } from '../../../src/core/digest/encoding.ts';
import { encodeElement, encodeObjectIdentifier, encodeSequence, encodeUnsigned } from '../../../src/core/timestamp/der-writer.ts';
import { HASH_OIDS, OID } from '../../../src/core/timestamp/object-identifiers.ts';

/**
 * A time-stamping authority whose keys follow from their names, and whose signatures from what they are over (RFC 6979): certificates and tokens come
 * out the same to the byte in every run, which openssl cannot do.
 */
export interface SeededAuthority {
  /** DER. */
  readonly root: Uint8Array;
  readonly signer: Uint8Array;
  /** ContentInfo of a token over this TSTInfo. */
  sign(tstInfo: Uint8Array): Uint8Array;
}

export interface SeededAuthorityWish {
  /** Keys follow from it. */
  readonly seed: string;
  /** Common name of the root; the signer has one below it. */
  readonly name: string;
  readonly purpose?: string;
  /** Of the signer, `yymmddhhmmssZ`. */
  readonly validFrom?: string;
  readonly validTo?: string;
  /** Root that issues the signer instead of one of its own. */
  readonly under?: string;
}

const ECDSA_WITH_SHA256 = encodeSequence(encodeObjectIdentifier('1.2.840.10045.4.3.2'));
const SHA256_ALGORITHM = encodeSequence(encodeObjectIdentifier(HASH_OIDS.sha256));
const CURVE_P256 = encodeObjectIdentifier('1.2.840.10045.3.1.7');
const YES = Uint8Array.of(1, 1, 0xff);
const CA_USAGE = Uint8Array.of(3, 2, 1, 6);
const SIGNER_USAGE = Uint8Array.of(3, 2, 7, 0x80);
const SIGNER_SERIAL = encodeUnsigned(Uint8Array.of(0x51, 2));

export function makeSeededAuthority(wish: SeededAuthorityWish): SeededAuthority {
  const { seed, name, purpose = OID.timeStamping, validFrom = '260101000000Z', validTo = '360101000000Z', under = seed } = wish;
  const [rootName, signerName] = [encodeName(name), encodeName(`${name} signer`)];
  const [rootKey, signerKey] = [seededKey(`${under} root`), seededKey(`${seed} signer`)];
  const root = certify(rootKey, {
    serial: encodeUnsigned(Uint8Array.of(0x51, 1)),
    issuer: rootName,
    validity: ['260101000000Z', '360101000000Z'],
    subject: rootName,
    publicKey: encodePublicKey(rootKey),
    extensions: [extension(OID.basicConstraints, encodeSequence(YES)), extension(OID.keyUsage, CA_USAGE)],
  });
  const signer = certify(rootKey, {
    serial: SIGNER_SERIAL,
    issuer: rootName,
    validity: [validFrom, validTo],
    subject: signerName,
    publicKey: encodePublicKey(signerKey),
    extensions: [extension(OID.keyUsage, SIGNER_USAGE), extension(OID.extendedKeyUsage, encodeSequence(encodeObjectIdentifier(purpose)))],
  });
  return { root, signer, sign: (tstInfo) => signToken(signerKey, { signer, issuer: rootName, tstInfo }) };
}

function seededKey(name: string): Uint8Array {
  return sha256(toUtf8(`pugmark test time authority: ${name}`));
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}

/** DER of an ECDSA signature over SHA-256 of these bytes. */
function signBytes(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  return p256.sign(bytes, key, { format: 'der', lowS: false });
}

function encodeName(commonName: string): Uint8Array {
  const attribute = encodeSequence(encodeObjectIdentifier('2.5.4.3'), encodeElement(0x0c, toUtf8(commonName)));
  return encodeSequence(encodeElement(0x31, attribute));
}

function encodePublicKey(key: Uint8Array): Uint8Array {
  return encodeSequence(encodeSequence(encodeObjectIdentifier(OID.ecPublicKey), CURVE_P256), bits(p256.getPublicKey(key, false)));
}

function bits(bytes: Uint8Array): Uint8Array {
  return encodeElement(3, concatBytes(Uint8Array.of(0), bytes));
}

/** Critical, all of them. */
function extension(oid: string, value: Uint8Array): Uint8Array {
  return encodeSequence(encodeObjectIdentifier(oid), YES, encodeElement(4, value));
}

interface Certified {
  readonly serial: Uint8Array;
  readonly issuer: Uint8Array;
  readonly validity: readonly string[];
  readonly subject: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly extensions: readonly Uint8Array[];
}

/** A certificate of version 3 (RFC 5280 section 4.1). */
function certify(key: Uint8Array, { serial, issuer, validity, subject, publicKey, extensions }: Certified): Uint8Array {
  const tbs = encodeSequence(
    encodeElement(0xa0, encodeUnsigned(Uint8Array.of(2))),
    serial,
    ECDSA_WITH_SHA256,
    issuer,
    encodeSequence(...validity.map((time) => encodeElement(0x17, toUtf8(time)))),
    subject,
    publicKey,
    encodeElement(0xa3, encodeSequence(...extensions)),
  );
  return encodeSequence(tbs, ECDSA_WITH_SHA256, bits(signBytes(key, tbs)));
}

/** SignedData (RFC 5652 section 5.1) with its certificate, and ESSCertIDv2 of it. */
function signToken(
  key: Uint8Array,
  { signer, issuer, tstInfo }: { readonly signer: Uint8Array; readonly issuer: Uint8Array; readonly tstInfo: Uint8Array },
): Uint8Array {
  const contentType = encodeObjectIdentifier(OID.tstInfo);
  const certificateId = encodeSequence(encodeSequence(encodeSequence(encodeElement(4, sha256(signer)))));
  const attributes = [
    attribute(OID.attributeContentType, contentType),
    attribute(OID.attributeMessageDigest, encodeElement(4, sha256(tstInfo))),
    attribute(OID.attributeSigningCertificateV2, certificateId),
  ].toSorted((a, b) => Buffer.compare(a, b));
  const signature = signBytes(key, encodeElement(0x31, joinBytes(attributes)));
  const signerInfo = encodeSequence(
    encodeUnsigned(Uint8Array.of(1)),
    encodeSequence(issuer, SIGNER_SERIAL),
    SHA256_ALGORITHM,
    encodeElement(0xa0, joinBytes(attributes)),
    ECDSA_WITH_SHA256,
    encodeElement(4, signature),
  );
  const signedData = encodeSequence(
    encodeUnsigned(Uint8Array.of(3)),
    encodeElement(0x31, SHA256_ALGORITHM),
    encodeSequence(contentType, encodeElement(0xa0, encodeElement(4, tstInfo))),
    encodeElement(0xa0, signer),
    encodeElement(0x31, signerInfo),
  );
  return encodeSequence(encodeObjectIdentifier(OID.signedData), encodeElement(0xa0, signedData));
}

function attribute(oid: string, value: Uint8Array): Uint8Array {
  return encodeSequence(encodeObjectIdentifier(oid), encodeElement(0x31, value));
}
