import { isPugmarkError, type ErrorCode, type PugmarkError } from '../core/errors.ts';
import type { ExhibitNumber } from '../core/ids.ts';
import type { ExhibitResult } from '../core/model/capture-result.ts';
import { CaptureLine } from './capture-line.ts';
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

/** True for an error of the machine or the vault, after which the next address would fare no better. */
export function isStopping(error: PugmarkError): boolean {
  return STOPPING.has(error.code);
}

/**
 * Captures addresses, one exhibit each, in one session of the case. One that fails does not hurt the others.
 * Throws before anything is written when no browser can be had: `browser-missing`, `browser-launch-failed`, `display-missing`.
 */
export async function runCaptures(ground: CaptureGround, run: CaptureRun): Promise<CaptureRunOutcome> {
  const line = await CaptureLine.open(ground, run, { addresses: run.addresses.length, concurrency: run.concurrency });
  const exhibits: ExhibitResult[] = [];
  let next = 0;
  let stoppedBy: PugmarkError | undefined;

  const work = async (): Promise<void> => {
    while (next < run.addresses.length && stoppedBy === undefined && !run.signal.aborted) {
      const address = run.addresses[next];
      if (address === undefined) return;
      next += 1;
      const { result, error } = await line.capture({ address });
      if (result !== undefined) exhibits.push(result);
      if (error !== undefined && isStopping(error)) stoppedBy ??= error;
    }
  };
  await Promise.all(Array.from({ length: Math.min(run.concurrency, run.addresses.length) }, work));

  try {
    await line.close();
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

function compareNumbers(a: ExhibitNumber, b: ExhibitNumber): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
