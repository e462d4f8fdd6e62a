import type { z } from 'zod';
import type { documentHttpSchema } from '../../core/model/capture-record.ts';
import type { HeaderList, RecordedExchange } from '../../core/model/exchange.ts';
import type { DocumentLoad } from '../recorder/recording.ts';

export type DocumentHttp = z.infer<typeof documentHttpSchema>;

/** The exchanges that led to the document, redirects first, its own last. Empty when it came without any (back/forward cache). */
export function findDocumentExchanges(exchanges: readonly RecordedExchange[], document: DocumentLoad): readonly RecordedExchange[] {
  const own = exchanges.filter(
    ({ resourceType, loaderId, frameId }) =>
      resourceType === 'Document' && loaderId === document.loaderId && frameId === document.mainFrameId,
  );
  return own;
}

/** HTTP facts of the document. Undefined when no answer of it was recorded. */
export function buildDocumentHttp(
  chain: readonly RecordedExchange[],
  document: DocumentLoad,
  redact: (headers: HeaderList) => HeaderList,
): DocumentHttp | undefined {
  const last = chain.findLast(({ redirectedTo, response }) => redirectedTo === undefined && response !== undefined);
  const response = last?.response;
  if (last === undefined || response === undefined || response.status < 100 || response.status > 999) return undefined;
  return {
    status: response.status,
    ...(response.statusText === '' ? {} : { statusText: response.statusText }),
    method: last.request.method,
    ...(response.protocol === '' ? {} : { protocol: response.protocol }),
    headers: redact(response.headers).map(([name, value]): [string, string] => [name, value]),
    headersAs: response.head,
    redirects: chain.flatMap(({ request, response: hop, redirectedTo, startedAt }) =>
      redirectedTo === undefined || hop === undefined
        ? []
        : [{ url: request.url, status: hop.status, location: redirectedTo, time: startedAt }],
    ),
    ...(response.remote === undefined ? {} : { remoteAddress: { ...response.remote } }),
    source: document.loadedBy === 'back-forward-cache' ? 'back-forward-cache' : response.source,
  };
}
