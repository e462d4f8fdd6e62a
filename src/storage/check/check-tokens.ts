import type { CustodyEntry } from '../../core/custody/entry.ts';
import type { LogReport } from '../../core/custody/log-report.ts';
import { sha256BytesOf, sha256DigestOf } from '../../core/digest/digest.ts';
import { isSameBytes } from '../../core/digest/encoding.ts';
import { isPugmarkError } from '../../core/errors.ts';
import type { Cryptography } from '../../core/ports.ts';
import { readTimestampRequest } from '../../core/timestamp/read-request.ts';
import { readTimestampResponse } from '../../core/timestamp/read-response.ts';
import type { TokenRow } from '../../core/token-ports.ts';
import { readTokenRows, readTokenTarget } from '../cases/token-rows.ts';
import type { Database } from '../database.ts';
import type { CheckCollector } from './check-collector.ts';

/**
 * Requests and tokens of a case: each is over what its row names, a granted one has its entry in the log, and each such entry its token. Whether
 * an authority made it is the verification of a package, which needs roots that the checker chooses.
 */
export function checkTokens(
  collector: CheckCollector,
  {
    db,
    hashing,
    report,
    subject,
  }: { readonly db: Database; readonly hashing: Cryptography['hashing']; readonly report: LogReport; readonly subject: string },
): void {
  const logged = new Map<unknown, CustodyEntry[]>();
  for (const { entry } of report.leaves) {
    if (entry?.type !== 'checkpoint.timestamped') continue;
    logged.set(entry.details['token'], [...(logged.get(entry.details['token']) ?? []), entry]);
  }
  let pending = 0;
  for (const row of readTokenRows(db)) {
    collector.checked.tokens += 1;
    const place = `${subject} token ${row.id}`;
    const entries = logged.get(row.id) ?? [];
    logged.delete(row.id);
    if (row.state === 'pending') pending += 1;
    if (!hasItsForm(row, entries.length)) {
      collector.finding('token-row-differs', place, 'Its row says otherwise than the log');
      continue;
    }
    checkToken(collector, { db, hashing, row, entry: entries[0], place });
  }
  for (const id of logged.keys())
    collector.finding('token-missing', `${subject} token ${String(id)}`, 'The log has a time stamp that is not here');
  if (pending > 0) collector.note('token-pending', subject, `${pending} time stamps were asked for and have not come yet`);
}

function hasItsForm({ state, response, genTime }: TokenRow, entries: number): boolean {
  const isGranted = state === 'granted';
  return entries === (isGranted ? 1 : 0) && (response === undefined) === (state === 'pending') && (genTime !== undefined) === isGranted;
}

function checkToken(
  collector: CheckCollector,
  parts: {
    readonly db: Database;
    readonly hashing: Cryptography['hashing'];
    readonly row: TokenRow;
    readonly entry: CustodyEntry | undefined;
    readonly place: string;
  },
): void {
  const { db, hashing, row, entry, place } = parts;
  const target = readTokenTarget(db, hashing, row.id);
  if (target === undefined && row.subject !== 'seal') {
    collector.finding('token-row-differs', place, `The case has no ${row.subject} ${row.ref}`);
    return;
  }
  const imprint = readAsked(row.request);
  if (imprint === undefined || (target !== undefined && !isSameBytes(imprint, sha256BytesOf(target.sha256))))
    collector.finding('token-invalid', place, 'The request is over something else than its row names');
  if (entry === undefined || row.response === undefined) return;
  const { details } = entry;
  const digest = sha256DigestOf(hashing.sha256(row.response));
  const sameRow =
    entry.digest === digest &&
    details['authority'] === row.authority &&
    details['genTime'] === row.genTime &&
    details['subject'] === row.subject &&
    details['of'] === row.ref &&
    (target === undefined || details['subjectSha256'] === target.sha256);
  if (!sameRow) collector.finding('token-row-differs', place, 'Its row says otherwise than the log');
  const read = readToken(row.response);
  if (read === undefined || read.genTime !== row.genTime || imprint === undefined || !isSameBytes(read.imprint, imprint))
    collector.finding('token-invalid', place, 'The time stamp is of another time, over something else, or none');
}

/** What the request is over. */
function readAsked(request: Uint8Array): Uint8Array | undefined {
  try {
    return readTimestampRequest(request).imprint.digest;
  } catch (error) {
    if (!isPugmarkError(error)) throw error;
    return undefined;
  }
}

function readToken(response: Uint8Array): { readonly genTime: string | undefined; readonly imprint: Uint8Array } | undefined {
  try {
    const { genTime, imprint } = readTimestampResponse(response);
    return imprint === undefined ? undefined : { genTime, imprint };
  } catch (error) {
    if (!isPugmarkError(error)) throw error;
    return undefined;
  }
}
