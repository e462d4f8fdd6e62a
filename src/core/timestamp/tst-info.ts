import { toHex } from '../digest/encoding.ts';
import { type Asn1Element, readAsn1, TAG, unreadable } from './asn1-reader.ts';
import { Asn1Fields, readGeneralizedTime, readObjectIdentifier, readSmallInteger } from './asn1-values.ts';

/** TSTInfo (RFC 3161 section 2.4.2): what an authority signs. */
export interface TstInfo {
  readonly policy: string;
  readonly imprint: MessageImprint;
  /** Lower-case hex of the number's content octets. */
  readonly serial: string;
  /** Microseconds since 1970. */
  readonly genTimeUs: bigint;
  /** Absent: not said. */
  readonly accuracyUs?: bigint;
  /** Content octets of the INTEGER. */
  readonly nonce?: Uint8Array;
}

export interface MessageImprint {
  /** Dotted. */
  readonly hashOid: string;
  readonly digest: Uint8Array;
}

/** Reads DER, as the standard demands. Throws `input-unreadable`, for a critical extension too: what it changes is not known to us. */
export function readTstInfo(der: Uint8Array): TstInfo {
  const fields = new Asn1Fields(readAsn1(der, 'der'), 'TSTInfo');
  if (readSmallInteger(fields.take(TAG.integer), 'The version of TSTInfo') !== 1) throw unreadable('TSTInfo of another version than 1');
  const policy = readObjectIdentifier(fields.take(TAG.objectIdentifier));
  const imprint = readMessageImprint(fields.take(TAG.sequence));
  const serial = toHex(fields.take(TAG.integer).content);
  const genTimeUs = readGeneralizedTime(fields.take(TAG.generalizedTime));
  const accuracy = fields.takeIf(TAG.sequence);
  fields.takeIf(TAG.boolean);
  const nonce = fields.takeIf(TAG.integer)?.content;
  fields.takeIf(0xa0);
  const extensions = fields.takeIf(0xa1);
  fields.end();
  for (const extension of extensions?.children ?? []) refuseCritical(extension);
  return {
    policy,
    imprint,
    serial,
    genTimeUs,
    ...(accuracy === undefined ? {} : { accuracyUs: readAccuracy(accuracy) }),
    ...(nonce === undefined ? {} : { nonce }),
  };
}

/** MessageImprint (RFC 3161 section 2.4.1), of a request too. */
export function readMessageImprint(element: Asn1Element): MessageImprint {
  const fields = new Asn1Fields(element, 'MessageImprint');
  const algorithm = new Asn1Fields(fields.take(TAG.sequence), 'AlgorithmIdentifier');
  const hashOid = readObjectIdentifier(algorithm.take(TAG.objectIdentifier));
  algorithm.takeIf(TAG.null);
  algorithm.end();
  const digest = fields.take(TAG.octetString).content;
  fields.end();
  return { hashOid, digest };
}

/** Accuracy: seconds, and [0] 1 to 999 milliseconds, and [1] 1 to 999 microseconds. A missing part is zero. */
function readAccuracy(element: Asn1Element): bigint {
  const fields = new Asn1Fields(element, 'Accuracy');
  const seconds = fields.takeIf(TAG.integer);
  const parts = [0x80, 0x81].map((tag) => {
    const part = fields.takeIf(tag);
    const value = part === undefined ? 0 : readSmallInteger(part, 'Accuracy', tag);
    if (value > 999) throw unreadable('an Accuracy beyond its bounds');
    return BigInt(value);
  });
  fields.end();
  const [millis = 0n, micros = 0n] = parts;
  return (seconds === undefined ? 0n : BigInt(readSmallInteger(seconds, 'Accuracy'))) * 1_000_000n + millis * 1000n + micros;
}

function refuseCritical(extension: Asn1Element): void {
  const fields = new Asn1Fields(extension, 'Extension');
  const oid = readObjectIdentifier(fields.take(TAG.objectIdentifier));
  if (fields.takeIf(TAG.boolean)?.content[0] === 0xff) throw unreadable(`TSTInfo has a critical extension ${oid}`);
}
