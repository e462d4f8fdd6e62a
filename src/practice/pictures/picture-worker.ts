import { parentPort } from 'node:worker_threads';
import { drawNamed } from './picture-names.ts';

// Drawing takes up to half a second: here it holds up nobody's requests.
parentPort?.on('message', (name: string) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window: it has no origin
  parentPort?.postMessage({ name, png: drawNamed(name) });
});
