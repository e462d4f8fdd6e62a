import type { Clock } from '../../core/clock.ts';
import type { CaptureErrorCode } from '../../core/errors.ts';
import { isPugmarkError, PugmarkError } from '../../core/errors.ts';
import type { CaptureReason, CaptureStage, CaptureStep } from '../../core/model/capture-record.ts';
import { pause, reasonOf, withDeadline } from '../browser/deadline.ts';

export interface StepSpec {
  readonly stage: CaptureStage;
  readonly name: string;
  /** After it the step is asked to end with what it has. */
  readonly budgetMs: number;
  /** How long it may take to do so; then it is given up. Default 0. */
  readonly graceMs?: number;
  /** False for work that asks the page nothing: done also when the page is gone. Default true. */
  readonly needsPage?: boolean;
}

/** What a step in work knows of the capture's limits, and what it tells of itself. */
export interface StepScope {
  /** Aborted when the step should end with what it has: budget used up, tab lost, stopped, cancelled. */
  readonly signal: AbortSignal;
  remainingMs(): number;
  /** Adds to the step's detail in the record. */
  note(text: string): void;
  /** The step did only a part of its work, and why. */
  limit(code: CaptureReason, detail: string): void;
}

/** What a capture listens to all the time. */
export interface StepSignals {
  /** The tab is lost; its reason is the loss. */
  readonly lost: AbortSignal;
  /** Give up, keep nothing. */
  readonly cancelled: AbortSignal;
  /** 'Stop and keep': end soon, seal what there is. */
  readonly keep: AbortSignal;
}

export interface StepRunnerOptions extends StepSignals {
  readonly clock: Clock;
  /** All steps that need the page. */
  readonly totalMs: number;
  /** Answers quickly when the page's main thread is alive. */
  readonly probe: () => Promise<unknown>;
  readonly onStep: (stage: CaptureStage, name: string) => void;
}

const PROBE_MS = 1_500;
/** After 'stop and keep', the look at the page as seen may still end; all else only takes its hands off. */
const KEEP_GRACE_MS: Readonly<Partial<Record<CaptureStage, number>>> = { 'as-seen': 1_500 };
const DEFAULT_KEEP_GRACE_MS = 400;
const LOSSES: ReadonlySet<CaptureErrorCode> = new Set(['page-closed', 'renderer-crashed', 'browser-lost']);

/**
 * Runs named steps under one budget. A step that fails, hangs or is cut is written down and the next one goes on: nothing a page does ends
 * a capture here but its cancelling. Errors of the machine (disk full) are no step's business and are thrown.
 */
export class StepRunner {
  readonly steps: CaptureStep[] = [];
  readonly reasons: { code: CaptureReason; detail: string }[] = [];
  readonly #options: StepRunnerOptions;
  readonly #startedMs: number;
  #isSilent = false;

  constructor(options: StepRunnerOptions) {
    this.#options = options;
    this.#startedMs = options.clock.monotonicMs();
  }

  /** Left of the whole budget. */
  remainingMs(): number {
    return Math.max(0, this.#options.totalMs - (this.#options.clock.monotonicMs() - this.#startedMs));
  }

  addReason(code: CaptureReason, detail: string): void {
    if (!this.reasons.some((reason) => reason.code === code && reason.detail === detail)) this.reasons.push({ code, detail });
  }

  /** The step's value; undefined when it gave none. Throws `cancelled`, `disk-full`, `io-failed`. */
  async run<T>(spec: StepSpec, work: (scope: StepScope) => Promise<T>): Promise<T | undefined> {
    const { cancelled, clock, onStep } = this.#options;
    const needsPage = spec.needsPage ?? true;
    if (cancelled.aborted) throw reasonOf(cancelled);
    const startedAt = clock.now();
    const startedMs = clock.monotonicMs();
    const log = (outcome: CaptureStep['outcome'], detail: string): void => {
      const tookMs = Math.max(0, Math.round(clock.monotonicMs() - startedMs));
      this.steps.push({ stage: spec.stage, name: spec.name, startedAt, tookMs, outcome, ...(detail === '' ? {} : { detail }) });
    };
    const obstacle = needsPage ? await this.#obstacle(spec.stage) : undefined;
    if (obstacle !== undefined) {
      log('skipped', obstacle);
      return undefined;
    }
    onStep(spec.stage, spec.name);

    const notes: string[] = [];
    let isLimited = false;
    const budgetMs = needsPage ? Math.min(spec.budgetMs, this.remainingMs()) : spec.budgetMs;
    const stop = this.#stopSignals(spec.stage, budgetMs, needsPage);
    const scope: StepScope = {
      signal: stop.soft,
      remainingMs: () => Math.max(0, budgetMs - (clock.monotonicMs() - startedMs)),
      note: (text) => void notes.push(text),
      limit: (code, detail) => {
        isLimited = true;
        notes.push(detail);
        this.addReason(code, `${spec.name}: ${detail}`);
      },
    };
    try {
      const value = await withDeadline(work(scope), { ms: budgetMs + (spec.graceMs ?? 0), signal: stop.hard, what: spec.name });
      log(isLimited ? 'limited' : 'done', notes.join('; '));
      this.#isSilent = false;
      return value;
    } catch (error) {
      const { outcome, code, detail } = await this.#judge(error, spec, budgetMs);
      log(outcome, [...notes, detail].join('; '));
      this.addReason(code, `${spec.name}: ${detail}`);
      return undefined;
    } finally {
      stop.release();
    }
  }

  /** Why a step that needs the page cannot even begin. */
  async #obstacle(stage: CaptureStage): Promise<string | undefined> {
    const { lost, keep } = this.#options;
    if (lost.aborted) return reasonOf(lost).message;
    if (keep.aborted && stage !== 'as-seen' && stage !== 'close') {
      this.addReason('stopped-by-operator', 'the operator stopped the capture and kept what there was');
      return 'stopped by the operator';
    }
    if (this.remainingMs() === 0) {
      this.addReason('time-limit', `the capture took its ${this.#options.totalMs} ms`);
      return 'no time was left';
    }
    if (this.#isSilent && !(await this.#answers())) return 'the page does not answer';
    return undefined;
  }

  /** Asks a page that has let a step run out whether it is there again. */
  async #answers(): Promise<boolean> {
    const ms = Math.min(PROBE_MS, this.remainingMs());
    try {
      await withDeadline(this.#options.probe(), { ms, signal: this.#options.lost, what: 'answer at all' });
      this.#isSilent = false;
      return true;
    } catch {
      return false;
    }
  }

  #stopSignals(
    stage: CaptureStage,
    budgetMs: number,
    needsPage: boolean,
  ): { readonly soft: AbortSignal; readonly hard: AbortSignal; readonly release: () => void } {
    const { lost, cancelled, keep } = this.#options;
    const budget = new AbortController();
    const stopped = new AbortController();
    const timers = [setTimeout(() => budget.abort(), budgetMs)];
    const onKeep = (): void => {
      timers.push(setTimeout(() => stopped.abort(keep.reason), KEEP_GRACE_MS[stage] ?? DEFAULT_KEEP_GRACE_MS));
    };
    if (needsPage && stage !== 'close') {
      if (keep.aborted) onKeep();
      else keep.addEventListener('abort', onKeep, { once: true });
    }
    const ends = needsPage ? [lost, cancelled] : [cancelled];
    return {
      soft: AbortSignal.any([...ends, budget.signal, ...(stage === 'as-seen' || stage === 'close' ? [] : [keep])]),
      hard: AbortSignal.any([...ends, stopped.signal]),
      release: () => {
        for (const timer of timers) clearTimeout(timer);
        keep.removeEventListener('abort', onKeep);
      },
    };
  }

  async #judge(
    error: unknown,
    spec: StepSpec,
    budgetMs: number,
  ): Promise<{ readonly outcome: 'failed' | 'limited'; readonly code: CaptureReason; readonly detail: string }> {
    const { lost, cancelled, keep, totalMs } = this.#options;
    if (cancelled.aborted) throw reasonOf(cancelled);
    if (isPugmarkError(error, 'disk-full') || isPugmarkError(error, 'io-failed')) throw error;
    const isOverdue = isPugmarkError(error, 'cancelled');
    const detail = isOverdue ? `not done within ${budgetMs} ms` : error instanceof Error ? firstLine(error.message) : String(error);
    if (spec.needsPage ?? true) {
      // A command may fail a moment before we are told that the page went.
      if (!lost.aborted && /closed|detached|crash|disconnected/i.test(detail)) await pause(300, lost);
      if (lost.aborted) {
        const reason = reasonOf(lost);
        const code = reason instanceof PugmarkError && isLoss(reason.code) ? reason.code : 'page-closed';
        return { outcome: 'failed', code, detail: reason.message };
      }
      if (keep.aborted && spec.stage !== 'close' && !isPugmarkError(error, 'deadline-passed')) {
        return { outcome: 'limited', code: 'stopped-by-operator', detail: 'stopped by the operator' };
      }
    }
    // `cancelled` without a cancelling: a wait inside of the step ended with its budget.
    if (isPugmarkError(error, 'deadline-passed') || isPugmarkError(error, 'cancelled')) {
      this.#isSilent = true;
      if (budgetMs < spec.budgetMs) return { outcome: 'limited', code: 'time-limit', detail: `the capture took its ${totalMs} ms` };
    }
    return { outcome: 'failed', code: 'step-failed', detail };
  }
}

function isLoss(code: string): code is 'page-closed' | 'renderer-crashed' | 'browser-lost' {
  return (LOSSES as ReadonlySet<string>).has(code);
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 500);
}
