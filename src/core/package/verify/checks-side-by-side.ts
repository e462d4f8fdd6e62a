import type { PackageFindingCode } from '../verdict.ts';
import type { VerdictCollector } from './verdict-collector.ts';

/** What is under way. */
export interface UnderWay {
  readonly count: number;
  /** Sum of what each was said to weigh. */
  readonly weight: number;
}

interface Running {
  readonly weight: number;
  readonly ended: Promise<unknown>;
}

/** Checks of several exhibits at a time. Each gives how to tell what it found; all are told at the end, in the order of their start. */
export class ChecksSideBySide {
  readonly #hasRoom: (running: UnderWay, weight: number) => boolean;
  readonly #outcomes: Promise<(() => void) | undefined>[] = [];
  readonly #running = new Set<Running>();

  /** `hasRoom` says whether one more of that weight may start beside others; a first one always may. */
  constructor(hasRoom: (running: UnderWay, weight: number) => boolean) {
    this.#hasRoom = hasRoom;
  }

  /** Returns when the check is under way. Throws what an earlier one threw. */
  async start(weight: number, check: () => Promise<(() => void) | undefined>): Promise<void> {
    while (!this.#mayStart(weight)) await Promise.race([...this.#running].map(({ ended }) => ended));
    const outcome = check();
    this.#outcomes.push(outcome);
    const running: Running = { weight, ended: outcome.finally(() => this.#running.delete(running)) };
    this.#running.add(running);
    // Told to whoever waits for room or for the end.
    running.ended.catch(() => undefined);
  }

  /** Throws what one of them threw. */
  async finish(): Promise<void> {
    for (const tell of await Promise.all(this.#outcomes)) tell?.();
  }

  #mayStart(weight: number): boolean {
    const count = this.#running.size;
    return count === 0 || this.#hasRoom({ count, weight: [...this.#running].reduce((sum, running) => sum + running.weight, 0) }, weight);
  }
}

/** Findings that wait until the ones before them have been told. */
export class LaterFindings {
  readonly #collector: VerdictCollector;
  readonly #findings: { readonly code: PackageFindingCode; readonly subject: string; readonly message: string }[] = [];

  constructor(collector: VerdictCollector) {
    this.#collector = collector;
  }

  finding(code: PackageFindingCode, subject: string, message: string): void {
    this.#findings.push({ code, subject, message });
  }

  /** Progress does not wait. Throws `cancelled` when the caller gave up. */
  progress(...progress: Parameters<VerdictCollector['progress']>): void {
    this.#collector.progress(...progress);
  }

  tell(): void {
    for (const { code, subject, message } of this.#findings) this.#collector.finding(code, subject, message);
  }
}
