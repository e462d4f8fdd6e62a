import type { UtcTime } from '../clock.ts';

/** A time in microseconds since 1970 as one of milliseconds, that lies not after it (`down`) or not before it (`up`). */
export function utcTimeOf(timeUs: bigint, towards: 'down' | 'up'): UtcTime {
  const floor = timeUs / 1000n;
  const ms = towards === 'up' && floor * 1000n !== timeUs ? floor + 1n : floor;
  return new Date(Number(ms)).toISOString();
}
