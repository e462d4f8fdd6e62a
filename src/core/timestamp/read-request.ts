import { readAsn1, TAG, unreadable } from './asn1-reader.ts';
import { Asn1Fields, readObjectIdentifier, readSmallInteger } from './asn1-values.ts';
import { type MessageImprint, readMessageImprint } from './tst-info.ts';

/** TimeStampReq (RFC 3161 section 2.4.1). */
export interface ReadTimestampRequest {
  readonly imprint: MessageImprint;
  /** Dotted. */
  readonly policy?: string;
  /** Content octets of the INTEGER. */
  readonly nonce?: Uint8Array;
  readonly asksForCertificates: boolean;
}

/** Reads DER. Throws `input-unreadable`. */
export function readTimestampRequest(der: Uint8Array): ReadTimestampRequest {
  const fields = new Asn1Fields(readAsn1(der, 'der'), 'TimeStampReq');
  if (readSmallInteger(fields.take(TAG.integer), 'The version of TimeStampReq') !== 1)
    throw unreadable('TimeStampReq of another version than 1');
  const imprint = readMessageImprint(fields.take(TAG.sequence));
  const policy = fields.takeIf(TAG.objectIdentifier);
  const nonce = fields.takeIf(TAG.integer)?.content;
  const asksForCertificates = fields.takeIf(TAG.boolean)?.content[0] === 0xff;
  fields.takeIf(0xa0);
  fields.end();
  return {
    imprint,
    ...(policy === undefined ? {} : { policy: readObjectIdentifier(policy) }),
    ...(nonce === undefined ? {} : { nonce }),
    asksForCertificates,
  };
}
