import type { CaptureRecord } from '../../core/model/capture-record.ts';
import type { ReportExhibit } from '../../core/package/report-input.ts';
import { buildHost, buildNetworkAddress, buildUrl } from './graph-address.ts';
import { buildCertificates } from './graph-certificates.ts';
import type { GraphGround } from './graph-ground.ts';
import { dateTime, type GraphNode, type NodeRef, only, refTo } from './graph-node.ts';

/**
 * The HTTP exchange that gave the main document: what was asked, from which network address, with which certificates, over which redirects. Undefined
 * where the record has none.
 */
export async function* buildConnection(
  ground: GraphGround,
  exhibit: ReportExhibit,
  record: CaptureRecord,
): AsyncGenerator<GraphNode, NodeRef | undefined> {
  const { http, address, tls } = record.observation;
  if (http === undefined) return undefined;
  const { ids } = ground;
  const connection = ids.of('connection', exhibit.exhibit);
  const documentUrl = address.documentUrl ?? address.requestedUrl;
  const remote = http.remoteAddress;
  const server = remote === undefined ? undefined : yield* buildNetworkAddress(ground, remote.ip);
  const served = exhibit.artifacts.find(({ role }) => role === 'html-served');
  yield {
    ...connection,
    '@type': 'observable:HTTPConnection',
    'core:name': `HTTP exchange of the main document of ${exhibit.exhibit}`,
    ...(remote?.isProxy === true ? { 'core:description': 'The network address is that of a proxy, not of the site' } : {}),
    'core:hasFacet': [
      {
        ...ids.within(connection, 'http'),
        '@type': 'observable:HTTPConnectionFacet',
        'observable:requestMethod': http.method,
        ...only({
          'observable:requestValue': pathOf(documentUrl),
          'observable:requestVersion': http.protocol,
          'observable:httpMessageBodyData': served === undefined ? undefined : ground.file(served.path),
        }),
        'pugmark:httpStatus': http.status,
        ...only({ 'pugmark:httpResponseHeader': buildHeaders(ground, connection, http.headers) }),
      },
      {
        ...ids.within(connection, 'network'),
        '@type': 'observable:NetworkConnectionFacet',
        ...only({
          'observable:dst': server,
          'observable:destinationPort': remote?.port,
          'observable:startTime': address.documentStartedAt === undefined ? undefined : dateTime(address.documentStartedAt),
        }),
        ...(remote === undefined ? {} : { 'pugmark:isProxy': remote.isProxy }),
        ...(tls === undefined ? {} : { 'pugmark:tlsProtocol': tls.protocol, 'pugmark:tlsValid': tls.valid }),
      },
    ],
  };
  const hostname = URL.canParse(documentUrl) ? new URL(documentUrl).hostname : '';
  if (server !== undefined && remote?.isProxy === false && hostname !== '' && hostname !== remote.ip) {
    const domain = yield* buildHost(ground, hostname);
    yield* ground.once(relate(ground, { from: [domain], to: server, kind: 'Resolved_To' }));
  }
  const certificates = yield* buildCertificates(ground, exhibit, record);
  if (certificates.length > 0) yield* ground.once(relate(ground, { from: certificates, to: connection, kind: 'Used_By' }));
  for (const { url, location } of http.redirects) {
    const from = yield* buildUrl(ground, url);
    const to = yield* buildUrl(ground, URL.canParse(location, url) ? new URL(location, url).href : location);
    yield* ground.once(relate(ground, { from: [from], to, kind: 'Redirects_To' }));
  }
  return refTo(connection);
}

/** One directed relation between observables; kinds are those of the vocabulary of UCO. */
export function relate(
  ground: GraphGround,
  { from, to, kind }: { readonly from: readonly NodeRef[]; readonly to: NodeRef; readonly kind: string },
): GraphNode {
  return {
    ...ground.ids.of('relation', kind, to['@id'], ...from.map(({ '@id': id }) => id)),
    '@type': 'observable:ObservableRelationship',
    'core:source': from.map(refTo),
    'core:target': refTo(to),
    'core:kindOfRelationship': kind,
    'core:isDirectional': true,
  };
}

/** A name that comes twice makes it a dictionary of another class, which says so. */
function buildHeaders(ground: GraphGround, connection: NodeRef, headers: readonly (readonly [string, string])[]): GraphNode | undefined {
  if (headers.length === 0) return undefined;
  const counts = new Map<string, number>();
  for (const [name] of headers) counts.set(name, (counts.get(name) ?? 0) + 1);
  const repeated = [...counts].flatMap(([name, count]) => (count > 1 ? [name] : []));
  const dictionary = ground.ids.within(connection, 'headers');
  return {
    ...dictionary,
    '@type': repeated.length === 0 ? 'types:Dictionary' : 'types:ImproperDictionary',
    ...only({ 'types:repeatsKey': repeated }),
    'types:entry': headers.map(([name, value], index) => ({
      ...ground.ids.within(dictionary, String(index)),
      '@type': 'types:DictionaryEntry',
      'types:key': name,
      'types:value': value,
    })),
  };
}

function pathOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}
