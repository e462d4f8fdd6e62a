import { BasicConstraints, Certificate, type Extension, ExtKeyUsage, type RelativeDistinguishedNames } from 'pkijs';
import { isSameBytes } from '../digest/encoding.ts';
import { type Asn1Element, readAsn1, TAG, unreadable } from './asn1-reader.ts';
import { Asn1Fields, readBitOctets, readNamedBits } from './asn1-values.ts';
import { OID } from './object-identifiers.ts';
import { oneLine } from './one-line.ts';

/** An X.509 certificate (RFC 5280), as far as a path to a root needs it. */
export interface PathCertificate {
  readonly der: Uint8Array;
  /** What its issuer signed. */
  readonly tbs: Uint8Array;
  /** AlgorithmIdentifier of its issuer's signature. */
  readonly signatureAlgorithm: Asn1Element;
  readonly signature: Uint8Array;
  readonly issuer: CertificateName;
  readonly subject: CertificateName;
  /** Content octets. */
  readonly serial: Uint8Array;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Asn1Element;
  readonly keyIdentifier?: Uint8Array;
  readonly isAuthority: boolean;
  readonly pathLength?: number;
  /** Numbers of its bits. Absent: not restricted. */
  readonly keyUsage?: readonly number[];
  readonly extendedKeyUsage?: { readonly isCritical: boolean; readonly purposes: readonly string[] };
  /** Critical extensions that nothing here acts upon. */
  readonly unknownCritical: readonly string[];
}

export interface CertificateName {
  readonly der: Uint8Array;
  readonly names: RelativeDistinguishedNames;
}

/** Bits of KeyUsage (RFC 5280 section 4.2.1.3). */
export const KEY_USAGE = { digitalSignature: 0, nonRepudiation: 1, keyCertSign: 5, crlSign: 6 } as const;

/**
 * Critical extensions that are acted upon here, or that restrict nothing of ours: other names of the subject and issuer, certificate policies and
 * their mapping away (no policy is asked of the path), where lists of revoked certificates are.
 */
const UNDERSTOOD = new Set<string>([
  OID.basicConstraints,
  OID.keyUsage,
  OID.extendedKeyUsage,
  '2.5.29.17',
  '2.5.29.18',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.54',
]);

/** Reads DER. Throws `input-unreadable`. */
export function readCertificate(der: Uint8Array): PathCertificate {
  const outer = new Asn1Fields(readAsn1(der, 'der'), 'Certificate');
  const tbs = outer.take(TAG.sequence);
  const signatureAlgorithm = outer.take(TAG.sequence);
  const signature = readBitOctets(outer.take(TAG.bitString));
  outer.end();
  const inner = readInner(tbs);
  // Else an attacker chooses how the signature is looked at (RFC 5280 section 4.1.1.2).
  if (!isSameBytes(inner.algorithm.whole, signatureAlgorithm.whole))
    throw unreadable('a certificate that names two algorithms of its signature');
  const parsed = parse(der);
  const extensions = readExtensions(parsed.extensions ?? []);
  return {
    der,
    tbs: tbs.whole,
    signatureAlgorithm,
    signature,
    issuer: { der: inner.issuer.whole, names: parsed.issuer },
    subject: { der: inner.subject.whole, names: parsed.subject },
    serial: inner.serial.content,
    notBeforeMs: timeOf(parsed.notBefore.value),
    notAfterMs: timeOf(parsed.notAfter.value),
    publicKey: inner.publicKey,
    ...extensions,
  };
}

const known = new WeakMap<Uint8Array, PathCertificate>();

/**
 * The same of an array that comes again with every token, as roots do: reading one takes milliseconds, and a case has hundreds of tokens. Throws
 * `input-unreadable`.
 */
export function readKnownCertificate(der: Uint8Array): PathCertificate {
  const before = known.get(der);
  if (before !== undefined && isSameBytes(before.der, der)) return before;
  // Of a copy: what was read stays what it was, whatever becomes of the array.
  const certificate = readCertificate(Uint8Array.from(der));
  known.set(der, certificate);
  return certificate;
}

/** The fields whose very bytes are hashed, signed or compared. */
function readInner(tbs: Asn1Element): Record<'serial' | 'algorithm' | 'issuer' | 'subject' | 'publicKey', Asn1Element> {
  const fields = new Asn1Fields(tbs, 'TBSCertificate');
  fields.takeIf(0xa0);
  const serial = fields.take(TAG.integer);
  const algorithm = fields.take(TAG.sequence);
  const issuer = fields.take(TAG.sequence);
  fields.take(TAG.sequence);
  const subject = fields.take(TAG.sequence);
  const publicKey = fields.take(TAG.sequence);
  for (const optional of [0x81, 0x82, 0xa3]) fields.takeIf(optional);
  fields.end();
  return { serial, algorithm, issuer, subject, publicKey };
}

function parse(der: Uint8Array): Certificate {
  try {
    return Certificate.fromBER(Uint8Array.from(der));
  } catch {
    throw unreadable('a certificate that is none');
  }
}

type ExtensionFacts = Pick<
  PathCertificate,
  'keyIdentifier' | 'isAuthority' | 'pathLength' | 'keyUsage' | 'extendedKeyUsage' | 'unknownCritical'
>;

function readExtensions(extensions: readonly Extension[]): ExtensionFacts {
  const byOid = new Map(extensions.map((extension) => [extension.extnID, extension]));
  if (byOid.size !== extensions.length) throw unreadable('a certificate with an extension twice');
  const constraints = byOid.get(OID.basicConstraints)?.parsedValue;
  const usage = byOid.get(OID.keyUsage);
  const purposes = byOid.get(OID.extendedKeyUsage);
  const identifier = byOid.get(OID.subjectKeyIdentifier);
  const pathLength = constraints instanceof BasicConstraints ? constraints.pathLenConstraint : undefined;
  if (pathLength !== undefined && typeof pathLength !== 'number') throw unreadable('a path length beyond all bounds');
  return {
    isAuthority: constraints instanceof BasicConstraints && constraints.cA,
    ...(pathLength === undefined ? {} : { pathLength }),
    ...(usage === undefined ? {} : { keyUsage: readNamedBits(readAsn1(valueOf(usage), 'der')) }),
    ...(purposes === undefined ? {} : { extendedKeyUsage: { isCritical: purposes.critical, purposes: readPurposes(purposes) } }),
    ...(identifier === undefined ? {} : { keyIdentifier: readAsn1(valueOf(identifier), 'der').content }),
    // Constraints on names are not understood here, critical or not: they shut out what we cannot name.
    unknownCritical: extensions
      .filter(({ extnID, critical }) => (critical && !UNDERSTOOD.has(extnID)) || extnID === OID.nameConstraints)
      .map(({ extnID }) => extnID),
  };
}

function readPurposes(extension: Extension): readonly string[] {
  const value: unknown = extension.parsedValue;
  if (!(value instanceof ExtKeyUsage)) throw unreadable('an extended key usage that is none');
  return value.keyPurposes;
}

function valueOf(extension: Extension): Uint8Array {
  return extension.extnValue.valueBlock.valueHexView;
}

function timeOf(date: Date): number {
  const ms = date.getTime();
  if (Number.isNaN(ms)) throw unreadable('a certificate whose validity is no time');
  return ms;
}

/** True when both name the same (RFC 5280 section 7.1): spelling and kinds of strings may differ. */
export function isSameName(a: CertificateName, b: CertificateName): boolean {
  return isSameBytes(a.der, b.der) || a.names.isEqual(b.names);
}

const ATTRIBUTES: Readonly<Record<string, string>> = { '2.5.4.3': 'CN', '2.5.4.10': 'O', '2.5.4.11': 'OU', '2.5.4.6': 'C' };

/** One line for people: `CN=..., O=..., C=...`. */
export function nameForPeople({ names }: CertificateName): string {
  const parts = names.typesAndValues.flatMap(({ type, value }) => {
    const short = ATTRIBUTES[type];
    const text: unknown = value.valueBlock.value;
    return short === undefined || typeof text !== 'string' ? [] : [`${short}=${oneLine(text).slice(0, 200)}`];
  });
  return parts.toReversed().join(', ') || 'a certificate without a name';
}
