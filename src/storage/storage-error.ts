import { PugmarkError, type ErrorCode } from '../core/errors.ts';

/** Codes of SQLite and of the operating system that mean the same to a person. */
function codeOf(error: unknown): { readonly code: ErrorCode; readonly native: string; readonly advice: string } {
  const native = typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (native === 'ENOSPC' || native === 'EDQUOT' || native.startsWith('SQLITE_FULL')) {
    return { code: 'disk-full', native, advice: 'the disk is full; free some space and try again' };
  }
  if (native === 'SQLITE_NOTADB') return { code: 'vault-foreign', native, advice: 'not a database of a vault' };
  if (native.startsWith('SQLITE_CORRUPT'))
    return { code: 'vault-corrupt', native, advice: 'the database is damaged; run a check, restore a backup' };
  if (native.startsWith('SQLITE_BUSY') || native.startsWith('SQLITE_LOCKED')) {
    return { code: 'vault-locked', native, advice: 'another process works on it; wait for it to end' };
  }
  return { code: 'io-failed', native, advice: native === '' ? 'the operation failed' : `the operation failed (${native})` };
}

/** Our error for one of SQLite or the file system; ours pass through unchanged. `what` names the file or act. */
export function translateStorageError(error: unknown, what: string): PugmarkError {
  if (error instanceof PugmarkError) return error;
  if (!isForeseen(error)) throw error;
  const { code, native, advice } = codeOf(error);
  return new PugmarkError(code, `${what}: ${advice}`, { details: native === '' ? {} : { native }, cause: error });
}

/** Runs `work`; throws `disk-full`, `io-failed`, `vault-corrupt`, `vault-foreign`, `vault-locked` for what storage throws. */
export function withStorageErrors<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translateStorageError(error, what);
  }
}

/** The same for asynchronous work. */
export async function withStorageErrorsAsync<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translateStorageError(error, what);
  }
}

/** Errors of the file system and of SQLite carry a code; a mistake of our own does not, and must stay what it is. */
function isForeseen(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(?:E[A-Z0-9]+|SQLITE_[A-Z_]+|SQLITE)$/.test(error.code)
  );
}

/** True for an error of the operating system with this code. */
export function hasNativeCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}
