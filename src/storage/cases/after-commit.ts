import { PugmarkError } from '../../core/errors.ts';
import type { ExhibitNumber } from '../../core/ids.ts';

/** What fails after the commit must not read as if nothing was kept. */
export function afterCommit<T>(exhibit: ExhibitNumber | undefined, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof PugmarkError)) throw error;
    const what = exhibit ?? 'The event';
    throw new PugmarkError(error.code, `${what} is in the vault, but its checkpoint is owed until the next start: ${error.message}`, {
      details: { ...error.details, committed: true },
      cause: error,
    });
  }
}
