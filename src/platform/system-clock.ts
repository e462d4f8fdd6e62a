import type { Clock } from '../core/clock.ts';

/** The machine's own clocks. */
export const systemClock: Clock = {
  now: () => new Date().toISOString(),
  monotonicMs: () => performance.now(),
};
