import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { PRACTICE_HEADER } from '../../core/model/practice.ts';
import type { OpenExchange } from './ledger.ts';
import type { PracticeRequest, Reply, ReplyStream } from './reply.ts';

const gzipAsync = promisify(gzip);
const brotliAsync = promisify(brotliCompress);

function isAccepted(request: PracticeRequest, encoding: string): boolean {
  const accepted = request.headers['accept-encoding'];
  return typeof accepted === 'string' && accepted.split(',').some((part) => part.split(';')[0]?.trim() === encoding);
}

async function encode(body: Uint8Array, encoding: 'gzip' | 'br'): Promise<Uint8Array> {
  if (encoding === 'gzip') return gzipAsync(body);
  return brotliAsync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
}

/** Resolves after `ms` or as soon as `signal` is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish);
  });
}

async function writeAll(response: ServerResponse, bytes: Uint8Array, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted || response.destroyed) return false;
  if (response.write(bytes)) return true;
  await new Promise<void>((resolve) => {
    const finish = () => {
      response.off('drain', finish);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    response.on('drain', finish);
    signal.addEventListener('abort', finish);
  });
  return !signal.aborted;
}

/** Sends one reply and accounts for it. Never throws because the receiver hung up. */
export async function sendReply(
  request: PracticeRequest,
  response: ServerResponse,
  reply: Reply,
  exchange: OpenExchange,
  signal: AbortSignal,
): Promise<void> {
  if (reply.delayMs !== undefined) await pause(reply.delayMs, signal);
  if (signal.aborted) return;
  if (reply.fault?.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  exchange.status = reply.status;
  response.statusCode = reply.status;
  response.setHeader(PRACTICE_HEADER, '1');
  for (const [name, value] of reply.headers ?? []) response.appendHeader(name, value);
  if (reply.stream !== undefined) {
    const out: ReplyStream = {
      signal,
      pause: (ms) => pause(ms, signal),
      write: async (part) => {
        const bytes = typeof part === 'string' ? Buffer.from(part) : part;
        if (signal.aborted) return false;
        exchange.add(bytes);
        return writeAll(response, bytes, signal);
      },
    };
    response.flushHeaders();
    await reply.stream(out);
    if (!signal.aborted) finish(response, exchange);
    return;
  }
  const body = reply.body ?? new Uint8Array(0);
  if (reply.fault !== undefined) {
    sendFaulty(response, body, reply.fault, exchange);
    return;
  }
  const hasBody = request.method !== 'HEAD' && reply.status !== 204 && reply.status !== 304;
  const encoding = reply.encoding !== undefined && isAccepted(request, reply.encoding) ? reply.encoding : undefined;
  const sent = encoding === undefined ? body : await encode(body, encoding);
  if (signal.aborted) return;
  if (reply.encoding !== undefined) response.appendHeader('vary', 'accept-encoding');
  if (encoding !== undefined) response.setHeader('content-encoding', encoding);
  if (reply.chunks === undefined && reply.status !== 204 && reply.status !== 304) response.setHeader('content-length', sent.length);
  if (!hasBody) {
    finish(response, exchange);
    return;
  }
  exchange.add(body);
  const partSize = Math.max(1, Math.ceil(sent.length / (reply.chunks ?? 1)));
  for (let start = 0; start < sent.length; start += partSize) {
    if (!(await writeAll(response, sent.subarray(start, start + partSize), signal))) return;
  }
  finish(response, exchange);
}

function finish(response: ServerResponse, exchange: OpenExchange): void {
  response.once('finish', () => {
    exchange.finish();
  });
  response.end();
}

function sendFaulty(
  response: ServerResponse,
  body: Uint8Array,
  fault: Exclude<Reply['fault'], undefined | { kind: 'reset' }>,
  exchange: OpenExchange,
): void {
  const part = fault.kind === 'cut' ? body.subarray(0, fault.afterBytes) : body;
  response.strictContentLength = false;
  response.setHeader('content-length', fault.kind === 'cut' ? body.length : fault.declaredBytes);
  response.setHeader('connection', 'close');
  exchange.add(part);
  // The bytes leave before the connection ends: the receiver has seen a head and a part of the body.
  response.write(part, () => {
    response.socket?.end();
  });
}
