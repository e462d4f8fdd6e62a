import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { isPugmarkError } from '../core/errors.ts';
import type { CompareAnswer, CompareOrder } from './beside-image-codec.ts';
import { release } from './released-memory.ts';
import { createSharpImageCodec } from './sharp-image-codec.ts';

/** A thread that compares one picture after the other with what its tiles give. Any other fault than that of a picture ends it. */
const codec = createSharpImageCodec({
  startSha256() {
    const running = createHash('sha256');
    return { update: (bytes) => void running.update(bytes), digest: () => running.digest() };
  },
});
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
const answer = (message: CompareAnswer): void => parentPort?.postMessage(message);

async function compare({ id, tiles, patches, picture }: CompareOrder): Promise<void> {
  try {
    answer({ id, compared: await codec.compareStitched(tiles, patches, picture) });
  } catch (error) {
    if (!isPugmarkError(error, 'png-invalid')) throw error;
    answer({ id, invalid: error.message });
  } finally {
    for (const { buffer, byteOffset, byteLength } of [picture, ...tiles.map(({ png }) => png), ...patches.map(({ png }) => png)])
      release(Buffer.from(buffer, byteOffset, byteLength));
  }
}

parentPort?.on('message', (order: CompareOrder) => void compare(order));
