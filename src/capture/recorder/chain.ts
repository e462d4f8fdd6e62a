import type { HeaderList } from '../../core/model/exchange.ts';
import type { Hop } from './hop.ts';
import type { ResponseExtra } from './network-events.ts';

/** All hops under one request id, and the extra infos that came for them, in order of arrival. */
export interface Chain {
  readonly hops: Hop[];
  readonly requestExtras: HeaderList[];
  readonly responseExtras: ResponseExtra[];
}

/** Characters of everything that a chain keeps. */
export function charsOfChain({ hops, requestExtras, responseExtras }: Chain): number {
  const ofHops = hops.reduce((sum, { url, requestHeaders }) => sum + url.length + charsOf(requestHeaders), 0);
  const ofRequests = requestExtras.reduce((sum, headers) => sum + charsOf(headers), 0);
  return responseExtras.reduce((sum, { headers, headersText }) => sum + charsOf(headers) + (headersText?.length ?? 0), ofHops + ofRequests);
}

export function charsOf(headers: HeaderList): number {
  return headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
}
