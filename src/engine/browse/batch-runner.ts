import { CaptureLine } from '../../app/capture-line.ts';
import { asPugmarkError, type AttemptOutcome } from '../../app/account-attempt.ts';
import type { CaptureAddress } from '../../app/capture-addresses.ts';
import type { CaptureGround } from '../../app/capture-run.ts';
import { isStopping } from '../../app/capture-service.ts';
import { interruption } from '../../app/interruption.ts';
import { isPugmarkError, type PugmarkError } from '../../core/errors.ts';
import { DEFAULT_CAPTURE_LIMITS } from '../../core/model/limits.ts';
import type { BatchQueue, QueuedAddress } from '../../core/work-ports.ts';
import type { EngineContext } from '../engine-context.ts';
import type { RunningJob } from './capture-job.ts';
import { chooseFor } from './case-surface.ts';
import { openStore } from './case-works.ts';
import type { CaptureJobs } from './capture-jobs.ts';
import { settleWithin } from './settle-within.ts';

/** For closing the browsers of the batch. */
const LEAVE_MS = 8_000;

interface BatchRunnerParts {
  readonly context: EngineContext;
  readonly jobs: CaptureJobs;
  readonly queue: BatchQueue;
  /** Asked when the first address has its turn. */
  readonly ground: () => Promise<CaptureGround>;
  readonly onChange: () => void;
}

/** A session of a case, and how many addresses are being captured in it. */
interface Line {
  readonly opened: Promise<CaptureLine>;
  readonly byAddress: Map<CaptureAddress, RunningJob>;
  underWay: number;
}

/** Takes address after address from the queue and captures them, as many side by side as the settings say, until none waits or it is paused. */
export class BatchRunner {
  readonly #parts: BatchRunnerParts;
  /** By reference of the case. */
  readonly #lines = new Map<string, Line>();
  /** By id of the item. */
  readonly #running = new Map<string, RunningJob>();
  readonly #stop = new AbortController();
  #isEnding = false;
  #asked = false;
  #working: Promise<void> | undefined;
  #wake = Promise.withResolvers<void>();

  constructor(parts: BatchRunnerParts) {
    this.#parts = parts;
  }

  /** The capture of an item under way. */
  jobOf(id: string): RunningJob | undefined {
    return this.#running.get(id);
  }

  /** There may be something to do: addresses were added, the pause is over. */
  goOn(): void {
    if (this.#isEnding) return;
    this.#asked = true;
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
    this.#working ??= this.#workWhileAsked();
  }

  /** What is under way ends, as interrupted where it cannot be kept. Never throws, never hangs. Nothing is begun any more. */
  async end(why: string): Promise<void> {
    this.#isEnding = true;
    const own = new Set(this.#running.values());
    await this.#parts.jobs.windUp((job) => own.has(job), why);
    this.#stop.abort(interruption(why));
    await settleWithin(LEAVE_MS, [this.#working ?? Promise.resolve()]);
  }

  async #workWhileAsked(): Promise<void> {
    // Never within the call that asked: its own answer comes first.
    await Promise.resolve();
    while (this.#asked) {
      this.#asked = false;
      await this.#work();
    }
    this.#working = undefined;
  }

  async #work(): Promise<void> {
    const underWay = new Set<Promise<void>>();
    for (;;) {
      const woken = this.#wake.promise;
      for (let item = this.#take(underWay.size); item !== undefined; item = this.#take(underWay.size)) {
        const capture = this.#capture(item).finally(() => underWay.delete(capture));
        underWay.add(capture);
      }
      if (underWay.size === 0) break;
      await Promise.race([...underWay, woken]);
    }
    await this.#closeLines(() => true);
  }

  #take(underWay: number): QueuedAddress | undefined {
    const { context, queue, onChange } = this.#parts;
    if (this.#isEnding || underWay >= context.settings().concurrency) return undefined;
    try {
      const item = queue.take();
      if (item !== undefined) onChange();
      return item;
    } catch (error) {
      if (!isPugmarkError(error)) throw error;
      this.#pause();
      return undefined;
    }
  }

  async #capture(item: QueuedAddress): Promise<void> {
    const { jobs, queue, onChange } = this.#parts;
    const job = jobs.begin({ case: item.case, url: item.url });
    this.#running.set(item.id, job);
    const outcome = await this.#captureInLine(item, job);
    this.#running.delete(item.id);
    job.end(outcome);
    const { error } = outcome;
    // A case that was closed meanwhile holds up no other.
    if (error !== undefined && isStopping(error) && error.code !== 'case-closed') this.#pause();
    try {
      queue.finish(item.id, endOf(outcome));
    } catch {
      // The disk is full, or the item was removed: the next opening of the queue finds it running and calls it interrupted.
      this.#pause();
    }
    onChange();
  }

  async #captureInLine(item: QueuedAddress, job: RunningJob): Promise<AttemptOutcome> {
    const address: CaptureAddress = { url: item.url, from: item.from };
    let line: Line | undefined;
    try {
      // One browser at a time, but for what is still under way in another case.
      await this.#closeLines((reference) => reference !== item.case);
      line = this.#lineFor(item.case);
      line.underWay += 1;
      line.byAddress.set(address, job);
      const opened = await line.opened;
      return await opened.capture({ address, cancelled: job.cancelled, keep: job.keep });
    } catch (error) {
      return { error: asPugmarkError(error) };
    } finally {
      line?.byAddress.delete(address);
      if (line !== undefined) line.underWay -= 1;
    }
  }

  #lineFor(reference: string): Line {
    const known = this.#lines.get(reference);
    if (known !== undefined) return known;
    const byAddress = new Map<CaptureAddress, RunningJob>();
    const opened = this.#open(reference, byAddress);
    const line: Line = { opened, byAddress, underWay: 0 };
    this.#lines.set(reference, line);
    // The next address of this case tries again.
    opened.catch(() => this.#lines.delete(reference));
    return line;
  }

  async #open(reference: string, byAddress: ReadonlyMap<CaptureAddress, RunningJob>): Promise<CaptureLine> {
    const { context, ground } = this.#parts;
    const vault = context.vault();
    const store = openStore(vault, reference);
    const settings = context.settings();
    const { concurrency, print } = settings;
    const byExhibit = new Map<string, RunningJob>();
    return CaptureLine.open(
      await ground(),
      {
        store,
        operator: vault.operator,
        choices: {
          browser: { ...chooseFor(settings, store.summary.practice), headless: true },
          limits: DEFAULT_CAPTURE_LIMITS,
          print,
        },
        signal: this.#stop.signal,
        onEvent: (event) => {
          switch (event.kind) {
            case 'started': {
              const job = byAddress.get(event.address);
              if (job === undefined) return;
              byExhibit.set(event.exhibit, job);
              job.begun(event.exhibit);
              this.#noteExhibit(job, event.exhibit);
              break;
            }
            case 'progress':
              byExhibit.get(event.exhibit)?.hear(event);
              break;
            case 'ended':
              byExhibit.delete(event.result.exhibit);
              break;
          }
        },
      },
      { batch: true, concurrency },
    );
  }

  #noteExhibit(job: RunningJob, exhibit: string): void {
    const { queue, onChange } = this.#parts;
    const id = [...this.#running].find(([, running]) => running === job)?.[0];
    try {
      if (id !== undefined) queue.noteExhibit(id, exhibit);
    } catch (error) {
      // The number stands in the log; a queue that cannot be written is found out at the end of the item.
      if (!isPugmarkError(error)) throw error;
    }
    onChange();
  }

  async #closeLines(which: (reference: string) => boolean): Promise<void> {
    const idle = [...this.#lines].filter(([reference, { underWay }]) => underWay === 0 && which(reference));
    for (const [reference] of idle) this.#lines.delete(reference);
    await Promise.allSettled(
      idle.map(async ([, { opened }]) => {
        const line = await opened;
        // A session whose end cannot be written is ended by the next start of the vault.
        await line.close();
      }),
    );
  }

  /** What stopped this one would stop the next. */
  #pause(): void {
    try {
      this.#parts.queue.pause();
    } catch {
      // It cannot be written: nothing more is taken from it before the vault is opened again.
      this.#isEnding = true;
    }
  }
}

function endOf({ result, error }: AttemptOutcome): Parameters<BatchQueue['finish']>[1] {
  const state = result?.state ?? 'failed';
  if (state === 'sealed' || state === 'partial') return { state: 'done' };
  const cause = shortError(error) ?? result?.error;
  return { state: state === 'interrupted' ? 'interrupted' : 'failed', ...(cause === undefined ? {} : { error: cause }) };
}

function shortError(error: PugmarkError | undefined): { readonly code: string; readonly message: string } | undefined {
  return error === undefined ? undefined : { code: error.code, message: error.message };
}
