import type { RecordedExchange } from '../../core/model/exchange.ts';
import { announcedLength, identityLength } from './header-list.ts';
import type { Hop } from './hop.ts';
import { isBodyDue, responseHeadersOf, sourceOf } from './hop.ts';

type Problem = NonNullable<RecordedExchange['problem']>;

/**
 * Why a hop is not complete; undefined when it is.
 * `refusal` is why the browser gave no body although one was due.
 */
export function describeProblem(hop: Hop, refusal: string | undefined): Problem | undefined {
  return describeFailure(hop) ?? describeBody(hop, refusal) ?? describeRequestBody(hop);
}

function describeFailure(hop: Hop): Problem | undefined {
  const { failure } = hop;
  if (hop.state === 'under-way' && !hasResponse(hop)) return { kind: 'failed', detail: 'no answer before the end of the recording' };
  if (failure === undefined) return undefined;
  if (failure.blockedReason !== undefined) return { kind: 'blocked', detail: `blocked: ${failure.blockedReason}` };
  if (failure.corsError !== undefined) return { kind: 'blocked', detail: `CORS: ${failure.corsError}` };
  if (failure.errorText.startsWith('net::ERR_BLOCKED_BY')) return { kind: 'blocked', detail: failure.errorText };
  if (isWhole(hop)) return undefined;
  if (!hasResponse(hop)) return { kind: 'failed', detail: failure.errorText || 'failed without a reason' };
  const kept = hop.body === undefined ? 'no bytes of the body' : `${hop.body.sizeBytes} bytes of the body`;
  const why = failure.canceled ? `${failure.errorText} (given up by the page)` : failure.errorText;
  const detail = `${why}; ${kept} kept`;
  return hop.body === undefined ? { kind: 'failed', detail } : { kind: 'truncated', detail, truncatedBy: 'disconnect' };
}

function describeBody(hop: Hop, refusal: string | undefined): Problem | undefined {
  if (!isBodyDue(hop)) return undefined;
  if (hop.state === 'under-way' && !isWhole(hop)) {
    return hop.body === undefined
      ? { kind: 'not-captured', detail: 'still arriving at the end of the recording; no bytes kept' }
      : { kind: 'truncated', detail: `still arriving at the end of the recording; ${hop.body.sizeBytes} bytes kept`, truncatedBy: 'time' };
  }
  if (hop.body === undefined) return describeMissing(hop, refusal);
  const due = identityLength(responseHeadersOf(hop));
  if (sourceOf(hop) !== 'network' || due === undefined || hop.body.sizeBytes >= due) return undefined;
  return { kind: 'truncated', detail: `${hop.body.sizeBytes} of ${due} bytes: the browser read no further`, truncatedBy: 'unspecified' };
}

function describeMissing(hop: Hop, refusal: string | undefined): Problem {
  const detail = refusal ?? 'the browser gave no body';
  if (sourceOf(hop) === 'memory-cache' || sourceOf(hop) === 'disk-cache' || sourceOf(hop) === 'prefetch-cache') {
    return { kind: 'from-cache-without-bytes', detail };
  }
  if (/evicted/i.test(detail)) return { kind: 'evicted', detail };
  const due = announcedLength(responseHeadersOf(hop));
  if (due !== undefined && due > hop.dataBytes && hop.dataBytes > 0) {
    return { kind: 'truncated', detail: `the browser read ${hop.dataBytes} of ${due} bytes and kept none`, truncatedBy: 'unspecified' };
  }
  return { kind: 'not-captured', detail };
}

function describeRequestBody(hop: Hop): Problem | undefined {
  if (hop.requestBodyProblem !== undefined) return { kind: 'not-captured', detail: hop.requestBodyProblem };
  const due = hop.requestHeadersComplete ? announcedLength(hop.requestHeaders) : undefined;
  if (hop.requestBody === undefined || due === undefined || due === hop.requestBody.sizeBytes) return undefined;
  return { kind: 'not-captured', detail: `the browser gave ${hop.requestBody.sizeBytes} bytes of a request body of ${due}` };
}

/** What a site tells over a socket is content as well, and an archive of HTTP has no place for it. Only at the end: more may come. */
export function describeMessages({ messages }: Hop): Problem | undefined {
  if (messages === undefined) return undefined;
  const [sent, received] = [messages.sent, messages.received].map(({ count, bytes }) => `${count} (${bytes} bytes)`);
  return { kind: 'not-captured', detail: `messages of the WebSocket are not kept: ${sent} sent, ${received} received` };
}

function hasResponse(hop: Hop): boolean {
  return hop.response !== undefined || hop.responseExtra?.status !== undefined;
}

/** A load that the browser calls failed although all of it came: 204 to a fetch, a picture or film given up at its last byte. */
function isWhole(hop: Hop): boolean {
  if (!hasResponse(hop)) return false;
  if (!isBodyDue(hop)) return true;
  return hop.body !== undefined && hop.body.sizeBytes === identityLength(responseHeadersOf(hop));
}
