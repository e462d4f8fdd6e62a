import type { RunningHash } from '../../core/digest/digest.ts';
import type { HashAnswer, HashOrder } from '../browser/beside-hashing.ts';
import { loadWasmHashing } from '../browser/wasm-hashing.ts';
import { answerWith, listen } from './worker-scope.ts';

const answer = (message: HashAnswer): void => answerWith(message);

/** Hashes files that come piece by piece, in the order in which they come. */
export function runHashRole(algorithm: 'SHA-256' | 'SHA-512'): void {
  const loading = loadWasmHashing();
  const running = new Map<number, RunningHash>();
  listen<HashOrder>(async ({ stream, bytes, isLast }) => {
    const hashing = await loading;
    const hash = running.get(stream) ?? (algorithm === 'SHA-256' ? hashing.startSha256() : hashing.startSha512());
    running.set(stream, hash);
    if (bytes !== undefined) hash.update(bytes);
    if (isLast) running.delete(stream);
    answer({ stream, takenBytes: bytes?.length ?? 0, ...(isLast ? { digest: hash.digest() } : {}) });
  });
}
