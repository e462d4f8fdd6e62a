import { createHash, type Hash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import type { HashAnswer, HashOrder } from './beside-hashing.ts';

/** A thread that hashes what lies in the buffers it shares, in the order in which it is told of it. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the one that starts it gives it
const buffers = (workerData as readonly SharedArrayBuffer[]).map((buffer) => new Uint8Array(buffer));
const running = new Map<number, Hash>();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
const answer = (message: HashAnswer): void => parentPort?.postMessage(message);

// Whoever started it does without it until then.
answer({});

parentPort?.on('message', ({ stream, slot, length, isLast }: HashOrder) => {
  const hash = running.get(stream) ?? createHash('sha512');
  if (slot !== undefined) {
    const bytes = buffers[slot]?.subarray(0, length);
    if (bytes === undefined) throw new Error(`There is no buffer ${slot}`);
    hash.update(bytes);
  }
  if (isLast) running.delete(stream);
  else running.set(stream, hash);
  answer({ ...(slot === undefined ? {} : { slot }), ...(isLast ? { ended: { stream, digest: new Uint8Array(hash.digest()) } } : {}) });
});
