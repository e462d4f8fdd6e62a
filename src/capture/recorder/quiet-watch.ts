import type { Clock } from '../../core/clock.ts';
import type { Hop } from './hop.ts';

const POLL_MS = 20;
/** A request of a script that has given nothing for this long is a long poll or a stream, and will not end by itself. */
const PATIENCE_MS = 5_000;

/** True when the page's loading still depends on this exchange. */
export function isAwaited(hop: Hop, nowMs: number): boolean {
  if (hop.state !== 'under-way' || hop.unfollowed) return false;
  if (hop.resourceType === 'WebSocket' || hop.resourceType === 'EventSource') return false;
  if (hop.response?.mimeType === 'text/event-stream') return false;
  // Films are read as far as they are watched.
  if (hop.resourceType === 'Media' && hop.response !== undefined) return false;
  const isScripted =
    hop.resourceType === 'Fetch' || hop.resourceType === 'XHR' || hop.resourceType === 'Ping' || hop.resourceType === 'Other';
  return !isScripted || nowMs - hop.lastDataMs < PATIENCE_MS;
}

/** Waits until no exchange was awaited for `quietMs`; false at `timeoutMs` or when aborted. */
export async function waitForQuiet(options: {
  readonly clock: Clock;
  readonly underWay: () => Iterable<Hop>;
  /** When an exchange last began or ended, on the monotonic clock. */
  readonly lastChangeMs: () => number;
  readonly quietMs: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}): Promise<boolean> {
  const { clock, quietMs, timeoutMs, signal } = options;
  const startedMs = clock.monotonicMs();
  let busyMs = options.lastChangeMs();
  for (;;) {
    if (signal?.aborted === true) return false;
    const nowMs = clock.monotonicMs();
    busyMs = Math.max(busyMs, options.lastChangeMs());
    for (const hop of options.underWay()) {
      if (!isAwaited(hop, nowMs)) continue;
      busyMs = nowMs;
      break;
    }
    if (nowMs - busyMs >= quietMs) return true;
    if (nowMs - startedMs >= timeoutMs) return false;
    await pause(POLL_MS, signal);
  }
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}
