import { PugmarkError, type ErrorDetails } from '../../core/errors.ts';

/** An exchange that was tried and gave nothing usable. */
export function outboundFailed(message: string, details: ErrorDetails = {}, cause?: unknown): PugmarkError {
  return new PugmarkError('outbound-failed', message, { details, ...(cause === undefined ? {} : { cause }) });
}

/** What went wrong on the way, as an error of ours. `host`: who was asked. */
export function translateFailure(
  error: unknown,
  host: string,
  signals: { readonly caller?: AbortSignal; readonly late: AbortSignal },
): PugmarkError {
  if (signals.caller?.aborted === true) return new PugmarkError('cancelled', `${host} was not asked to the end`, { cause: error });
  if (error instanceof PugmarkError) return error;
  if (signals.late.aborted) return outboundFailed(`${host} did not answer in time`, { host, reason: 'timeout' }, error);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  return outboundFailed(`${host} could not be asked: ${adviseOn(code, error)}`, { host, reason: code }, error);
}

function adviseOn(code: string, error: unknown): string {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its name was not found';
    case 'ECONNREFUSED':
      return 'it does not accept connections';
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return 'there is no way to it';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the connection was cut';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
