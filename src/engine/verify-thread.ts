import { Worker } from 'node:worker_threads';
import type { Sha256Digest } from '../core/digest/digest.ts';
import { PugmarkError } from '../core/errors.ts';
import type { PackageKeys } from '../core/package/encryption/encryption.ts';
import type { SuppliedToken } from '../core/package/supplement/read-supplement.ts';
import type { Verdict } from '../core/package/verdict.ts';
import type { CheckedSeal } from '../core/package/verify-package.ts';
import type { JobRun } from './jobs.ts';

export interface VerifyOrder {
  /** Absolute path of a package, packed or unpacked. */
  readonly path: string;
  /** As the person knows it. */
  readonly name: string;
  /** Fingerprints of identity keys. */
  readonly trusted: readonly Sha256Digest[];
  /** DER of roots of time-stamping authorities, beside those that the program names. */
  readonly timestampRoots?: readonly Uint8Array[];
  /** Time stamps that came after it. */
  readonly suppliedTokens?: readonly SuppliedToken[];
  /** For an encrypted one. */
  readonly keys?: PackageKeys;
}

/** `seal`: the one that the verdict is about. */
export interface VerifyOutcome {
  readonly verdict: Verdict;
  readonly seal: CheckedSeal | undefined;
}

export type VerifyAnswer =
  | ({ readonly kind: 'progress' } & Parameters<JobRun['onProgress']>[0])
  | ({ readonly kind: 'verdict' } & VerifyOutcome)
  | { readonly kind: 'error'; readonly error: ReturnType<PugmarkError['toJSON']> };

/**
 * Verifies a package in a thread of its own, which ends with it. Throws `package-unreadable`, `package-locked`, `input-unreadable`, `cancelled`.
 */
export function verifyInThread(order: VerifyOrder, { signal, onProgress }: JobRun): Promise<VerifyOutcome> {
  const { promise, resolve, reject } = Promise.withResolvers<VerifyOutcome>();
  if (signal.aborted) return Promise.reject(new PugmarkError('cancelled', 'The verification was cancelled'));
  const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), { workerData: order });
  const cancel = (): void => {
    reject(new PugmarkError('cancelled', 'The verification was cancelled'));
    // It reads only: there is nothing to be put away.
    void worker.terminate();
  };
  signal.addEventListener('abort', cancel, { once: true });
  worker.on('message', (answer: VerifyAnswer) => {
    if (answer.kind === 'progress') onProgress({ step: answer.step, done: answer.done, total: answer.total });
    else if (answer.kind === 'verdict') resolve({ verdict: answer.verdict, seal: answer.seal });
    else reject(new PugmarkError(answer.error.code, answer.error.message, { details: answer.error.details }));
  });
  worker.once('error', reject);
  worker.once('exit', (code) => {
    signal.removeEventListener('abort', cancel);
    reject(new PugmarkError('program-fault', `The thread of the verification ended with ${code}`));
  });
  return promise;
}
