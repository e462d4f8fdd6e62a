import { parentPort, workerData } from 'node:worker_threads';
import { PugmarkError } from '../core/errors.ts';
import { verifyPackage, type CheckedSeal } from '../core/package/verify-package.ts';
import { openPackage } from '../packaging/open-package.ts';
import { readKnownViewers } from './verifier-pages.ts';
import { composeVerifyPorts } from './verify-ports.ts';
import type { VerifyAnswer, VerifyOrder } from './verify-thread.ts';

/** A thread for one verification: digests, signatures and pictures are work without a pause. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the one that starts it gives it
const { path, name, trusted, timestampRoots = [], suppliedTokens = [], keys } = workerData as VerifyOrder;
const TELL_EVERY_MS = 50;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
const answer = (message: VerifyAnswer): void => parentPort?.postMessage(message);

async function verify(): Promise<void> {
  const opened = await openPackage(path, name, keys);
  let seal: CheckedSeal | undefined;
  let told = { step: '', atMs: 0 };
  try {
    const verdict = await verifyPackage(composeVerifyPorts(), opened, {
      trusted: new Set(trusted),
      timestampRoots,
      suppliedTokens,
      viewers: readKnownViewers(),
      onSeal: (read) => (seal = read),
      onProgress: ({ step, done, total }) => {
        if (step === told.step && performance.now() - told.atMs < TELL_EVERY_MS) return;
        told = { step, atMs: performance.now() };
        answer({ kind: 'progress', step, done, total });
      },
    });
    answer({ kind: 'verdict', verdict, seal });
  } finally {
    await opened.close();
  }
}

try {
  await verify();
} catch (error) {
  // A thread hands on errors without their class; what is no error of ours is heard as the end of the thread.
  if (!(error instanceof PugmarkError)) throw error;
  answer({ kind: 'error', error: error.toJSON() });
}
