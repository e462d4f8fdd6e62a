import type { RefusedAddress } from '../../app/capture-addresses.ts';

/** More than this many are told in one line: a list of thousands would push everything else off the screen. */
const MAX_LINES = 10;

/** Warnings for addresses that cannot be captured: one each, or one for all of many. Empty when there is none. */
export function buildRefusalWarnings(refused: readonly RefusedAddress[], quiet: boolean): readonly string[] {
  const [first, ...others] = refused;
  if (first === undefined) return [];
  if (others.length === 0 || (!quiet && refused.length <= MAX_LINES)) return refused.map(({ from, message }) => `${from}: ${message}`);
  return [`${refused.length} addresses cannot be captured, the first from ${first.from}: ${first.message} (--json lists all)`];
}
