import { buildResultTime } from '../app/exhibit-result.ts';
import type { CaptureRunOutcome } from '../app/capture-run.ts';
import type { TimeGround } from '../app/time/time-ground.ts';
import { TimeKeeper } from '../app/time/time-keeper.ts';
import { isPugmarkError } from '../core/errors.ts';
import type { CaseStore, VaultReader } from '../core/ports.ts';
import { composeOutbound, composeTimeGround } from '../engine/compose-time.ts';
import { findSystemProxy } from '../platform/outbound/system-proxy.ts';

/** After captures: an authority that answers does so in a second or two; nobody waits longer for one that does not. */
const AFTER_CAPTURE_MS = 5_000;

/** Runs `act` with what asks others for the time; what they have not answered at its end stays pending. */
export async function withTimes<T>(
  vault: Pick<VaultReader, 'readSettings'>,
  options: { readonly proxy: string | undefined; readonly settings?: TimeGround['settings'] },
  act: (times: TimeKeeper) => Promise<T>,
): Promise<T> {
  const { proxy, settings } = options;
  const ground = composeTimeGround(vault, composeOutbound());
  const times = new TimeKeeper(settings === undefined ? ground : { ...ground, settings }, {
    proxy: () => proxy ?? findSystemProxy(process.env),
  });
  try {
    return await act(times);
  } finally {
    await times.close();
  }
}

/** Asks for time stamps over what was just captured, and tells of each exhibit whether its time is confirmed. Never fails what was captured. */
export async function confirmTimes(
  times: TimeKeeper,
  store: CaseStore,
  outcome: CaptureRunOutcome,
  signal: AbortSignal,
): Promise<CaptureRunOutcome> {
  if (outcome.stoppedBy !== undefined || signal.aborted) return outcome;
  try {
    await times.queueOf(store).stamp({ withinMs: AFTER_CAPTURE_MS, signal });
  } catch (error) {
    // A disk that gives out now: what is sealed is sealed, and the next command that writes says so.
    if (!isPugmarkError(error)) throw error;
  }
  const exhibits = outcome.exhibits.map((result) =>
    result.time === undefined ? result : { ...result, time: buildResultTime(store.findTime({ exhibit: result.exhibit })) },
  );
  return { ...outcome, exhibits };
}
