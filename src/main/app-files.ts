import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
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
  const wanted = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(request.headers.get('range') ?? '');
  const start = wanted === null ? undefined : Number(wanted[1]);
  const last = wanted?.[2] === undefined || wanted[2] === '' ? undefined : Number(wanted[2]);
  const found = await engine.readEvidence(new URL(request.url).pathname, {
    ...(start === undefined ? {} : { start }),
    ...(last === undefined ? {} : { end: last + 1 }),
  });
  if (found === undefined) return refuse(404);
  const { mediaType, sizeBytes, body } = found;
  const headers: Record<string, string> = { ...INERT_HEADERS, 'content-type': mediaType, 'accept-ranges': 'bytes' };
  if (!/^(?:image\/(?:png|jpeg|webp|gif|avif)|text\/plain|application\/(?:json|pdf))\b/.test(mediaType)) {
    headers['content-disposition'] = 'attachment';
  }
  if (start === undefined) return new Response(body, { headers: { ...headers, 'content-length': String(sizeBytes) } });
  if (start >= sizeBytes) return refuse(416);
  const end = Math.min(last === undefined ? sizeBytes : last + 1, sizeBytes);
  headers['content-range'] = `bytes ${start}-${end - 1}/${sizeBytes}`;
  return new Response(body, { status: 206, headers: { ...headers, 'content-length': String(end - start) } });
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: INERT_HEADERS });
}
