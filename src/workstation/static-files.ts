import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { PugmarkError } from '../core/errors.ts';

export interface StaticFile {
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** Kinds of files that the built window is made of; others are not served. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * The built window by path, held in memory: a path that is not in this list leads to no file, whatever is in it.
 * Throws `io-failed` when it was not built.
 */
export function readStaticFiles(folder: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const contentType = CONTENT_TYPES[extname(entry.name)];
      if (!entry.isFile() || contentType === undefined) continue;
      const path = join(entry.parentPath, entry.name);
      files.set(`/${relative(folder, path).split(sep).join('/')}`, { contentType, bytes: readFileSync(path) });
    }
  } catch (cause) {
    throw new PugmarkError('io-failed', `The window of the app cannot be read from ${folder}: run "npm start"`, { cause });
  }
  const index = files.get('/index.html');
  if (index === undefined) throw new PugmarkError('io-failed', `There is no index.html in ${folder}: run "npm start", which builds it`);
  return files.set('/', index);
}
