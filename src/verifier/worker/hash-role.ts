import type { RunningHash } from '../../core/digest/digest.ts';
import type { HashAnswer, HashOrder } from '../platform/beside-hashing.ts';
import { loadWasmHashing } from '../platform/wasm-hashing.ts';
import { listen } from './worker-scope.ts';

/** Hashes files that come piece by piece, in the order in which they come. */
export function runHashRole(algorithm: 'SHA-256' | 'SHA-512'): void {
  const loading = loadWasmHashing();
  const running = new Map<number, RunningHash>();
  listen<HashOrder, HashAnswer>(async ({ stream, bytes, isLast }, answer) => {
    const hashing = await loading;
    const hash = running.get(stream) ?? (algorithm === 'SHA-256' ? hashing.startSha256() : hashing.startSha512());
    running.set(stream, hash);
    if (bytes !== undefined) hash.update(bytes);
    if (isLast) running.delete(stream);
    answer({ stream, takenBytes: bytes?.length ?? 0, ...(isLast ? { digest: hash.digest() } : {}) });
  });
}
