import type { Hop } from './hop.ts';
import { isConfirmed } from '../revalidation.ts';
import { responseHeadersOf, sourceOf } from './hop.ts';

/**
 * Hops of one document of the tab: its navigation, its frames and workers, and those earlier ones whose bytes it took
 * from a cache. In the order in which they began.
 */
export function selectDocumentHops(hops: readonly Hop[], loaderId: string): readonly Hop[] {
  const chosen = new Set(hops.filter((hop) => hop.ownerLoaderId === loaderId && hop.target.claimed));
  for (const hop of chosen) {
    const earlier = isOfCache(hop) ? findReused(hops, hop) : undefined;
    if (earlier !== undefined) chosen.add(earlier);
  }
  return hops.filter((hop) => chosen.has(hop));
}

/** The latest hop over the network, before `hop`, with the same address and, where both are known, the same bytes. */
export function findReused(hops: readonly Hop[], hop: Hop): Hop | undefined {
  return hops.findLast(
    (earlier) =>
      earlier.startedMs <= hop.startedMs &&
      earlier !== hop &&
      earlier.url === hop.url &&
      earlier.method === 'GET' &&
      earlier.body !== undefined &&
      sourceOf(earlier) === 'network' &&
      (hop.body === undefined || hop.body.sha256 === earlier.body.sha256) &&
      (hop.response?.status !== 304 || isWholeAndConfirmed(earlier, hop)),
  );
}

/** Under one address there may be several answers: a 304 means the one that its validators name. */
function isWholeAndConfirmed(earlier: Hop, hop: Hop): boolean {
  return (
    hop.method === 'GET' &&
    earlier.response?.status !== 206 &&
    earlier.problem?.truncatedBy === undefined &&
    isConfirmed(hop.requestHeaders, responseHeadersOf(hop), responseHeadersOf(earlier))
  );
}

/** From a cache, or confirmed by a 304: the bytes are those of an earlier answer. */
export function isOfCache(hop: Hop): boolean {
  const source = sourceOf(hop);
  return source === 'memory-cache' || source === 'disk-cache' || source === 'prefetch-cache' || hop.response?.status === 304;
}
