/** UTC time as ISO 8601 with milliseconds and `Z`, e.g. `2026-03-02T08:00:00.000Z`. */
export type UtcTime = string;

/** Where time comes from. Always a parameter, so that a record can be reproduced byte for byte in a test. */
export interface Clock {
  /** The wall clock, as this machine believes it. */
  now(): UtcTime;
  /** Milliseconds from an arbitrary start; never goes backwards; only for durations. */
  monotonicMs(): number;
}
