/** Median of at least one value. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  const lower = sorted[Math.ceil(middle) - 1];
  if (upper === undefined || lower === undefined) throw new Error('A median needs a value');
  return (lower + upper) / 2;
}

/** `median (lowest to highest, n)` in milliseconds. */
export function describeMs(values: readonly number[]): string {
  return `${Math.round(medianOf(values))} ms (${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))}, n = ${values.length})`;
}
