import type { RunningHash } from '../../core/digest/digest.ts';
import type { HashAnswer, HashOrder } from '../browser/beside-hashing.ts';
import { loadWasmHashing } from '../browser/wasm-hashing.ts';
import { answerWith, listen } from './worker-scope.ts';

const answer = (message: HashAnswer, transfer: readonly Transferable[] = []): void => answerWith(message, transfer);

/** Hashes files that come piece by piece or whole, in the order in which they come. */
export function runHashRole(algorithm: 'SHA-256' | 'SHA-512'): void {
  const loading = loadWasmHashing();
  const running = new Map<number, RunningHash>();
  listen<HashOrder>(async (order) => {
    const { stream } = order;
    if ('whole' in order) {
      const { whole, length } = order;
      const digest = new Uint8Array(await crypto.subtle.digest(algorithm, whole.subarray(0, length)));
      answer({ stream, takenBytes: length, digest, memory: whole }, [whole.buffer]);
      return;
    }
    const { bytes, isLast } = order;
    const hashing = await loading;
    const hash = running.get(stream) ?? (algorithm === 'SHA-256' ? hashing.startSha256() : hashing.startSha512());
    running.set(stream, hash);
    if (bytes !== undefined) hash.update(bytes);
    if (isLast) running.delete(stream);
    answer({ stream, takenBytes: bytes?.length ?? 0, ...(isLast ? { digest: hash.digest() } : {}) });
  });
  // Whoever started it does not wait for it until then.
  answer({ stream: -1, takenBytes: 0 });
}
