import type { HeaderList } from '../../core/model/exchange.ts';
import type { RequestSent, ResponseExtra, ResponseReceived } from './network-events.ts';
import { countIn, fieldsIn, fieldsOf, numberIn, textIn } from './cdp-values.ts';
import { headersOfMap, readHeaderLines } from './header-list.ts';

const TEXT = 1;
const BINARY = 2;

/** `Network.webSocketCreated`: id and address. */
export function readSocketCreated(params: unknown): { readonly requestId: string; readonly url: string } | undefined {
  const event = fieldsOf(params);
  const requestId = event && textIn(event, 'requestId');
  const url = event && textIn(event, 'url');
  return requestId === undefined || url === undefined ? undefined : { requestId, url };
}

/** The handshake request of a WebSocket (RFC 6455 section 4.1) as a request like any other. */
export function readSocketRequest(params: unknown, url: string): RequestSent | undefined {
  const event = fieldsOf(params);
  const requestId = event && textIn(event, 'requestId');
  if (event === undefined || requestId === undefined) return undefined;
  const request = fieldsIn(event, 'request');
  return {
    requestId,
    loaderId: undefined,
    frameId: undefined,
    url,
    urlFragment: '',
    method: 'GET',
    headers: headersOfMap(request && fieldsIn(request, 'headers')),
    hasPostData: false,
    postDataParts: undefined,
    postDataText: undefined,
    resourceType: 'WebSocket',
    initiator: 'script',
    initiatorRequestId: undefined,
    wallTimeS: numberIn(event, 'wallTime'),
    redirectResponse: undefined,
    redirectHasExtraInfo: false,
  };
}

/** Bytes of `Network.webSocketFrameSent` or `...Received` (RFC 6455 section 5.6); undefined for frames that are no message. */
export function readMessageBytes(params: unknown): number | undefined {
  const event = fieldsOf(params);
  const frame = event && fieldsIn(event, 'response');
  const payload = frame && textIn(frame, 'payloadData');
  const opcode = frame && numberIn(frame, 'opcode');
  if (payload === undefined || opcode === undefined || opcode > BINARY) return undefined;
  return Buffer.byteLength(payload, opcode === TEXT ? 'utf8' : 'base64');
}

/** The answer to a handshake, with the heads of both sides as they went over the wire where the browser has them. */
export function readSocketResponse(
  params: unknown,
  url: string,
): { readonly received: ResponseReceived; readonly extra: ResponseExtra; readonly requestHeaders: HeaderList | undefined } | undefined {
  const event = fieldsOf(params);
  const requestId = event && textIn(event, 'requestId');
  const response = event && fieldsIn(event, 'response');
  const status = response && countIn(response, 'status');
  if (requestId === undefined || response === undefined || status === undefined) return undefined;
  const headers = headersOfMap(fieldsIn(response, 'headers'));
  const requestText = textIn(response, 'requestHeadersText');
  return {
    received: {
      requestId,
      resourceType: 'WebSocket',
      hasExtraInfo: true,
      response: {
        url,
        status,
        statusText: textIn(response, 'statusText') ?? '',
        headers,
        mimeType: '',
        charset: '',
        protocol: 'websocket',
        remoteIp: undefined,
        remotePort: undefined,
        fromDiskCache: false,
        fromServiceWorker: false,
        fromPrefetchCache: false,
      },
    },
    extra: { requestId, status, headers, headersText: textIn(response, 'headersText') || undefined },
    requestHeaders: requestText === undefined ? undefined : readHeaderLines(requestText.split(/\r?\n/).slice(1)),
  };
}
