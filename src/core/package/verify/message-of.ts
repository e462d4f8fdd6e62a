import { PugmarkError } from '../../errors.ts';

/**
 * The sentence of an error that something in a package caused. Errors that are not about the package are thrown on: a verdict must not
 * blame a package for a fault of the program or for a cancelled verification.
 */
export function messageOf(error: unknown): string {
  if (!(error instanceof PugmarkError) || error.code === 'cancelled' || error.code === 'program-fault' || error.code === 'io-failed')
    throw error;
  const cause = error.cause instanceof PugmarkError ? `: ${error.cause.message}` : '';
  return `${error.message}${cause}`;
}
