import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

/** What a route sends. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly type?: string;
  readonly body?: string | Uint8Array;
  readonly encode?: 'gzip' | 'br' | 'zstd';
  /** No Content-Length. */
  readonly chunked?: boolean;
  readonly delayMs?: number;
  /** Sends the body again and again without end, after so many milliseconds each. */
  readonly endlessEveryMs?: number;
  /** Announces the whole body, sends so many bytes of it, then closes (`cut`) or says nothing more (`stall`). */
  readonly sendBytes?: number;
  readonly afterwards?: 'cut' | 'stall';
}

export type Route = Answer | ((request: IncomingMessage, body: Buffer) => Answer) | { readonly raw: string | Uint8Array };

/** Ground truth: what was asked and what was sent for it. */
export interface Served {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  /** Of the body before content encoding. */
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly requestHeaders: IncomingMessage['headers'];
  readonly requestSha256: string;
}

export interface TruthServer {
  readonly port: number;
  url(path: string, host?: string): string;
  route(path: string, route: Route): void;
  served(): readonly Served[];
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const ENCODERS = { gzip: gzipSync, br: brotliCompressSync, zstd: zstdCompressSync };

/** A loopback server for every host name under `.localhost`, which lists what it served. Ends with the test, or with what `endWith` says. */
export async function startTruthServer(
  routes: Readonly<Record<string, Route>> = {},
  endWith: (end: () => void) => void = onTestFinished,
): Promise<TruthServer> {
  const table = new Map<string, Route>(Object.entries(routes));
  const served: Served[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks)));
  });
  server.on('upgrade', (request, socket) => {
    const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
    socket.on('error', () => socket.destroy());
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key.digest('base64')}\r\n\r\n`,
    );
    // A text of six bytes and three bytes (RFC 6455 section 5.2).
    if (request.url === '/talks') socket.write(Buffer.from([0x81, 6, ...Buffer.from('h\u00e9llo'), 0x82, 3, 1, 2, 3]));
  });
  const answer = (request: IncomingMessage, response: ServerResponse, requestBody: Buffer): void => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const route = table.get(url.pathname) ?? { status: 404, type: 'text/plain', body: 'no such page' };
    const note = (status: number, body: Uint8Array): void => {
      served.push({
        method: request.method ?? '',
        url: url.href,
        status,
        sha256: sha256(body),
        sizeBytes: body.length,
        requestHeaders: request.headers,
        requestSha256: sha256(requestBody),
      });
    };
    if ('raw' in route) {
      note(0, new Uint8Array());
      request.socket.end(route.raw);
      return;
    }
    const plan = typeof route === 'function' ? route(request, requestBody) : route;
    const body = Buffer.from(plan.body ?? '');
    const status = plan.status ?? 200;
    note(status, body);
    const encoded = plan.encode === undefined ? body : ENCODERS[plan.encode](body);
    const send = (): void => {
      response.writeHead(status, {
        ...(plan.type === undefined ? {} : { 'content-type': plan.type }),
        ...(plan.encode === undefined ? {} : { 'content-encoding': plan.encode }),
        ...(plan.chunked === true || plan.endlessEveryMs !== undefined || status === 204 || status === 304
          ? {}
          : { 'content-length': String(encoded.length) }),
        ...(plan.headers as Record<string, string | string[]> | undefined),
      });
      if (plan.endlessEveryMs !== undefined) {
        response.write(encoded);
        const timer = setInterval(() => response.write(encoded), plan.endlessEveryMs);
        response.on('close', () => clearInterval(timer));
        return;
      }
      if (plan.sendBytes === undefined) response.end(request.method === 'HEAD' ? undefined : encoded);
      else response.write(encoded.subarray(0, plan.sendBytes), () => plan.afterwards === 'cut' && response.destroy());
    };
    setTimeout(send, plan.delayMs ?? 0);
  };
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve(address.port);
    });
  });
  endWith(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    port,
    url: (path, host = 'site-one.localhost') => `http://${host}:${port}${path}`,
    route: (path, route) => table.set(path, route),
    served: () => served,
  };
}
