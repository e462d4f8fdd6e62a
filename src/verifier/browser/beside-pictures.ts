import { PugmarkError } from '../../core/errors.ts';
import type { VerifyPorts } from '../../core/package/verify-package.ts';
import type { PictureAnswer, PictureOrder } from '../worker/pictures-role.ts';
import { startRole } from './roles.ts';

const MAX_WORKERS = 4;

/**
 * Pictures are put together again in workers of their own, one for each core, up to four: browsers unpack in the worker that asks for it, and who
 * checks the package waits for pictures more than pictures for it.
 */
export function comparePicturesBeside(cores = navigator.hardwareConcurrency): NonNullable<VerifyPorts['images']> {
  const workers = Math.max(1, Math.min(MAX_WORKERS, cores));
  const free: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];
  let started = 0;
  const take = async (): Promise<Worker> => {
    const idle = free.pop();
    if (idle !== undefined) return idle;
    if (started === workers) return await new Promise((resolve) => waiting.push(resolve));
    started += 1;
    return startRole('pictures');
  };
  return {
    // While pictures are compared in all workers, those that come next are read.
    comparedSideBySide: workers + 1,
    async compareStitched(tiles, patches, picture) {
      const worker = await take();
      const answer = await ask(worker, { tiles, patches, picture });
      const next = waiting.shift();
      if (next === undefined) free.push(worker);
      else next(worker);
      if ('compared' in answer) return answer.compared;
      throw new PugmarkError(answer.code, answer.message);
    },
  };
}

/** Memory that belongs to one picture alone is handed over. */
function ask(worker: Worker, order: PictureOrder): Promise<PictureAnswer> {
  const buffers = [order.picture, ...order.tiles.map(({ png }) => png), ...order.patches.map(({ png }) => png)]
    .filter(({ buffer, byteLength }) => byteLength === buffer.byteLength)
    .map(({ buffer }) => buffer)
    .filter((buffer) => buffer instanceof ArrayBuffer);
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<PictureAnswer>) => resolve(data), { once: true });
    const fail = (event: ErrorEvent): void => reject(new PugmarkError('program-fault', `The worker for pictures failed: ${event.message}`));
    worker.addEventListener('error', fail, { once: true });
    worker.postMessage(order, [...new Set(buffers)]);
  });
}
