import { PugmarkError } from '../errors.ts';
import type { ReadTimestampResponse } from './timestamp-report.ts';

/** What a TimeStampResp (RFC 3161 section 2.4.2) says of itself; nothing is verified. Throws `input-unreadable`. */
export function readTimestampResponse(der: Uint8Array): ReadTimestampResponse {
  throw new PugmarkError('input-unreadable', `Not a time-stamp response (${der.length} bytes)`);
}
