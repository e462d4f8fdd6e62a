import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { UtcTime } from '../../core/clock.ts';
import { PugmarkError } from '../../core/errors.ts';
import { PRACTICE_HEADER } from '../../core/model/practice.ts';
import type { OpenExchange, ServedLedger } from './ledger.ts';
import { textReply, type Handler, type PracticeRequest, type Reply } from './reply.ts';
import { sendReply } from './send.ts';

const MAX_REQUEST_BYTES = 1024 * 1024;

/** Takes over the connection of an `Upgrade` request; returns when it is done with the handshake. */
export type UpgradeHandler = (request: PracticeRequest, message: IncomingMessage, socket: Duplex, exchange: OpenExchange) => void;

export interface HttpServerOptions {
  readonly port: number;
  readonly hostName: string;
  readonly ledger: ServedLedger;
  readonly now: () => UtcTime;
  readonly handle: Handler;
  readonly upgrade: UpgradeHandler;
}

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

function parseCookies(header: string | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0) cookies.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
  }
  return cookies;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    // Malformed escapes are a path like any other, which nothing answers to.
    if (error instanceof URIError) return path;
    throw error;
  }
}

function requestOf(message: IncomingMessage, body: Uint8Array): PracticeRequest {
  const target = message.url ?? '/';
  const queryAt = target.indexOf('?');
  return {
    method: message.method ?? 'GET',
    host: (message.headers.host ?? '').replace(/:\d+$/, '').toLowerCase(),
    path: decodePath(queryAt === -1 ? target : target.slice(0, queryAt)),
    query: new URLSearchParams(queryAt === -1 ? '' : target.slice(queryAt + 1)),
    cookies: parseCookies(message.headers.cookie),
    headers: message.headers,
    body,
  };
}

async function readBody(message: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of message as AsyncIterable<Uint8Array>) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_REQUEST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A server on loopback whose every answer carries the practice header and stands in the ledger. Throws `io-failed` when it cannot listen. */
export async function startHttpServer(options: HttpServerOptions): Promise<RunningServer> {
  const closing = new AbortController();
  const sockets = new Set<Socket>();

  function begin(message: IncomingMessage): OpenExchange {
    return options.ledger.begin({
      time: options.now(),
      host: (message.headers.host ?? '').replace(/:\d+$/, '').toLowerCase(),
      url: `http://${message.headers.host ?? ''}${message.url ?? '/'}`,
      method: message.method ?? 'GET',
    });
  }

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = begin(message);
    const hungUp = new AbortController();
    response.once('close', () => {
      hungUp.abort();
    });
    const body = await readBody(message);
    if (body === undefined) {
      message.destroy();
      return;
    }
    const request = requestOf(message, body);
    let reply: Reply;
    try {
      reply = await options.handle(request);
    } catch (error) {
      reply = { ...textReply('text/plain', `The practice market failed: ${String(error)}`), status: 500 };
    }
    await sendReply(request, response, reply, exchange, AbortSignal.any([hungUp.signal, closing.signal]));
  }

  const server: Server = createServer((message, response) => {
    // A receiver that hangs up is an ordinary end; the ledger says that the exchange is not complete.
    answer(message, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end(`HTTP/1.1 400 Bad Request\r\n${PRACTICE_HEADER}: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
  });
  server.on('upgrade', (message, socket) => {
    options.upgrade(requestOf(message, new Uint8Array(0)), message, socket, begin(message));
  });

  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new PugmarkError('io-failed', `The practice market cannot listen on ${options.hostName}:${options.port}; choose another port`, {
          cause,
        }),
      );
    });
    server.listen(options.port, options.hostName, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new PugmarkError('io-failed', 'The practice market has no TCP address'));
      else resolve(address.port);
    });
  });

  return {
    port,
    close: async () => {
      closing.abort();
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
