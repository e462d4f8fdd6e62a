import { createServer as createHttpServer, request as requestHttp } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface LocalProxy {
  /** `http://127.0.0.1:port` or `socks5://127.0.0.1:port`. */
  readonly url: string;
  /** Who was asked for, in the proxy's own words: `CONNECT name:port`, `GET http://name/`, `SOCKS5 name:port`. */
  readonly asked: string[];
}

/** Where the proxy finds a name; undefined: it refuses. */
export type Resolve = (host: string) => number | undefined;

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });
  return (server.address() as AddressInfo).port;
}

/** An HTTP proxy that knows names nobody else knows. */
export async function startHttpProxy(resolve: Resolve): Promise<LocalProxy> {
  const asked: string[] = [];
  const server = createHttpServer((incoming, response) => {
    asked.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`);
    const url = new URL(incoming.url ?? '');
    const port = resolve(url.hostname);
    if (port === undefined) {
      response.writeHead(502).end();
      return;
    }
    const options = { port, host: '127.0.0.1', method: incoming.method, path: url.pathname, headers: incoming.headers };
    const outgoing = requestHttp(options, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(outgoing);
  });
  server.on('connect', (incoming, socket: Socket) => {
    asked.push(`CONNECT ${incoming.url ?? ''}`);
    const port = resolve((incoming.url ?? '').split(':')[0] ?? '');
    if (port === undefined) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const through = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(through).pipe(socket);
    });
    through.on('error', () => socket.destroy());
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, asked };
}

/** A SOCKS5 proxy (RFC 1928) without passwords. */
export async function startSocksProxy(resolve: Resolve): Promise<LocalProxy> {
  const asked: string[] = [];
  const server = createServer((socket) => {
    socket.once('data', () => {
      socket.write(Uint8Array.of(5, 0));
      socket.once('data', (request: Buffer) => {
        const length = request[4] ?? 0;
        const host = request.subarray(5, 5 + length).toString('latin1');
        asked.push(`SOCKS5 ${host}:${request.readUInt16BE(5 + length)}`);
        const port = resolve(host);
        if (port === undefined) {
          socket.end(Uint8Array.of(5, 2, 0, 1, 0, 0, 0, 0, 0, 0));
          return;
        }
        const through = connect(port, '127.0.0.1', () => {
          socket.write(Uint8Array.of(5, 0, 0, 1, 127, 0, 0, 1, 0, 0));
          socket.pipe(through).pipe(socket);
        });
        through.on('error', () => socket.destroy());
      });
    });
  });
  return { url: `socks5://127.0.0.1:${await listen(server)}`, asked };
}

/** An HTTP server; `answer` has the last word on each request. */
export async function startHttp(answer: Parameters<typeof createHttpServer>[1]): Promise<number> {
  return await listen(createHttpServer({}, answer));
}
