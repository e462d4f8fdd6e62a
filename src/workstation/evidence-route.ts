import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isPugmarkError, PugmarkError } from '../core/errors.ts';
import type { EvidenceFile, EvidenceFiles } from '../rpc/evidence-files.ts';
import { parseRange } from '../rpc/byte-range.ts';
import { servedTypeOf } from '../rpc/evidence-type.ts';
import { sendEmpty, sendError } from './replies.ts';
import { inertHeaders } from './security-headers.ts';

export const EVIDENCE_PREFIX = '/evidence/';

/** Bytes of the vault, read only. Rejects when they cannot be given to their end: the connection must then be cut. */
export async function serveEvidence(
  evidence: EvidenceFiles,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let file: EvidenceFile | undefined;
  try {
    file = await evidence.find(path);
  } catch (error) {
    return tellFailure(response, error);
  }
  if (file === undefined) return sendEmpty(response, 404);
  const etag = file.etag === undefined ? undefined : `"${file.etag.replace(/[^\x21\x23-\x7e]/g, '_')}"`;
  const tag = etag === undefined ? {} : { etag };
  if (etag !== undefined && isNamed(request.headers['if-none-match'], etag)) return sendEmpty(response, 304, tag);
  const ifRange = request.headers['if-range'];
  const isRangeMeant = ifRange === undefined || (etag !== undefined && ifRange === etag);
  const range = isRangeMeant ? parseRange(request.headers.range, file.sizeBytes) : undefined;
  if (range === 'unsatisfiable') return sendEmpty(response, 416, { ...tag, 'content-range': `bytes */${file.sizeBytes}` });
  const { contentType, disposition } = servedTypeOf(file.mediaType);
  const head = {
    ...inertHeaders({ isPdf: contentType === 'application/pdf' }),
    ...tag,
    'content-type': contentType,
    'content-disposition': disposition,
    'accept-ranges': 'bytes',
    'content-length': range === undefined ? file.sizeBytes : range.end - range.start,
    ...(range === undefined ? {} : { 'content-range': `bytes ${range.start}-${range.end - 1}/${file.sizeBytes}` }),
  };
  const status = range === undefined ? 200 : 206;
  if (request.method === 'HEAD') return void response.writeHead(status, head).end();
  await stream(response, file.read(range), () => response.writeHead(status, head));
}

/** The head is written when the first bytes are there: until then a failure can still be told. */
async function stream(response: ServerResponse, bytes: AsyncIterable<Uint8Array>, writeHead: () => void): Promise<void> {
  const iterator = bytes[Symbol.asyncIterator]();
  let first: IteratorResult<Uint8Array>;
  try {
    first = await iterator.next();
  } catch (error) {
    return tellFailure(response, error);
  }
  writeHead();
  const rest = (async function* () {
    try {
      if (first.done !== true) yield first.value;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      // A window that hung up: what was opened for it is closed.
      await iterator.return?.();
    }
  })();
  await pipeline(Readable.from(rest, { objectMode: false }), response);
}

function tellFailure(response: ServerResponse, error: unknown): void {
  if (!isPugmarkError(error)) throw error;
  sendError(response, error.code === 'object-missing' ? 404 : 500, new PugmarkError(error.code, error.message, { details: error.details }));
}

/** `If-None-Match`: a list of tags, or `*`. */
function isNamed(header: string | undefined, etag: string): boolean {
  return (header ?? '').split(',').some((one) => ['*', etag, `W/${etag}`].includes(one.trim()));
}
