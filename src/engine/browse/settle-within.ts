import { setTimeout as pause } from 'node:timers/promises';

/** Waits for all of them, however they end, but not longer than `ms`. */
export async function settleWithin(ms: number, works: readonly Promise<unknown>[]): Promise<void> {
  const over = new AbortController();
  const late = pause(ms, undefined, { signal: over.signal }).catch(() => undefined);
  await Promise.race([Promise.allSettled(works), late]);
  over.abort();
}
