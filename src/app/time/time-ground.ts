import type { Clock } from '../../core/clock.ts';
import type { Hashing } from '../../core/digest/digest.ts';
import type { Random } from '../../core/ids.ts';
import type { TimeSettings } from '../../core/model/time-settings.ts';
import type { Outbound } from '../../core/outbound-ports.ts';
import type { TimestampAuthority } from '../../core/timestamp/authority.ts';
import type { TimestampReport } from '../../core/timestamp/timestamp-report.ts';

/** What everything stands on that asks others for the time. */
export interface TimeGround {
  readonly clock: Clock;
  readonly random: Pick<Random, 'bytes'>;
  readonly hashing: Pick<Hashing, 'sha256'>;
  readonly outbound: Outbound;
  /** Verifies what an authority answered, by its own roots and policy. */
  readonly verify: (
    authority: TimestampAuthority,
    token: { readonly sha256: Uint8Array; readonly request: Uint8Array; readonly response: Uint8Array },
  ) => Promise<TimestampReport>;
  /** Resolves after so many milliseconds, rejects when the signal is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** A fault of ours in what runs beside: it must end no capture. */
  readonly onFault: (error: unknown) => void;
  /** Whom this vault asks, as its settings are now. */
  readonly settings: () => TimeSettings;
}
