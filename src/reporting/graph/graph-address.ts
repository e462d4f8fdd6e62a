import type { GraphGround } from './graph-ground.ts';
import { type GraphNode, type NodeRef, only, refTo } from './graph-node.ts';

/** An address as it was recorded, with the domain name or network address in it; each once in a graph. */
export function* buildUrl(ground: GraphGround, fullValue: string): Generator<GraphNode, NodeRef> {
  const url = ground.ids.of('url', fullValue);
  if (ground.hasWritten(url)) return url;
  const parsed = URL.canParse(fullValue) ? new URL(fullValue) : undefined;
  const host = parsed === undefined || parsed.hostname === '' ? undefined : yield* buildHost(ground, parsed.hostname);
  yield* ground.once({
    ...url,
    '@type': 'observable:URL',
    'core:hasFacet': {
      ...ground.ids.within(url, 'url'),
      '@type': 'observable:URLFacet',
      'observable:fullValue': fullValue,
      ...only({
        'observable:scheme': parsed?.protocol.slice(0, -1),
        'observable:host': host,
        'observable:port': parsed === undefined || parsed.port === '' ? undefined : Number(parsed.port),
        'observable:path': parsed?.pathname,
        'observable:query': orNothing(parsed?.search.slice(1)),
        'observable:fragment': orNothing(parsed?.hash.slice(1)),
      }),
    },
  });
  return url;
}

/** A host as `URL` gives it: a domain name, or a network address (IPv6 in brackets). */
export function* buildHost(ground: GraphGround, hostname: string): Generator<GraphNode, NodeRef> {
  const address = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  if (versionOf(address) !== undefined) return yield* buildNetworkAddress(ground, address);
  const domain = ground.ids.of('domain', hostname);
  const facet = { ...ground.ids.within(domain, 'domain'), '@type': 'observable:DomainNameFacet', 'observable:value': hostname };
  yield* ground.once({ ...domain, '@type': 'observable:DomainName', 'core:hasFacet': facet });
  return refTo(domain);
}

/** An IP address; what is none is kept as something that was told as one. */
export function* buildNetworkAddress(ground: GraphGround, address: string): Generator<GraphNode, NodeRef> {
  const node = ground.ids.of('ip', address);
  const version = versionOf(address);
  if (version === undefined) yield* ground.once({ ...node, '@type': 'observable:ObservableObject', 'core:name': address });
  else {
    yield* ground.once({
      ...node,
      '@type': `observable:IPv${version}Address`,
      'core:hasFacet': {
        ...ground.ids.within(node, 'ip'),
        '@type': `observable:IPv${version}AddressFacet`,
        'observable:addressValue': address,
      },
    });
  }
  return refTo(node);
}

function versionOf(address: string): 4 | 6 | undefined {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(address) && address.split('.').every((part) => Number(part) <= 255)) return 4;
  return /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(address) && URL.canParse(`http://[${address}]/`) ? 6 : undefined;
}

function orNothing(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
