import { bytesReply, type PracticeRequest, type Reply } from './reply.ts';

/** A body of which a part may be asked for (RFC 9110 section 14): 206 for one satisfiable range, 416 for others. */
export function rangedReply(request: PracticeRequest, mediaType: string, body: Uint8Array): Reply {
  const whole = bytesReply(mediaType, body, { headers: [['accept-ranges', 'bytes']] });
  const { range } = request.headers;
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(typeof range === 'string' ? range : '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return whole;
  const from = first === '' ? Math.max(0, body.length - Number(last)) : Number(first);
  const to = first === '' || last === '' ? body.length - 1 : Math.min(Number(last), body.length - 1);
  if (from > to) {
    return { status: 416, headers: [['content-range', `bytes */${body.length}`]] };
  }
  return {
    ...whole,
    status: 206,
    headers: [...(whole.headers ?? []), ['content-range', `bytes ${from}-${to}/${body.length}`]],
    body: body.subarray(from, to + 1),
  };
}
