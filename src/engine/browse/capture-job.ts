import type { AttemptOutcome } from '../../app/account-attempt.ts';
import type { AttemptProgress } from '../../app/capture-run.ts';
import { interruption } from '../../app/interruption.ts';
import type { Clock } from '../../core/clock.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { ExhibitNumber } from '../../core/ids.ts';
import { CAPTURE_STAGES, type CaptureStage } from '../../core/model/capture-record.ts';
import type { ExhibitResult } from '../../core/model/capture-result.ts';
import type { CaptureJob } from '../../rpc/contract/captures.ts';

/** Steps of one capture that are shown; the record has all of them. */
const MAX_STEPS = 300;
/** Gaps of one capture that are told with its end; the exhibit's record lists all of them. */
const MAX_ITEMS = 100;

/** What a job is about. */
export interface JobSubject {
  readonly case: string;
  readonly url: string;
  readonly title?: string;
  readonly tab?: string;
}

interface JobParts {
  readonly job: string;
  readonly subject: JobSubject;
  readonly clock: Clock;
  readonly onChange: (what: 'begun' | 'changed' | 'ended') => void;
}

/** One capture as the progress screen shows it, and the two ways to end it. */
export class RunningJob {
  readonly #parts: JobParts;
  readonly #cancel = new AbortController();
  readonly #keep = new AbortController();
  readonly #startedMs: number;
  readonly #ended = Promise.withResolvers<void>();
  #view: CaptureJob;

  constructor(parts: JobParts) {
    const { job, subject, clock } = parts;
    this.#parts = parts;
    this.#startedMs = clock.monotonicMs();
    const { title } = subject;
    this.#view = {
      job,
      ...subject,
      ...(title === undefined ? {} : { title }),
      startedAt: clock.now(),
      time: 'none',
      state: 'running',
      stage: 'open',
      steps: [],
      exchanges: 0,
      bytes: 0,
    };
  }

  get view(): CaptureJob {
    return this.#view;
  }

  get cancelled(): AbortSignal {
    return this.#cancel.signal;
  }

  get keep(): AbortSignal {
    return this.#keep.signal;
  }

  /** Resolves at its end. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  get isUnderWay(): boolean {
    return this.#view.state === 'running' || this.#view.state === 'stopping';
  }

  /** Has its number. */
  begun(exhibit: ExhibitNumber): void {
    this.#view = { ...this.#view, exhibit };
    this.#parts.onChange('begun');
  }

  hear({ progress }: AttemptProgress): void {
    if (!this.isUnderWay) return;
    const { stage, step, exchanges, bytes, seenAt } = progress;
    const { steps } = this.#view;
    this.#change({
      stage: further(this.#view.stage, stage),
      ...(seenAt === undefined ? {} : { seenAt }),
      ...(exchanges === undefined ? {} : { exchanges }),
      ...(bytes === undefined ? {} : { bytes }),
      ...(step === undefined || steps.length >= MAX_STEPS ? {} : { steps: [...steps, { stage, name: step, atMs: this.#tookMs() }] }),
    });
  }

  /** 'Stop and keep'. Nothing when it has ended. */
  stopAndKeep(): void {
    this.#stop(this.#keep, undefined);
  }

  /** A person wants nothing of it. Nothing when it has ended. */
  giveUp(): void {
    this.#stop(this.#cancel, new PugmarkError('cancelled', 'The capture was cancelled'));
  }

  /** The app ends it: no person did. */
  interrupt(why: string): void {
    this.#stop(this.#cancel, interruption(why));
  }

  end({ result, error }: AttemptOutcome): void {
    if (!this.isUnderWay) return;
    this.#view = {
      ...this.#view,
      state: result?.state ?? 'failed',
      tookMs: result?.tookMs ?? this.#tookMs(),
      ...(result === undefined ? {} : sealedFacts(result)),
      ...errorOf(result, error),
    };
    this.#parts.onChange('ended');
    this.#ended.resolve();
  }

  /** An authority has confirmed the time of what was sealed. */
  confirm(): void {
    if (this.#view.time === 'pending') this.#change({ time: 'confirmed' });
  }

  #stop(controller: AbortController, reason: PugmarkError | undefined): void {
    if (!this.isUnderWay || controller.signal.aborted) return;
    this.#change({ state: 'stopping' });
    controller.abort(reason);
  }

  #change(facts: Partial<CaptureJob>): void {
    this.#view = { ...this.#view, ...facts };
    this.#parts.onChange('changed');
  }

  #tookMs(): number {
    return Math.max(0, Math.round(this.#parts.clock.monotonicMs() - this.#startedMs));
  }
}

/** Parts of a capture overlap; what was reached is not taken back. */
function further(before: CaptureStage, now: CaptureStage): CaptureStage {
  return CAPTURE_STAGES.indexOf(now) < CAPTURE_STAGES.indexOf(before) ? before : now;
}

function sealedFacts(result: ExhibitResult): Partial<CaptureJob> {
  const { completeness, title, sealedAt } = result;
  return {
    result:
      completeness === undefined ? result : { ...result, completeness: { ...completeness, items: completeness.items.slice(0, MAX_ITEMS) } },
    ...(title === undefined ? {} : { title }),
    ...(sealedAt === undefined ? {} : { sealedAt, stage: 'seal', time: result.time?.state ?? 'pending' }),
  };
}

function errorOf(result: ExhibitResult | undefined, error: PugmarkError | undefined): Partial<CaptureJob> {
  if (error !== undefined) return { error: error.toJSON() };
  return result?.error === undefined ? {} : { error: { ...result.error, details: {} } };
}
