import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { parseRange, type ByteRange } from '../rpc/byte-range.ts';
import { servedTypeOf } from '../rpc/evidence-type.ts';
import { INERT_HEADERS, isAppPage, PAGE_HEADERS } from './app-policy.ts';
import type { EngineLink } from './engine-link.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Answers the app's own scheme: the built pages, and evidence through the engine. */
export function createAppFiles(folder: string, engine: EngineLink): (request: Request) => Promise<Response> {
  return async (request) => {
    if (!isAppPage(request.url) || request.method !== 'GET') return refuse(403);
    const path = decodePath(request.url);
    if (path === undefined) return refuse(400);
    return path.startsWith('/evidence/') ? await sendEvidence(engine, request) : await sendPage(folder, path);
  };
}

function decodePath(address: string): string | undefined {
  try {
    return decodeURIComponent(new URL(address).pathname);
  } catch {
    return undefined;
  }
}

async function sendPage(folder: string, path: string): Promise<Response> {
  const file = normalize(join(folder, path));
  const type = TYPES[extname(file)];
  if (!file.startsWith(folder + sep) || type === undefined || path.includes('\0')) return refuse(404);
  try {
    return new Response(new Uint8Array(await readFile(file)), { headers: { ...PAGE_HEADERS, 'content-type': type } });
  } catch {
    return refuse(404);
  }
}

async function sendEvidence(engine: EngineLink, request: Request): Promise<Response> {
  const range = rangeOf(request);
  const found = await engine.readEvidence(new URL(request.url).pathname, range ?? {});
  if (found === undefined) return refuse(404);
  const { sizeBytes, body } = found;
  const { contentType, disposition } = servedTypeOf(found.mediaType);
  const headers = { ...INERT_HEADERS, 'content-type': contentType, 'content-disposition': disposition, 'accept-ranges': 'bytes' };
  if (range === undefined) return new Response(body, { headers: { ...headers, 'content-length': String(sizeBytes) } });
  if (range.start >= sizeBytes) {
    await body.cancel();
    return refuse(416);
  }
  const end = Math.min(range.end, sizeBytes);
  const part = { 'content-range': `bytes ${range.start}-${end - 1}/${sizeBytes}`, 'content-length': String(end - range.start) };
  return new Response(body, { status: 206, headers: { ...headers, ...part } });
}

/** The size is known to the engine alone: a range counted from the end is answered with all, as RFC 9110 section 14.2 allows. */
function rangeOf(request: Request): ByteRange | undefined {
  const header = request.headers.get('range') ?? '';
  const range = header.startsWith('bytes=-') ? undefined : parseRange(header, Number.MAX_SAFE_INTEGER);
  return range === 'unsatisfiable' ? undefined : range;
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: INERT_HEADERS });
}
