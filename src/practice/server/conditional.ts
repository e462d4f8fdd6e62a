import { createHash } from 'node:crypto';
import type { PracticeRequest, Reply } from './reply.ts';

/** A reply that is kept by the browser but asked for every time: 304 when it is still the same (RFC 9110 section 13). */
export function revalidatedReply(request: PracticeRequest, reply: Reply): Reply {
  const etag = `"${createHash('sha256')
    .update(reply.body ?? new Uint8Array(0))
    .digest('base64url')
    .slice(0, 22)}"`;
  const headers = [...(reply.headers ?? []), ['etag', etag], ['cache-control', 'no-cache']] as const;
  return request.headers['if-none-match'] === etag ? { status: 304, headers } : { ...reply, headers };
}
