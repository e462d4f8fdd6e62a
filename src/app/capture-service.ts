import { isPugmarkError, type ErrorCode, type PugmarkError } from '../core/errors.ts';
import type { ExhibitNumber } from '../core/ids.ts';
import type { ExhibitResult } from '../core/model/capture-result.ts';
import { BrowserPool } from './browser-pool.ts';
import { captureOne } from './capture-one.ts';
import type { CaptureGround, CaptureRun, CaptureRunOutcome } from './capture-run.ts';

/** Errors after which the next address would fare no better. */
const STOPPING: ReadonlySet<ErrorCode> = new Set([
  'browser-missing',
  'browser-launch-failed',
  'display-missing',
  'vault-locked',
  'disk-full',
  'io-failed',
  'case-closed',
  'vault-corrupt',
  'log-inconsistent',
]);

/**
 * Captures addresses, one exhibit each, in one session of the case. One that fails does not hurt the others.
 * Throws before anything is written when no browser can be had: `browser-missing`, `browser-launch-failed`, `display-missing`.
 */
export async function runCaptures(ground: CaptureGround, run: CaptureRun): Promise<CaptureRunOutcome> {
  const pool = new BrowserPool(ground.browsers, { ...run.choices.browser, practiceOnly: run.store.summary.practice });
  try {
    await pool.acquire();
    return await runSession(ground, run, pool);
  } finally {
    await pool.close();
  }
}

async function runSession(ground: CaptureGround, run: CaptureRun, pool: BrowserPool): Promise<CaptureRunOutcome> {
  const session = run.store.startSession({ addresses: run.addresses.length, concurrency: run.concurrency });
  const exhibits: ExhibitResult[] = [];
  let next = 0;
  let stoppedBy: PugmarkError | undefined;

  const work = async (): Promise<void> => {
    while (next < run.addresses.length && stoppedBy === undefined && !run.signal.aborted) {
      const address = run.addresses[next];
      if (address === undefined) return;
      next += 1;
      const { result, error } = await captureOne(ground, run, { pool, session, address });
      if (result !== undefined) exhibits.push(result);
      if (error !== undefined && STOPPING.has(error.code)) stoppedBy ??= error;
    }
  };
  await Promise.all(Array.from({ length: Math.min(run.concurrency, run.addresses.length) }, work));

  const counts = countStates(exhibits);
  try {
    run.store.endSession(session, { ...counts, browserStarts: pool.launches });
  } catch (error) {
    if (!isPugmarkError(error)) throw error;
    stoppedBy ??= error;
  }
  return {
    exhibits: exhibits.toSorted((a, b) => compareNumbers(a.exhibit, b.exhibit)),
    notStarted: run.addresses.slice(next).map(({ url }) => url),
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
  };
}

function countStates(exhibits: readonly ExhibitResult[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of exhibits) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function compareNumbers(a: ExhibitNumber, b: ExhibitNumber): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
