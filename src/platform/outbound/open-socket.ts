import { once } from 'node:events';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { PugmarkError } from '../../core/errors.ts';
import { ByteReader } from './byte-reader.ts';
import { outboundFailed } from './failure.ts';

export interface Target {
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
}

/** A connection to the target itself. Aborting `signal` destroys it, also later. */
export async function openDirect(target: Target, signal: AbortSignal): Promise<Duplex> {
  const socket = connect({ host: target.host, port: target.port });
  return await whenOpen(socket, 'connect', signal);
}

/** TLS over a connection; the certificate has to be valid for `host`. */
export async function openTls(socket: Duplex, host: string, signal: AbortSignal): Promise<Duplex> {
  const secured = connectTls({
    socket,
    ALPNProtocols: ['http/1.1'],
    ...(/[:]|^[0-9.]+$/.test(host) ? { host } : { host, servername: host }),
  });
  return await whenOpen(secured, 'secureConnect', signal);
}

/** A connection to the proxy, which may be reached over TLS. */
export async function openProxy(proxy: URL, signal: AbortSignal): Promise<Duplex> {
  const host = bareHost(proxy);
  const socket = await openDirect({ host, port: proxyPort(proxy) }, signal);
  return proxy.protocol === 'https:' ? await openTls(socket, host, signal) : socket;
}

/**
 * A tunnel to the target: HTTP CONNECT (RFC 9110 section 9.3.6) or SOCKS5 (RFC 1928), with the target's name, which the proxy resolves. SOCKS4 would
 * resolve it here. Throws `outbound-refused`, `outbound-failed`.
 */
export async function openTunnel(proxy: URL, target: Target, signal: AbortSignal): Promise<Duplex> {
  if (proxy.protocol === 'socks4:') {
    throw new PugmarkError('outbound-refused', 'Names cannot be resolved behind a SOCKS4 proxy: use SOCKS5 or HTTP', {
      details: { proxy: 'socks4' },
    });
  }
  const socket = await openProxy(proxy, signal);
  const reader = new ByteReader(socket);
  try {
    await (proxy.protocol === 'socks5:' ? askSocks5(socket, reader, target) : askConnect(socket, reader, target));
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    reader.release();
  }
  return socket;
}

async function askConnect(socket: Duplex, reader: ByteReader, target: Target): Promise<void> {
  const authority = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
  const [statusLine = ''] = (await reader.takeHead()).split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(statusLine)?.[1]);
  if (status < 200 || status > 299 || Number.isNaN(status)) {
    throw outboundFailed(`The proxy does not let ${target.host} be asked: ${Number.isNaN(status) ? 'it is no HTTP proxy' : status}`, {
      reason: 'proxy-refused',
    });
  }
}

async function askSocks5(socket: Duplex, reader: ByteReader, target: Target): Promise<void> {
  socket.write(Uint8Array.of(5, 1, 0));
  const [version, method] = await reader.take(2);
  if (version !== 5 || method !== 0)
    throw outboundFailed('The proxy is no SOCKS5 proxy that takes no password', { reason: 'proxy-refused' });
  const name = Buffer.from(target.host, 'latin1');
  if (name.length > 255) throw outboundFailed('The name is too long for SOCKS5', { reason: 'proxy-refused' });
  // As a domain name (RFC 1928 section 5), an address too: whoever resolves it is behind the proxy.
  socket.write(Buffer.concat([Uint8Array.of(5, 1, 0, 3, name.length), name, Uint8Array.of(target.port >> 8, target.port & 0xff)]));
  const [, reply, , kind] = await reader.take(4);
  if (reply !== 0)
    throw outboundFailed(`The proxy does not let ${target.host} be asked: SOCKS5 reply ${reply}`, { reason: 'proxy-refused' });
  const length = kind === 1 ? 4 : kind === 4 ? 16 : ((await reader.take(1))[0] ?? 0);
  await reader.take(length + 2);
}

/** Host of an address without the brackets of IPv6. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

/** WHATWG URL leaves out the port that a scheme has by default, and knows none for SOCKS. */
function proxyPort(proxy: URL): number {
  if (proxy.port !== '') return Number(proxy.port);
  return proxy.protocol === 'http:' ? 80 : proxy.protocol === 'https:' ? 443 : 1080;
}

async function whenOpen<Socket extends Duplex>(socket: Socket, event: string, signal: AbortSignal): Promise<Socket> {
  const end = (): void => void socket.destroy(new Error('given up'));
  // Whoever waits for something else than the socket would miss its error, which then ends the process.
  socket.on('error', () => undefined);
  signal.addEventListener('abort', end, { once: true });
  socket.once('close', () => signal.removeEventListener('abort', end));
  if (signal.aborted) end();
  try {
    await once(socket, event, { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
