import type { UtcTime } from '../clock.ts';

/** What the log keeps of a lawful erasure, of an exhibit or of a case. */
export interface ErasureRecord {
  readonly erasedAt: UtcTime;
  /** Service number. */
  readonly by: string;
  readonly reason?: string;
  /** By which law, order or rule; absent where nobody said. */
  readonly ground?: string;
}
