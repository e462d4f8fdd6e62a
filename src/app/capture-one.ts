import type { Attempt, CaseSession } from '../core/ports.ts';
import { accountForAttempt, asPugmarkError, type AttemptOutcome } from './account-attempt.ts';
import type { BrowserPool } from './browser-pool.ts';
import type { CaptureAddress } from './capture-addresses.ts';
import type { CaptureGround, CaptureRunParts } from './capture-run.ts';
import type { SessionTimes } from './time/session-evidence.ts';

/** An address whose turn has come. */
export interface AddressTurn {
  readonly pool: BrowserPool;
  readonly session: CaseSession;
  readonly times: SessionTimes;
  readonly address: CaptureAddress;
  /** Of this address alone: cancel; 'stop and keep'. */
  readonly cancelled?: AbortSignal;
  readonly keep?: AbortSignal;
}

/** Captures one address as one attempt, and accounts for it whatever happens. Never throws. */
export async function captureOne(ground: CaptureGround, run: CaptureRunParts, turn: AddressTurn): Promise<AttemptOutcome> {
  const { address, session, times, pool, keep } = turn;
  const { store, operator, choices } = run;
  const clickedAt = ground.clock.now();
  const startedMs = ground.clock.monotonicMs();
  let attempt: Attempt;
  try {
    attempt = store.startAttempt(session, { requestedUrl: address.url, clickedAt });
  } catch (error) {
    return { error: asPugmarkError(error) };
  }
  run.onEvent({ kind: 'started', address, exhibit: attempt.exhibit });
  const outcome = await accountForAttempt(ground, {
    store,
    session,
    times,
    operator,
    choices,
    attempt,
    clickedAt,
    cancelled: turn.cancelled === undefined ? run.signal : AbortSignal.any([run.signal, turn.cancelled]),
    ...(keep === undefined ? {} : { keep }),
    source: async () => {
      const browser = await pool.acquire();
      return { facts: browser.facts, capture: (request) => browser.capture({ ...request, url: attempt.requestedUrl }) };
    },
    onEvent: (event) => run.onEvent(event),
    took: () => Math.round(ground.clock.monotonicMs() - startedMs),
  });
  if (outcome.result !== undefined) run.onEvent({ kind: 'ended', address, result: outcome.result });
  return outcome;
}
