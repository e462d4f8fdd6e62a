import type { Clock, UtcTime } from '../../core/clock.ts';

/**
 * Turns the browser's wall time of an event into our clock's time.
 * Events wait in queues while much is going on; the smallest delay seen so far tells how far the two clocks are apart.
 */
export class ClaimedTime {
  readonly #clock: Clock;
  #smallestDelayMs: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `wallTimeS`: seconds since 1970 as the browser claims them; without it, the time of asking. Never later than now. */
  of(wallTimeS: number | undefined): UtcTime {
    const now = this.#clock.now();
    const claimedMs = wallTimeS === undefined ? Number.NaN : wallTimeS * 1000;
    const delayMs = Date.parse(now) - claimedMs;
    if (!Number.isFinite(delayMs)) return now;
    this.#smallestDelayMs = Math.min(delayMs, this.#smallestDelayMs ?? delayMs);
    const waitedMs = delayMs - this.#smallestDelayMs;
    // A wait of more than a minute is a page's renderer that lies about the time.
    return waitedMs > 60_000 ? now : new Date(Date.parse(now) - Math.round(waitedMs)).toISOString();
  }
}
