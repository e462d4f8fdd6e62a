import { parentPort, workerData } from 'node:worker_threads';
import { PugmarkError } from '../../core/errors.ts';
import type { KeyAnswer, KeyOrder } from './beside-vault-key.ts';
import { unwrapVaultKey, wrapVaultKey } from './vault-key-file.ts';

/** A thread for one scrypt. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the one that starts it gives it
const order = workerData as KeyOrder;

async function work(): Promise<KeyAnswer> {
  try {
    const { kind, bytes, passphrase } = order;
    return { bytes: kind === 'wrap' ? await wrapVaultKey(bytes, passphrase, order.workFactor) : await unwrapVaultKey(bytes, passphrase) };
  } catch (error) {
    // A thread hands on errors without their class.
    if (error instanceof PugmarkError) return { error: error.toJSON() };
    throw error;
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage(await work());
