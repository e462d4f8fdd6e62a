import { isPugmarkError, PugmarkError } from '../../core/errors.ts';
import type { CaptureJob } from '../../rpc/contract/captures.ts';
import type { EngineContext } from '../engine-context.ts';
import { RunningJob, type JobSubject } from './capture-job.ts';
import { settleWithin } from './settle-within.ts';
import { SpacedTelling } from './spaced-telling.ts';

/** Between two tellings of one capture. */
const TELL_MS = 100;
/** Ended captures that are still listed. */
const MAX_ENDED = 500;
/** For sealing what was seen, when the app wants to end. */
const KEEP_GRACE_MS = 6_000;
/** For writing the end of what was interrupted. */
const END_GRACE_MS = 6_000;

/** All captures of the app: under way, and ended since its start. */
export class CaptureJobs {
  readonly #context: Pick<EngineContext, 'clock' | 'newId' | 'tell' | 'tellCase'>;
  /** Oldest first. */
  readonly #jobs = new Map<string, RunningJob>();
  readonly #telling: SpacedTelling<string>;

  constructor(context: Pick<EngineContext, 'clock' | 'newId' | 'tell' | 'tellCase'>) {
    this.#context = context;
    this.#telling = new SpacedTelling(
      () => TELL_MS,
      (id) => {
        const job = this.#jobs.get(id);
        if (job !== undefined) context.tell('capture.changed', job.view);
      },
    );
  }

  /** A capture that is about to begin: told once it has its number, or its end. `end` of the job is the caller's to call. */
  begin(subject: JobSubject): RunningJob {
    const id = this.#context.newId();
    const job = new RunningJob({
      job: id,
      subject,
      clock: this.#context.clock,
      onChange: (what) => {
        if (what === 'ended') this.#telling.now(id);
        else this.#telling.changed(id);
        if (what === 'changed') return;
        this.#forgetOldest();
        this.#tellCase(subject.case);
      },
    });
    this.#jobs.set(id, job);
    return job;
  }

  /** Takes away a job whose capture could not even begin. */
  forget(job: RunningJob): void {
    this.#telling.drop(job.view.job);
    this.#jobs.delete(job.view.job);
  }

  /** Of erased exhibits nothing is listed: neither title nor address. */
  forgetErased(reference: string, exhibits: ReadonlySet<string>): void {
    for (const job of this.#jobs.values()) {
      const { case: name, exhibit } = job.view;
      if (name === reference && exhibit !== undefined && exhibits.has(exhibit)) this.forget(job);
    }
  }

  /** Newest first. */
  list(): CaptureJob[] {
    return [...this.#jobs.values()].map(({ view }) => view).toReversed();
  }

  /** Throws `usage` when there is none. */
  find(id: string): RunningJob {
    const job = this.#jobs.get(id);
    if (job === undefined) throw new PugmarkError('usage', `There is no capture ${id} in this run of the app`);
    return job;
  }

  /** A time stamp came in this case: ended captures that it covers say so. */
  lookAtTimes(reference: string, timeOf: (exhibit: string) => CaptureJob['time']): void {
    for (const job of this.#jobs.values()) {
      const { case: name, exhibit, time } = job.view;
      if (name === reference && exhibit !== undefined && time === 'pending' && timeOf(exhibit) === 'confirmed') job.confirm();
    }
  }

  get underWay(): readonly RunningJob[] {
    return [...this.#jobs.values()].filter(({ isUnderWay }) => isUnderWay);
  }

  /**
   * Ends captures because the app wants to: what was seen is sealed as far as it goes, if that takes seconds and no more; the rest ends as
   * interrupted. Resolves when all have ended, or when one does not end at all: then the next start of the vault accounts for it.
   */
  async windUp(which: (job: RunningJob) => boolean, why: string): Promise<void> {
    const jobs = this.underWay.filter(which);
    const ends = jobs.map(({ ended }) => ended);
    for (const job of jobs) {
      if (job.view.seenAt === undefined) job.interrupt(why);
      else job.stopAndKeep();
    }
    await settleWithin(KEEP_GRACE_MS, ends);
    for (const job of jobs) job.interrupt(why);
    await settleWithin(END_GRACE_MS, ends);
  }

  #tellCase(reference: string): void {
    try {
      this.#context.tellCase(reference);
    } catch (error) {
      // The vault was closed meanwhile: nobody looks at its cases.
      if (!isPugmarkError(error)) throw error;
    }
  }

  #forgetOldest(): void {
    let ended = [...this.#jobs.values()].filter(({ isUnderWay }) => !isUnderWay);
    for (; ended.length > MAX_ENDED; ended = ended.slice(1)) {
      const [oldest] = ended;
      if (oldest !== undefined) this.forget(oldest);
    }
  }
}
