import { PugmarkError } from '../core/errors.ts';
import type { Job } from '../rpc/contract/packages.ts';
import type { EngineContext } from './engine-context.ts';

/** Ended jobs that are still listed. */
const MAX_ENDED = 50;
/** Progress is told at most this often. */
const TELL_EVERY_MS = 100;

export interface JobRun {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly step: string; readonly done: number; readonly total: number }) => void;
}

type JobOutcome = Pick<Job, 'exported' | 'held' | 'isEncrypted' | 'received' | 'verdict'>;

/** Long work other than captures: each is told while it runs, and can be cancelled. */
export class Jobs {
  readonly #context: Pick<EngineContext, 'clock' | 'newId' | 'tell'>;
  readonly #jobs = new Map<string, Job>();
  readonly #running = new Map<string, { readonly cancel: AbortController; readonly ended: Promise<void>; readonly needsVault: boolean }>();

  constructor(context: Pick<EngineContext, 'clock' | 'newId' | 'tell'>) {
    this.#context = context;
  }

  /** Newest first. */
  list(): Job[] {
    return [...this.#jobs.values()].toReversed();
  }

  /** Those that would be cut short if the vault closed. */
  countUnderWay(): number {
    return [...this.#running.values()].filter(({ needsVault }) => needsVault).length;
  }

  /** Begins work that goes on after this returns. `work` gives what it has so far by `report`, and throws what it failed with. */
  start(
    what: { readonly kind: Job['kind']; readonly subject: string; readonly needsVault: boolean },
    work: (run: JobRun, report: (outcome: JobOutcome) => void, job: string) => Promise<void>,
  ): Job {
    const { clock, newId } = this.#context;
    const { kind, subject, needsVault } = what;
    const job: Job = { job: newId(), kind, subject, state: 'running', startedAt: clock.now(), step: 'started', done: 0, total: 0 };
    this.#jobs.set(job.job, job);
    const cancel = new AbortController();
    let toldMs = Number.NEGATIVE_INFINITY;
    const onProgress: JobRun['onProgress'] = (progress) => {
      const isNewStep = this.#jobs.get(job.job)?.step !== progress.step;
      this.#jobs.set(job.job, { ...(this.#jobs.get(job.job) ?? job), ...progress });
      if (!isNewStep && clock.monotonicMs() - toldMs < TELL_EVERY_MS) return;
      toldMs = clock.monotonicMs();
      this.#change(job.job, {});
    };
    const report = (outcome: JobOutcome): void => this.#change(job.job, outcome);
    const ended = this.#run(job.job, cancel, () => work({ signal: cancel.signal, onProgress }, report, job.job));
    this.#running.set(job.job, { cancel, ended, needsVault });
    void ended.then(() => this.#running.delete(job.job));
    this.#forgetOld();
    return job;
  }

  /** Throws `usage` for an unknown one. One that has ended stays as it is. */
  cancel(job: string): void {
    if (!this.#jobs.has(job)) throw new PugmarkError('usage', 'There is no such job');
    this.#running.get(job)?.cancel.abort(new PugmarkError('cancelled', 'Cancelled'));
  }

  /** Cancels what runs, or only what needs the vault, and waits for its end. */
  async endAll(which: 'all' | 'of-vault'): Promise<void> {
    const running = [...this.#running.values()].filter(({ needsVault }) => which === 'all' || needsVault);
    for (const { cancel } of running) cancel.abort(new PugmarkError('cancelled', 'The app was closed'));
    await Promise.all(running.map(({ ended }) => ended));
  }

  async #run(job: string, cancel: AbortController, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#change(job, { state: 'done' });
    } catch (cause) {
      const isCancelled = cancel.signal.aborted && !(cause instanceof PugmarkError && cause.code !== 'cancelled');
      const error = cause instanceof PugmarkError ? cause : new PugmarkError('program-fault', messageOf(cause), { cause });
      this.#change(
        job,
        isCancelled ? { state: 'cancelled' } : { state: 'failed', error: { ...error.toJSON(), details: { ...error.details } } },
      );
    }
  }

  #change(job: string, changes: Partial<Job>): void {
    const before = this.#jobs.get(job);
    if (before === undefined) return;
    const after = { ...before, ...changes };
    this.#jobs.set(job, after);
    this.#context.tell('job.changed', after);
  }

  #forgetOld(): void {
    const ended = [...this.#jobs.values()].filter(({ state }) => state !== 'running');
    for (const { job } of ended.slice(0, Math.max(0, ended.length - MAX_ENDED))) this.#jobs.delete(job);
  }
}

function messageOf(cause: unknown): string {
  return `The work broke off because of a fault of the program: ${cause instanceof Error ? cause.message : String(cause)}`;
}
