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
  /**
   * Whom the work needs: the page's own thread (default), the browser alone (done also while the page hangs), or nobody (done also when
   * the tab is lost and the time is up).
   */
  readonly needs?: 'page' | 'browser' | 'nobody';
  /** Only for the document of the click: left out once the tab shows another one. */
  readonly sameDocument?: boolean;
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
  /** The same after `signal` was aborted: the reason is whatever aborted it. */
  limitByStop(detail: string): void;
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
  /** All steps that need the page; those of the close have the last `reserveMs` of it for themselves. */
  readonly totalMs: number;
  readonly reserveMs: number;
  /** Of `totalMs`, what was spent before the first step. */
  readonly spentMs: number;
  /** Answers quickly when the page's main thread is alive. */
  readonly probe: () => Promise<unknown>;
  /** Why the document of the click is no longer there to be looked at; undefined while it is. */
  readonly documentGone: () => string | undefined;
  readonly onStep: (stage: CaptureStage, name: string) => void;
}

/** A page that has hung is asked with less and less patience whether it is there again. */
const PROBE_MS = [1_500, 1_000, 200] as const;
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
  /** How often the page has not answered in a row. */
  #silences = 0;
  /** Stages whose time a step has used up: a timer may fire a little early, and what the clock then has left is none. */
  readonly #ended = new Set<'close' | 'before'>();

  constructor(options: StepRunnerOptions) {
    this.#options = options;
    this.#startedMs = options.clock.monotonicMs() - options.spentMs;
  }

  /** Left for the steps of a stage. */
  remainingMs(stage: CaptureStage): number {
    const { clock, totalMs, reserveMs } = this.#options;
    if (this.#ended.has(partOf(stage))) return 0;
    return Math.max(0, totalMs - (stage === 'close' ? 0 : reserveMs) - (clock.monotonicMs() - this.#startedMs));
  }

  addReason(code: CaptureReason, detail: string): void {
    if (!this.reasons.some((reason) => reason.code === code && reason.detail === detail)) this.reasons.push({ code, detail });
  }

  /** The step's value; undefined when it gave none. Throws `cancelled`, `disk-full`, `io-failed`. */
  async run<T>(spec: StepSpec, work: (scope: StepScope) => Promise<T>): Promise<T | undefined> {
    const { cancelled, clock, onStep } = this.#options;
    if (cancelled.aborted) throw reasonOf(cancelled);
    const startedAt = clock.now();
    const startedMs = clock.monotonicMs();
    const log = (outcome: CaptureStep['outcome'], detail: string): void => {
      const tookMs = Math.max(0, Math.round(clock.monotonicMs() - startedMs));
      this.steps.push({ stage: spec.stage, name: spec.name, startedAt, tookMs, outcome, ...(detail === '' ? {} : { detail }) });
    };
    const obstacle = await this.#obstacle(spec);
    if (obstacle !== undefined) {
      log('skipped', obstacle);
      return undefined;
    }
    onStep(spec.stage, spec.name);

    const notes: string[] = [];
    let isLimited = false;
    const limit = (code: CaptureReason, detail: string): void => {
      isLimited = true;
      notes.push(detail);
      this.addReason(code, `${spec.name}: ${detail}`);
    };
    const budgetMs = needsOf(spec) === 'nobody' ? spec.budgetMs : Math.min(spec.budgetMs, this.remainingMs(spec.stage));
    const stop = this.#stopSignals(spec, budgetMs);
    const scope: StepScope = {
      signal: stop.soft,
      remainingMs: () => Math.max(0, budgetMs - (clock.monotonicMs() - startedMs)),
      note: (text) => void notes.push(text),
      limit,
      limitByStop: (detail) => limit(this.#options.keep.aborted ? 'stopped-by-operator' : 'time-limit', detail),
    };
    try {
      const value = await withDeadline(work(scope), { ms: budgetMs + (spec.graceMs ?? 0), signal: stop.hard, what: spec.name });
      if (needsOf(spec) === 'page') this.#silences = 0;
      log(isLimited ? 'limited' : 'done', notes.join('; '));
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

  /** Why a step cannot even begin. */
  async #obstacle(spec: StepSpec): Promise<string | undefined> {
    const { lost, keep, totalMs } = this.#options;
    if (needsOf(spec) === 'nobody') return undefined;
    if (lost.aborted) {
      this.addReason(lossOf(lost), reasonOf(lost).message);
      return reasonOf(lost).message;
    }
    if (keep.aborted && spec.stage !== 'as-seen' && spec.stage !== 'close') {
      this.addReason('stopped-by-operator', 'the operator stopped the capture and kept what there was');
      return 'stopped by the operator';
    }
    if (this.remainingMs(spec.stage) === 0) {
      this.addReason('time-limit', `the capture took its ${totalMs} ms`);
      return 'no time was left';
    }
    const gone = this.#documentGone(spec);
    if (gone !== undefined) return gone;
    // What the person saw is tried in any case; only what we would do to a page waits for its answer.
    const asksFirst = needsOf(spec) === 'page' && spec.stage !== 'as-seen';
    if (asksFirst && this.#silences > 0 && !(await this.#answers(spec.stage))) return 'the page does not answer';
    return undefined;
  }

  #documentGone(spec: StepSpec): string | undefined {
    const gone = spec.sameDocument === true ? this.#options.documentGone() : undefined;
    if (gone !== undefined) this.addReason('document-incomplete', gone);
    return gone;
  }

  /** Asks a page that has let a step run out whether it is there again. */
  async #answers(stage: CaptureStage): Promise<boolean> {
    const patience = PROBE_MS[Math.min(this.#silences, PROBE_MS.length) - 1] ?? PROBE_MS[0];
    try {
      const ms = Math.min(patience, this.remainingMs(stage));
      await withDeadline(this.#options.probe(), { ms, signal: this.#options.lost, what: 'answer at all' });
      this.#silences = 0;
      return true;
    } catch {
      this.#silences += 1;
      return false;
    }
  }

  #stopSignals(spec: StepSpec, budgetMs: number): { readonly soft: AbortSignal; readonly hard: AbortSignal; readonly release: () => void } {
    const { lost, cancelled, keep } = this.#options;
    if (needsOf(spec) === 'nobody') return { soft: cancelled, hard: cancelled, release: () => undefined };
    const budget = new AbortController();
    const stopped = new AbortController();
    const endBudget = (): void => {
      if (budgetMs < spec.budgetMs) this.#ended.add(partOf(spec.stage));
      budget.abort();
    };
    const timers = [setTimeout(endBudget, budgetMs)];
    const onKeep = (): void => {
      timers.push(setTimeout(() => stopped.abort(keep.reason), KEEP_GRACE_MS[spec.stage] ?? DEFAULT_KEEP_GRACE_MS));
    };
    const listensToKeep = spec.stage !== 'close';
    if (listensToKeep) {
      if (keep.aborted) onKeep();
      else keep.addEventListener('abort', onKeep, { once: true });
    }
    return {
      soft: AbortSignal.any([lost, cancelled, budget.signal, ...(listensToKeep && spec.stage !== 'as-seen' ? [keep] : [])]),
      hard: AbortSignal.any([lost, cancelled, stopped.signal]),
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
    // `cancelled` without a cancelling: a wait inside of the step ended with its budget.
    const isOverdue = isPugmarkError(error, 'deadline-passed') || isPugmarkError(error, 'cancelled');
    const detail = isOverdue
      ? `no answer within ${Math.round(budgetMs)} ms`
      : error instanceof Error
        ? firstLine(error.message)
        : String(error);
    if (needsOf(spec) === 'nobody') return { outcome: 'failed', code: 'step-failed', detail };
    // A command may fail a moment before we are told that the page went.
    if (!lost.aborted && /closed|detached|crash|disconnected/i.test(detail)) await pause(300, lost);
    if (lost.aborted) return { outcome: 'failed', code: lossOf(lost), detail: reasonOf(lost).message };
    if (keep.aborted && spec.stage !== 'close' && !isPugmarkError(error, 'deadline-passed')) {
      return { outcome: 'limited', code: 'stopped-by-operator', detail: 'stopped by the operator' };
    }
    const gone = spec.sameDocument === true ? this.#options.documentGone() : undefined;
    if (gone !== undefined) return { outcome: 'failed', code: 'document-incomplete', detail: gone };
    if (isOverdue) {
      if (needsOf(spec) === 'page') this.#silences += 1;
      if (budgetMs < spec.budgetMs) return { outcome: 'limited', code: 'time-limit', detail: `the capture took its ${totalMs} ms` };
    }
    return { outcome: 'failed', code: 'step-failed', detail };
  }
}

function partOf(stage: CaptureStage): 'close' | 'before' {
  return stage === 'close' ? 'close' : 'before';
}

function needsOf(spec: StepSpec): NonNullable<StepSpec['needs']> {
  return spec.needs ?? 'page';
}

function lossOf(lost: AbortSignal): 'page-closed' | 'renderer-crashed' | 'browser-lost' {
  const reason = reasonOf(lost);
  return reason instanceof PugmarkError && isLoss(reason.code) ? reason.code : 'page-closed';
}

function isLoss(code: string): code is 'page-closed' | 'renderer-crashed' | 'browser-lost' {
  return (LOSSES as ReadonlySet<string>).has(code);
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 500);
}
