import type { UtcTime } from '../../core/clock.ts';
import { sha256BytesOf, type Sha256Digest } from '../../core/digest/digest.ts';
import { isPugmarkError, PugmarkError } from '../../core/errors.ts';
import type { TimestampAuthority } from '../../core/timestamp/authority.ts';
import { buildTimestampRequest } from '../../core/timestamp/build-request.ts';
import type { TimestampFinding } from '../../core/timestamp/timestamp-report.ts';
import type { TimeGround } from './time-ground.ts';

/** For one authority's whole answer. */
const ANSWER_MS = 15_000;
/** A token with its chain has some kilobytes. */
const MAX_ANSWER_BYTES = 256 * 1024;
/** RFC 3161 section 3.4, and what some authorities send instead. */
const REPLY_TYPES: readonly string[] = ['application/timestamp-reply', 'application/timestamp-response'];
/** RFC 3161 section 2.4.1: large enough not to come twice. */
const NONCE_BYTES = 16;

/** What came of one request. `unanswered`: nothing that could be a token came; it may be sent again. */
export type AuthorityAnswer =
  | { readonly state: 'granted'; readonly response: Uint8Array; readonly genTime: UtcTime }
  | { readonly state: 'refused'; readonly response: Uint8Array; readonly findings: readonly TimestampFinding[] }
  | { readonly state: 'unanswered'; readonly error: PugmarkError };

/** A request of our own over a digest, with a nonce nobody can guess. */
export function buildRequest(ground: Pick<TimeGround, 'random'>, authority: TimestampAuthority, sha256: Sha256Digest): Uint8Array {
  const { policy } = authority;
  return buildTimestampRequest({
    hash: 'sha256',
    digest: sha256BytesOf(sha256),
    nonce: ground.random.bytes(NONCE_BYTES),
    ...(policy === undefined ? {} : { policy }),
  });
}

/** Sends a request (RFC 3161 section 3.4) and verifies the answer at once: what does not verify is no time stamp. Never throws because of the answer. */
export async function askAuthority(
  ground: Pick<TimeGround, 'outbound' | 'verify'>,
  question: {
    readonly authority: TimestampAuthority;
    readonly request: Uint8Array;
    readonly sha256: Sha256Digest;
    readonly proxy: string | undefined;
    readonly signal: AbortSignal;
  },
): Promise<AuthorityAnswer> {
  const { authority, request, sha256, proxy, signal } = question;
  let response: Uint8Array;
  try {
    response = await send(ground, { authority, request, proxy, signal });
  } catch (error) {
    if (!isPugmarkError(error)) throw error;
    return { state: 'unanswered', error };
  }
  const { findings, genTime } = await ground.verify(authority, { sha256: sha256BytesOf(sha256), request, response });
  if (findings.length === 0 && genTime !== undefined) return { state: 'granted', response, genTime };
  return { state: 'refused', response, findings };
}

async function send(
  { outbound }: Pick<TimeGround, 'outbound'>,
  question: {
    readonly authority: TimestampAuthority;
    readonly request: Uint8Array;
    readonly proxy: string | undefined;
    readonly signal: AbortSignal;
  },
): Promise<Uint8Array> {
  const { authority, request, proxy, signal } = question;
  const { status, mediaType, body } = await outbound.request({
    purpose: 'timestamp',
    method: 'POST',
    url: authority.url,
    body: { mediaType: 'application/timestamp-query', bytes: request },
    accept: 'application/timestamp-reply',
    ...(proxy === undefined ? {} : { proxy }),
    timeoutMs: ANSWER_MS,
    maxBytes: MAX_ANSWER_BYTES,
    signal,
  });
  // A page in its place is a login of the network, or a fault: nothing to keep, and worth another try.
  if (status === 200 && REPLY_TYPES.includes(mediaType ?? '') && body.length > 0) return body;
  const what = status === 200 ? `with ${mediaType ?? 'something'} and no time stamp` : `with HTTP status ${status}`;
  throw new PugmarkError('outbound-failed', `${authority.name} answered ${what}`, { details: { reason: 'no-token', status } });
}
