import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { STATUS_CODES } from 'node:http';
import type { PugmarkError } from '../core/errors.ts';
import type { Refusal } from './gate.ts';
import type { RefusalLog } from './refusal-log.ts';
import { inertHeaders, pageHeaders } from './security-headers.ts';
import type { StaticFile } from './static-files.ts';

/** A page of ours, or a part of one. `HEAD` gets the same without the bytes. */
export function sendStatic(request: IncomingMessage, response: ServerResponse, { contentType, bytes }: StaticFile, status = 200): void {
  const headers = { ...pageHeaders(request.headers.host ?? ''), 'content-type': contentType, 'content-length': bytes.length };
  response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : bytes);
}

export function sendEmpty(response: ServerResponse, status: number, headers: OutgoingHttpHeaders = {}): void {
  response.writeHead(status, { ...inertHeaders(), ...headers, ...(status === 204 ? {} : { 'content-length': 0 }) }).end();
}

export function sendJson(response: ServerResponse, status: number, value: unknown, headers: OutgoingHttpHeaders = {}): void {
  const text = JSON.stringify(value);
  const own = { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) };
  response.writeHead(status, { ...inertHeaders(), ...own, ...headers }).end(text);
}

export function sendError(response: ServerResponse, status: number, error: PugmarkError): void {
  // What is left of a request that was not read to its end is not worth reading.
  sendJson(response, status, { error: error.toJSON() }, { connection: 'close' });
}

/** Says no and nothing else, and notes who asked for what. */
export function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal, log: RefusalLog): void {
  noteRefusal(request, refusal, log);
  sendEmpty(response, refusal.status, { connection: 'close' });
}

/** The same for a request that wanted to become a socket. */
export function refuseSocket(request: IncomingMessage, socket: Duplex, refusal: Refusal, log: RefusalLog): void {
  noteRefusal(request, refusal, log);
  endRefused(socket, `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}`);
}

/** Says this and nothing more to who has no answer of ours. Whoever leaves their own end open would else hold one of all connections for good. */
export function endRefused(socket: Duplex, statusLine: string): void {
  if (socket.writable) socket.end(`${statusLine}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
  else socket.destroy();
}

/** Without the query and without headers that carry secrets. */
function noteRefusal({ method, url = '', headers }: IncomingMessage, { code }: Refusal, log: RefusalLog): void {
  log.note(code, {
    method,
    path: url.split(/[?#]/, 1)[0],
    host: headers.host,
    origin: headers.origin,
    site: headers['sec-fetch-site']?.toString(),
  });
}
