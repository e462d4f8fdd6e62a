import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PugmarkError } from '../../core/errors.ts';
import { isPictureName } from './picture-names.ts';

/** Pictures as drawn, and those that are being drawn: kept for the process, since several markets show the same ones. */
const pictures = new Map<string, Promise<Uint8Array>>();
const waiting = new Map<string, { readonly resolve: (png: Uint8Array) => void; readonly reject: (error: unknown) => void }>();
let painter: Worker | undefined;

function startPainter(): Worker {
  const worker = new Worker(new URL('./picture-worker.ts', import.meta.url));
  worker.on('message', ({ name, png }: { readonly name: string; readonly png: Uint8Array }) => {
    waiting.get(name)?.resolve(png);
    waiting.delete(name);
    if (waiting.size === 0) worker.unref();
  });
  worker.on('error', (error) => {
    for (const [name, { reject }] of waiting) {
      pictures.delete(name);
      reject(error);
    }
    waiting.clear();
    painter = undefined;
  });
  return worker;
}

/**
 * The PNG called `name`, drawn in another thread at first use. Rejects with `usage` when there is no such picture.
 *
 * Where PUGMARK_PRACTICE_PICTURES names a folder, pictures outlast the process there: drawing is most of what a market
 * costs, and tests start a hundred of them.
 */
export function readPicture(name: string): Promise<Uint8Array> {
  const kept = pictures.get(name);
  if (kept !== undefined) return kept;
  if (!isPictureName(name)) return Promise.reject(new PugmarkError('usage', `There is no drawn picture ${name}`));
  const folder = process.env['PUGMARK_PRACTICE_PICTURES'] ?? '';
  const drawn = folder === '' ? draw(name) : readOrDraw(join(folder, name), name);
  pictures.set(name, drawn);
  return drawn;
}

function draw(name: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    painter ??= startPainter();
    // While it draws, the process stays; idle, it may end.
    painter.ref();
    waiting.set(name, { resolve, reject });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window: it has no origin
    painter.postMessage(name);
  });
}

async function readOrDraw(path: string, name: string): Promise<Uint8Array> {
  const kept = await readFile(path).catch(() => undefined);
  if (kept !== undefined) return kept;
  const png = await draw(name);
  // Never half a picture for another process; and without room for it there is still the one in memory.
  const begun = `${path}.${randomUUID()}`;
  await mkdir(dirname(path), { recursive: true })
    .then(() => writeFile(begun, png))
    .then(() => rename(begun, path))
    .catch(() => undefined);
  return png;
}
