import type { CapturePhase, HeaderList, RecordedExchange, RecordedResponse, SpooledBody } from '../../core/model/exchange.ts';
import type { UtcTime } from '../../core/clock.ts';
import type { LoadingFailed, ResponseExtra, ResponseFacts } from './network-events.ts';
import type { RecordedTarget } from './recorded-target.ts';
import { confirmHead, readHeadText } from './header-list.ts';

/** One request and its response while it is being recorded; a redirect chain is one hop after the other under one request id. */
export interface Hop {
  readonly id: string;
  readonly requestId: string;
  readonly target: RecordedTarget;
  readonly phase: CapturePhase;
  readonly startedAt: UtcTime;
  readonly startedMs: number;
  readonly frameId: string | undefined;
  readonly loaderId: string | undefined;
  readonly requestedBy: RecordedExchange['requestedBy'];
  readonly initiator: string;
  readonly method: string;
  readonly url: string;
  /** Loader of the tab's document that this exchange belongs to. */
  readonly ownerLoaderId: string | undefined;
  resourceType: string;
  requestHeaders: HeaderList;
  requestHeadersComplete: boolean;
  requestBody: SpooledBody | undefined;
  requestBodyProblem: string | undefined;
  response: ResponseFacts | undefined;
  responseExtra: ResponseExtra | undefined;
  /** Whether the browser sends extra info for this hop; undefined while it has not said so. */
  hasExtraInfo: boolean | undefined;
  redirectedTo: string | undefined;
  servedFromMemory: boolean;
  /** Bytes of the entity that the browser handed on so far. */
  dataBytes: number;
  lastDataMs: number;
  encodedSizeBytes: number | undefined;
  state: 'under-way' | 'finished' | 'failed';
  /** The recording ended while it was under way: what comes later is no longer told. */
  leftOpen: boolean;
  /** Its end is told to nobody that we hear. */
  unfollowed: boolean;
  /** Of a WebSocket: what went each way; undefined while nothing has. */
  messages: SocketTraffic | undefined;
  failure: LoadingFailed | undefined;
  body: SpooledBody | undefined;
  problem: RecordedExchange['problem'];
}

/** Messages of a WebSocket and their bytes, in each direction. */
export interface SocketTraffic {
  readonly sent: { count: number; bytes: number };
  readonly received: { count: number; bytes: number };
}

export type BodySource = RecordedResponse['source'];

export function sourceOf(hop: Hop): BodySource {
  if (hop.servedFromMemory) return 'memory-cache';
  if (hop.response?.fromServiceWorker === true) return 'service-worker';
  if (hop.response?.fromPrefetchCache === true) return 'prefetch-cache';
  // A cached entity confirmed by the server (304): the bytes are the cache's.
  if (hop.response?.fromDiskCache === true || isRevalidated(hop)) return 'disk-cache';
  return 'network';
}

/** Fields of the response, from whichever event told of them. */
export function responseHeadersOf(hop: Hop): HeaderList {
  return hop.response?.headers ?? hop.responseExtra?.headers ?? [];
}

/** The server said 304 and the browser went on with the entity it had. */
export function isRevalidated(hop: Hop): boolean {
  return hop.responseExtra?.status === 304 && hop.response !== undefined && hop.response.status !== 304;
}

/** True when the response has an entity by the rules of HTTP (RFC 9110 section 6.4.1) that the browser could hand out. */
export function isBodyDue(hop: Hop): boolean {
  const status = hop.response?.status ?? hop.responseExtra?.status;
  if (status === undefined || hop.redirectedTo !== undefined || hop.method === 'HEAD') return false;
  return status >= 200 && status !== 204 && status !== 205 && status !== 304;
}

/** The public form of a hop: one exchange, or two where a 304 on the wire confirmed bytes from the cache. */
export function buildExchanges(hop: Hop, proxied: boolean): readonly RecordedExchange[] {
  const whole = buildExchange(hop, proxied);
  if (!isRevalidated(hop)) return [whole];
  const { problem: _problem, ...wire } = buildExchange({ ...hop, response: undefined, body: undefined }, proxied);
  const confirmed = hop.body === undefined ? {} : { confirmedSha256: hop.body.sha256 };
  return [{ ...wire, ...confirmed, id: `${hop.id}-wire` }, whole];
}

function buildExchange(hop: Hop, proxied: boolean): RecordedExchange {
  const response = buildResponse(hop, proxied);
  return {
    id: hop.id,
    phase: hop.phase,
    startedAt: hop.startedAt,
    resourceType: hop.resourceType,
    ...(hop.frameId === undefined ? {} : { frameId: hop.frameId }),
    ...(hop.loaderId === undefined ? {} : { loaderId: hop.loaderId }),
    requestedBy: hop.requestedBy,
    initiator: hop.initiator,
    request: {
      method: hop.method,
      url: hop.url,
      headers: hop.requestHeaders,
      headersComplete: hop.requestHeadersComplete,
      ...(hop.requestBody === undefined ? {} : { body: hop.requestBody }),
    },
    ...(response === undefined ? {} : { response }),
    ...(hop.redirectedTo === undefined ? {} : { redirectedTo: hop.redirectedTo }),
    ...(hop.problem === undefined ? {} : { problem: hop.problem }),
  };
}

function buildResponse(hop: Hop, proxied: boolean): RecordedResponse | undefined {
  const facts = hop.response;
  const extra = isRevalidated(hop) ? undefined : hop.responseExtra;
  const text = extra?.headersText === undefined ? undefined : readHeadText(extra.headersText);
  const exact = text === undefined || extra === undefined ? undefined : confirmHead(text, extra.headers);
  const status = exact?.status ?? extra?.status ?? facts?.status;
  if (status === undefined) return undefined;
  const source = sourceOf(hop);
  const headers = exact?.headers ?? (extra !== undefined && extra.headers.length > 0 ? extra.headers : (facts?.headers ?? []));
  const remote = source === 'network' && facts?.remoteIp !== undefined && facts.remotePort !== undefined;
  return {
    status,
    statusText: exact?.statusText ?? facts?.statusText ?? '',
    protocol: facts?.protocol ?? exact?.protocol ?? 'unknown',
    headers,
    head: exact === undefined ? 'synthesised' : 'exact',
    mimeType: facts?.mimeType ?? '',
    ...(remote ? { remote: { ip: facts.remoteIp, port: facts.remotePort, isProxy: proxied } } : {}),
    ...(facts?.tls === undefined ? {} : { tls: facts.tls }),
    source,
    ...(source === 'network' && hop.encodedSizeBytes !== undefined ? { encodedSizeBytes: hop.encodedSizeBytes } : {}),
    ...(hop.body === undefined ? {} : { body: hop.body }),
  };
}
