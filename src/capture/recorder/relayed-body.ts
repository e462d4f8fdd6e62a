import { headerValue, identityLength } from './header-list.ts';
import type { Hop } from './hop.ts';
import { isBodyDue, sourceOf } from './hop.ts';

/** Fields that a response keeps when a service worker hands it on. */
const KEPT_FIELDS = ['content-type', 'content-length', 'content-encoding', 'etag', 'last-modified', 'date'];

/**
 * A service worker may hand a response on to the page without reading it; then only the page sees its bytes.
 * Gives such answers the bytes that the page got for them: same address of the response, same status, same fields, and not
 * one byte that the worker read itself.
 */
export function giveRelayedBodies(hops: readonly Hop[]): void {
  for (const hop of hops) {
    if (hop.target.kind !== 'service-worker' || hop.body !== undefined || hop.dataBytes > 0 || !isBodyDue(hop)) continue;
    const received = sourceOf(hop) === 'network' && hop.state === 'finished' ? hops.find((other) => isRelayed(hop, other)) : undefined;
    if (received === undefined) continue;
    hop.body = received.body;
    hop.problem = undefined;
  }
}

function isRelayed(hop: Hop, other: Hop): boolean {
  const from = hop.response;
  const to = other.response;
  if (from === undefined || to?.fromServiceWorker !== true || other.body === undefined || other.problem !== undefined) return false;
  if (to.url !== hop.url || to.status !== from.status) return false;
  if (KEPT_FIELDS.some((name) => headerValue(from.headers, name) !== headerValue(to.headers, name))) return false;
  const due = identityLength(from.headers);
  return due === undefined || due === other.body.sizeBytes;
}
