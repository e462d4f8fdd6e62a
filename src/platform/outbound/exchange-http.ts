import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../core/clock.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { OutboundAnswer, OutboundRequest } from '../../core/outbound-ports.ts';
import { outboundFailed } from './failure.ts';
import { bareHost, openDirect, openProxy, openTls, openTunnel } from './open-socket.ts';

/**
 * One request and its answer (RFC 9112), on a connection of its own that is closed after it: no cookies, no cache, no redirects, nothing
 * compressed. Through a proxy `https:` goes in a tunnel, `http:` in a tunnel or, to an HTTP proxy, in absolute form, as browsers do.
 */
export async function exchangeHttp(clock: Clock, request: OutboundRequest, signal: AbortSignal): Promise<OutboundAnswer> {
  const url = parseTarget(request.url);
  const proxy = request.proxy === undefined ? undefined : new URL(request.proxy);
  const isForwarded = proxy !== undefined && url.protocol === 'http:' && (proxy.protocol === 'http:' || proxy.protocol === 'https:');
  const socket = isForwarded ? await openProxy(proxy, signal) : await openToTarget(url, proxy, signal);
  try {
    return await exchange(clock, request, { url, socket, path: isForwarded ? url.href : `${url.pathname}${url.search}` });
  } finally {
    socket.destroy();
  }
}

/** Throws `outbound-refused`. */
export function parseTarget(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '') {
    throw new PugmarkError('outbound-refused', 'The tool itself asks http and https addresses only, without a password in them');
  }
  url.hash = '';
  return url;
}

async function openToTarget(url: URL, proxy: URL | undefined, signal: AbortSignal): Promise<Duplex> {
  const isSecure = url.protocol === 'https:';
  const target = { host: bareHost(url), port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port) };
  const socket = proxy === undefined ? await openDirect(target, signal) : await openTunnel(proxy, target, signal);
  return isSecure ? await openTls(socket, target.host, signal) : socket;
}

async function exchange(
  clock: Clock,
  request: OutboundRequest,
  way: { readonly url: URL; readonly socket: Duplex; readonly path: string },
): Promise<OutboundAnswer> {
  const { body, accept, method, maxBytes } = request;
  const options: RequestOptions = {
    method,
    path: way.path,
    createConnection: () => way.socket,
    setHost: false,
    headers: {
      host: way.url.host,
      connection: 'close',
      'user-agent': 'pugmark',
      'accept-encoding': 'identity',
      ...(accept === undefined ? {} : { accept }),
      ...(body === undefined ? {} : { 'content-type': body.mediaType, 'content-length': body.bytes.length }),
    },
  };
  const sent = requestHttp(options);
  const head = Promise.withResolvers<IncomingMessage>();
  // An error that comes after the head is the body's to tell.
  sent.once('response', head.resolve).on('error', head.reject);
  // A tunnel was read by us before, and stands still since.
  sent.once('socket', (socket) => socket.resume());
  way.socket.once('close', () => head.reject(outboundFailed('The connection was closed before an answer', { reason: 'closed' })));
  const startedMs = clock.monotonicMs();
  sent.end(body?.bytes);
  const message = await head.promise;
  const headAt = clock.now();
  const waitedMs = clock.monotonicMs() - startedMs;
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of message as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > maxBytes) throw outboundFailed(`${way.url.host} answers with more than ${maxBytes} bytes`, { reason: 'too-large' });
    pieces.push(piece);
  }
  const mediaType = message.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const { date } = message.headers;
  return {
    status: message.statusCode ?? 0,
    ...(mediaType === undefined ? {} : { mediaType }),
    ...(date === undefined ? {} : { date }),
    body: new Uint8Array(Buffer.concat(pieces)),
    headAt,
    waitedMs,
  };
}
