import { Worker } from 'node:worker_threads';
import { PugmarkError } from '../../core/errors.ts';
import type { VaultKeyWork } from './vault-key-file.ts';

export type KeyOrder =
  | { readonly kind: 'wrap'; readonly bytes: Uint8Array; readonly passphrase: string; readonly workFactor: number }
  | { readonly kind: 'unwrap'; readonly bytes: Uint8Array; readonly passphrase: string };

export type KeyAnswer = { readonly bytes: Uint8Array } | { readonly error: ReturnType<PugmarkError['toJSON']> };

/** The same in a thread of its own, for a program that has other things to do in the second that scrypt takes. */
export const besideVaultKeyWork: VaultKeyWork = {
  wrap: (vaultKey, passphrase, workFactor) => order({ kind: 'wrap', bytes: vaultKey, passphrase, workFactor }),
  unwrap: (file, passphrase) => order({ kind: 'unwrap', bytes: file, passphrase }),
};

function order(workerData: KeyOrder): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const worker = new Worker(new URL('./vault-key-worker.ts', import.meta.url), { workerData });
  worker.once('message', (answer: KeyAnswer) => {
    if ('bytes' in answer) resolve(answer.bytes);
    else reject(new PugmarkError(answer.error.code, answer.error.message, { details: answer.error.details }));
  });
  worker.once('error', reject);
  worker.once('exit', (code) => reject(new PugmarkError('program-fault', `The thread of the vault key ended with ${code}`)));
  return promise;
}
