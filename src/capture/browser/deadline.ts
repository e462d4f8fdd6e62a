import { PugmarkError } from '../../core/errors.ts';

export interface Deadline {
  readonly ms: number;
  /** Aborted with the reason why waiting is pointless, e.g. `CaptureTab.lost`. */
  readonly signal?: AbortSignal;
  /** What is waited for, as it would end the sentence 'no answer within 500 ms to ...'. */
  readonly what: string;
}

/**
 * Waits for `promise`, but no longer than the deadline: a page in an endless loop, or one whose renderer has died,
 * answers no command ever. What comes after the deadline is dropped, also a failure.
 * Rejects with `deadline-passed`, or with the reason of `signal` as soon as that is aborted.
 */
export function withDeadline<T>(promise: Promise<T>, { ms, signal, what }: Deadline): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = (settle: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      settle();
    };
    const abort = (): void => give(() => reject(reasonOf(signal)));
    const timer = setTimeout(
      () => give(() => reject(new PugmarkError('deadline-passed', `No answer within ${ms} ms to ${what}`, { details: { what, ms } }))),
      ms,
    );
    promise.then(
      (value) => give(() => resolve(value)),
      (error: unknown) => give(() => reject(error instanceof Error ? error : new Error(String(error)))),
    );
    if (signal?.aborted === true) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}

/** The error with which a signal was aborted; `cancelled` when it carries none of ours. */
export function reasonOf(signal: AbortSignal | undefined): PugmarkError {
  const reason: unknown = signal?.reason;
  return reason instanceof PugmarkError ? reason : new PugmarkError('cancelled', 'Cancelled', { cause: reason });
}

/** Waits `ms`; less when `signal` is aborted. Never rejects. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, ms));
    signal?.addEventListener('abort', done, { once: true });
  });
}
