import { PugmarkError, type ErrorCode } from './errors.ts';

/**
 * Why a vault was not recovered, in `details.recovery` of the error. `code-form`, `code-mistyped`: no code can be so; `key-form`: the file holds no key;
 * `*-wrong`: not of this vault; `none-*`: it was made without; `damaged`: what is kept for recovery in the vault is.
 */
export const RECOVERY_PROBLEMS = [
  'code-form',
  'code-mistyped',
  'code-wrong',
  'key-form',
  'key-wrong',
  'none-code',
  'none-key',
  'damaged',
] as const;
export type RecoveryProblem = (typeof RECOVERY_PROBLEMS)[number];

/** An error that says which. */
export function recoveryError(code: ErrorCode, recovery: RecoveryProblem, message: string, cause?: unknown): PugmarkError {
  return new PugmarkError(code, message, { details: { recovery }, ...(cause === undefined ? {} : { cause }) });
}

/** The first age identity in a file, as `age-keygen` writes it. Throws `usage` when there is none. */
export function readRecoveryIdentity(text: string, name: string): string {
  const line = text.split(/\r?\n/).find((one) => one.startsWith('AGE-SECRET-KEY-'));
  if (line === undefined) throw recoveryError('usage', 'key-form', `${name} holds no age identity (AGE-SECRET-KEY-1...)`);
  return line.trim();
}
