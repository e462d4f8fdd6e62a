import { PugmarkError } from '../errors.ts';
import { type Asn1Element, readAsn1, TAG, unreadable } from './asn1-reader.ts';
import { Asn1Fields, readNamedBits, readSmallInteger, readText } from './asn1-values.ts';
import { findHash, OID } from './object-identifiers.ts';
import { type SignedToken, readSignedToken } from './signed-token.ts';
import { oneLine } from './one-line.ts';
import type { ReadTimestampResponse, TimestampStatus } from './timestamp-report.ts';
import { readTstInfo } from './tst-info.ts';
import { utcTimeOf } from './utc-bounds.ts';

/** PKIStatus by its number (RFC 3161 section 2.4.2). */
const STATUSES: readonly TimestampStatus[] = [
  'granted',
  'granted-with-mods',
  'rejection',
  'waiting',
  'revocation-warning',
  'revocation-notification',
];

/** PKIFailureInfo by the number of its bit. */
const FAILURES: Readonly<Record<number, string>> = {
  0: 'badAlg',
  2: 'badRequest',
  5: 'badDataFormat',
  14: 'timeNotAvailable',
  15: 'unacceptedPolicy',
  16: 'unacceptedExtension',
  17: 'addInfoNotAvailable',
  25: 'systemFailure',
};

/** Words of an authority that are kept; more is not read by anyone. */
const MAX_STATUS_TEXT = 500;

export interface OpenedResponse {
  readonly status: TimestampStatus;
  readonly statusText?: string;
  readonly failures: readonly string[];
  /** ContentInfo. */
  readonly token?: Asn1Element;
}

/** TimeStampResp without a look into its token. BER, as CMS may be: what has to be DER is read as such further in. Throws `input-unreadable`. */
export function openTimestampResponse(bytes: Uint8Array): OpenedResponse {
  const fields = new Asn1Fields(readAsn1(bytes, 'ber'), 'TimeStampResp');
  const info = new Asn1Fields(fields.take(TAG.sequence), 'PKIStatusInfo');
  const token = fields.takeIf(TAG.sequence);
  fields.end();
  const status = STATUSES[readSmallInteger(info.take(TAG.integer), 'PKIStatus')];
  if (status === undefined) throw unreadable('a PKIStatus that the standard does not know');
  const words = info.takeIf(TAG.sequence)?.children.map(readText).join(' ');
  const failures = info.takeIf(TAG.bitString);
  info.end();
  return {
    status,
    ...(words === undefined ? {} : { statusText: oneLine(words).slice(0, MAX_STATUS_TEXT) }),
    failures: failures === undefined ? [] : readNamedBits(failures).map((bit) => FAILURES[bit] ?? `bit ${bit}`),
    ...(token === undefined ? {} : { token }),
  };
}

/** What a TimeStampResp (RFC 3161 section 2.4.2) says of itself; nothing is verified. Throws `input-unreadable`. */
export function readTimestampResponse(bytes: Uint8Array): ReadTimestampResponse {
  const { token, ...response } = openTimestampResponse(bytes);
  if (token === undefined) return { ...response, certificates: [] };
  const signed = readSignedToken(token);
  return { ...response, ...claimsOf(signed), certificates: signed.certificates };
}

function claimsOf({
  contentType,
  content,
}: SignedToken): Omit<ReadTimestampResponse, 'status' | 'statusText' | 'failures' | 'certificates'> {
  if (contentType !== OID.tstInfo) throw new PugmarkError('input-unreadable', 'The token is not over a TSTInfo');
  const info = readTstInfo(content);
  const hash = findHash(info.imprint.hashOid);
  return {
    genTime: utcTimeOf(info.genTimeUs, 'down'),
    earliest: utcTimeOf(info.genTimeUs - (info.accuracyUs ?? 0n), 'down'),
    latest: utcTimeOf(info.genTimeUs + (info.accuracyUs ?? 0n), 'up'),
    serial: info.serial,
    policy: info.policy,
    ...(info.nonce === undefined ? {} : { nonce: info.nonce }),
    ...(hash === 'sha256' || hash === 'sha512' ? { hash } : {}),
    imprint: info.imprint.digest,
  };
}
