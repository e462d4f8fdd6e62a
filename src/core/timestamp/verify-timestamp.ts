import type { TimestampPorts, TimestampReport, TimestampToVerify } from './timestamp-report.ts';

/** Verifies a time-stamp response (RFC 3161) as ordered steps. What is wrong is a finding; never rejects for what `token` holds. */
export async function verifyTimestamp(_ports: TimestampPorts, _token: TimestampToVerify): Promise<TimestampReport> {
  return { findings: [{ code: 'response-malformed', message: 'Not a time-stamp response' }], notes: [] };
}
