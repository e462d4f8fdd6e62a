import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { PugmarkError } from '../core/errors.ts';
import { buildTiles } from './build-tiles.ts';
import type { PictureAnswer, PictureOrder } from './picture-thread.ts';
import { hashPicture, sealPicture } from './sealed-picture.ts';
import { createSharpImageCodec } from './sharp-image-codec.ts';

/** A thread that makes pictures for the screen: decoding a tall page there holds nobody up. */
const codec = createSharpImageCodec({ startSha256: () => createHash('sha256') });
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
const answer = (message: PictureAnswer): void => parentPort?.postMessage(message);

parentPort?.on('message', (order: PictureOrder) => void carryOut(order));

async function carryOut(order: PictureOrder): Promise<void> {
  const { id } = order;
  try {
    if (order.kind === 'small') {
      const { jpeg } = await codec.preview(order.picture, order);
      answer({ id, kind: 'small', jpeg });
    } else {
      await writeTiles(order);
      answer({ id, kind: 'end' });
    }
  } catch (cause) {
    const error =
      cause instanceof PugmarkError ? cause : new PugmarkError('io-failed', 'Pictures for the screen cannot be kept', { cause });
    answer({ id, kind: 'error', error: error.toJSON() });
  }
}

/** All tiles one after the other in one file, each encrypted; where each lies is told as soon as it is there. */
async function writeTiles({ id, picture, plan, path, key }: Extract<PictureOrder, { kind: 'tiles' }>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  let end = 0;
  try {
    await buildTiles(picture, plan, async ({ level, column, row, jpeg }) => {
      const sealed = sealPicture(key, jpeg);
      const offset = end;
      end += sealed.length;
      await file.write(sealed, 0, sealed.length, offset);
      answer({ id, kind: 'tile', place: { level, column, row, offset, sizeBytes: sealed.length, sha256: hashPicture(sealed) } });
    });
  } finally {
    await file.close();
  }
}
