import { vi } from 'vitest';

/** Asserts until it holds; patient, because a busy machine is no fault of what is tested. */
export function eventually<T>(assertion: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(assertion, { timeout: 30_000, interval: 50 });
}
