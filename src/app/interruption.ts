import { PugmarkError } from '../core/errors.ts';

/** Reason for aborting captures when the app ends, the vault is locked or a browser is closed: no person gave up what they were doing. */
export function interruption(why: string): PugmarkError {
  return new PugmarkError('cancelled', why, { details: { interrupted: true } });
}

/** True when `signal` was aborted with an interruption. */
export function isInterruption(signal: AbortSignal): boolean {
  const reason: unknown = signal.aborted ? signal.reason : undefined;
  return reason instanceof PugmarkError && reason.details['interrupted'] === true;
}
