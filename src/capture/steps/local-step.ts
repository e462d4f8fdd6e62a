import type { Staging } from '../../core/ports.ts';
import { StagingLease } from './staging-lease.ts';
import type { StepRunner, StepScope, StepSpec } from './step-runner.ts';

/** What local work is given: everything it writes goes through this staging area. */
export interface LocalScope extends Pick<StepScope, 'note'> {
  readonly staging: Staging;
  /** Aborted when the step was given up or cancelled: work ends, and nothing is written any more. */
  readonly signal: AbortSignal;
}

/**
 * Runs a step on this machine alone. Given up, it is aborted, and none of its bytes comes into the record after it. Throws as
 * `StepRunner.run`.
 */
export async function runLocalStep<T>(
  runner: StepRunner,
  staging: Staging,
  spec: Pick<StepSpec, 'stage' | 'name' | 'budgetMs'>,
  work: (scope: LocalScope) => Promise<T>,
): Promise<T | undefined> {
  const lease = new StagingLease(staging);
  try {
    return await runner.run({ ...spec, needs: 'nobody' }, (scope) =>
      work({ staging: lease, signal: lease.signal, note: (text) => scope.note(text) }),
    );
  } finally {
    await lease.end();
  }
}
