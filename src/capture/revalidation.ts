import type { HeaderList } from '../core/model/exchange.ts';
import { headerValue } from './recorder/header-list.ts';

/**
 * True when a 304 confirmed this stored answer (RFC 9111 section 4.3.4). There may be several under one address: by `Vary`, or because
 * it changed. `request` and `notModified`: fields of the conditional request and of its 304; `stored`: those of the answer with the body.
 */
export function isConfirmed(request: HeaderList, notModified: HeaderList, stored: HeaderList): boolean {
  const storedTag = opaqueTag(headerValue(stored, 'etag'));
  const tag = opaqueTag(headerValue(notModified, 'etag'));
  if (tag !== undefined) return tag === storedTag;
  // A 304 without the tag that it owes (RFC 9110 section 15.4.5) tells which one it means only where one was asked about.
  const asked = opaqueTag(headerValue(request, 'if-none-match'));
  if (asked !== undefined) return asked === storedTag;
  const since = headerValue(request, 'if-modified-since')?.trim();
  return since !== undefined && since === headerValue(stored, 'last-modified')?.trim();
}

/** Weak comparison (RFC 9110 section 8.8.3.2): without `W/`. */
function opaqueTag(tag: string | undefined): string | undefined {
  return tag?.trim().replace(/^W\//, '');
}
