import type { HeaderList, RecordedTls } from '../../core/model/exchange.ts';
import { countIn, fieldsIn, fieldsOf, flagIn, listIn, numberIn, textIn } from './cdp-values.ts';
import { headersOfMap } from './header-list.ts';
import { readTls } from './tls-facts.ts';

/** What the browser says of a response; of the Network domain, checked field by field. */
export interface ResponseFacts {
  readonly url: string;
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
  readonly mimeType: string;
  readonly charset: string;
  readonly protocol: string | undefined;
  readonly remoteIp: string | undefined;
  readonly remotePort: number | undefined;
  readonly fromDiskCache: boolean;
  readonly fromServiceWorker: boolean;
  readonly fromPrefetchCache: boolean;
  readonly tls?: RecordedTls | undefined;
}

export interface RequestSent {
  readonly requestId: string;
  readonly loaderId: string | undefined;
  readonly frameId: string | undefined;
  readonly url: string;
  readonly urlFragment: string;
  readonly method: string;
  readonly headers: HeaderList;
  readonly hasPostData: boolean;
  /** Complete request body in base64 parts, when the browser sent all of it along. */
  readonly postDataParts: readonly string[] | undefined;
  readonly postDataText: string | undefined;
  readonly resourceType: string;
  readonly initiator: string;
  readonly initiatorRequestId: string | undefined;
  readonly wallTimeS: number | undefined;
  readonly redirectResponse: ResponseFacts | undefined;
  readonly redirectHasExtraInfo: boolean;
}

export interface ResponseReceived {
  readonly requestId: string;
  readonly resourceType: string;
  readonly response: ResponseFacts;
  readonly hasExtraInfo: boolean;
}

export interface RequestExtra {
  readonly requestId: string;
  readonly headers: HeaderList;
}

export interface ResponseExtra {
  readonly requestId: string;
  readonly status: number | undefined;
  readonly headers: HeaderList;
  readonly headersText: string | undefined;
}

export interface LoadingFailed {
  readonly requestId: string;
  readonly errorText: string;
  readonly canceled: boolean;
  readonly blockedReason: string | undefined;
  readonly corsError: string | undefined;
}

export function readRequestSent(params: unknown): RequestSent | undefined {
  const event = fieldsOf(params);
  const request = event && fieldsIn(event, 'request');
  const requestId = event && textIn(event, 'requestId');
  const url = request && textIn(request, 'url');
  if (event === undefined || request === undefined || requestId === undefined || url === undefined) return undefined;
  const initiator = fieldsIn(event, 'initiator');
  const parts = listIn(request, 'postDataEntries').map((entry) => {
    const fields = fieldsOf(entry);
    return fields && textIn(fields, 'bytes');
  });
  return {
    requestId,
    loaderId: textIn(event, 'loaderId') || undefined,
    frameId: textIn(event, 'frameId') || undefined,
    url,
    urlFragment: textIn(request, 'urlFragment') ?? '',
    method: textIn(request, 'method') ?? 'GET',
    headers: headersOfMap(fieldsIn(request, 'headers')),
    hasPostData: flagIn(request, 'hasPostData'),
    postDataParts: parts.length > 0 && parts.every((part) => part !== undefined) ? parts : undefined,
    postDataText: textIn(request, 'postData'),
    resourceType: textIn(event, 'type') ?? 'Other',
    initiator: (initiator && textIn(initiator, 'type')) ?? 'other',
    initiatorRequestId: initiator && textIn(initiator, 'requestId'),
    wallTimeS: numberIn(event, 'wallTime'),
    redirectResponse: readResponse(fieldsIn(event, 'redirectResponse')),
    redirectHasExtraInfo: flagIn(event, 'redirectHasExtraInfo'),
  };
}

export function readResponseReceived(params: unknown): ResponseReceived | undefined {
  const event = fieldsOf(params);
  const requestId = event && textIn(event, 'requestId');
  const response = event && readResponse(fieldsIn(event, 'response'));
  if (event === undefined || requestId === undefined || response === undefined) return undefined;
  return { requestId, resourceType: textIn(event, 'type') ?? 'Other', response, hasExtraInfo: flagIn(event, 'hasExtraInfo') };
}

export function readRequestExtra(params: unknown): RequestExtra | undefined {
  const event = fieldsOf(params);
  const requestId = event && textIn(event, 'requestId');
  return event === undefined || requestId === undefined ? undefined : { requestId, headers: headersOfMap(fieldsIn(event, 'headers')) };
}

export function readResponseExtra(params: unknown): ResponseExtra | undefined {
  const event = fieldsOf(params);
  const requestId = event && textIn(event, 'requestId');
  if (event === undefined || requestId === undefined) return undefined;
  return {
    requestId,
    status: countIn(event, 'statusCode'),
    headers: headersOfMap(fieldsIn(event, 'headers')),
    headersText: textIn(event, 'headersText') || undefined,
  };
}

export function readLoadingFailed(params: unknown): LoadingFailed | undefined {
  const event = fieldsOf(params);
  const requestId = event && textIn(event, 'requestId');
  if (event === undefined || requestId === undefined) return undefined;
  const cors = fieldsIn(event, 'corsErrorStatus');
  return {
    requestId,
    errorText: textIn(event, 'errorText') ?? '',
    canceled: flagIn(event, 'canceled'),
    blockedReason: textIn(event, 'blockedReason') || undefined,
    corsError: cors && textIn(cors, 'corsError'),
  };
}

function readResponse(response: ReturnType<typeof fieldsOf>): ResponseFacts | undefined {
  const url = response && textIn(response, 'url');
  const status = response && countIn(response, 'status');
  if (response === undefined || url === undefined || status === undefined) return undefined;
  return {
    url,
    status,
    statusText: textIn(response, 'statusText') ?? '',
    headers: headersOfMap(fieldsIn(response, 'headers')),
    mimeType: textIn(response, 'mimeType') ?? '',
    charset: textIn(response, 'charset') ?? '',
    protocol: textIn(response, 'protocol') || undefined,
    remoteIp: textIn(response, 'remoteIPAddress')?.replace(/^\[|\]$/g, '') || undefined,
    remotePort: countIn(response, 'remotePort'),
    fromDiskCache: flagIn(response, 'fromDiskCache'),
    fromServiceWorker: flagIn(response, 'fromServiceWorker'),
    fromPrefetchCache: flagIn(response, 'fromPrefetchCache'),
    tls: readTls(response),
  };
}
