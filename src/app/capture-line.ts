import type { BrowserOptions } from '../core/capture-ports.ts';
import type { CaseSession } from '../core/ports.ts';
import type { JsonValue } from '../core/model/primitives.ts';
import type { AttemptOutcome } from './account-attempt.ts';
import { BrowserPool } from './browser-pool.ts';
import { captureOne, type AddressTurn } from './capture-one.ts';
import type { CaptureGround, CaptureRunParts } from './capture-run.ts';
import { StateCounts } from './state-counts.ts';
import { beginTimes } from './time/begin-times.ts';
import type { SessionTimes } from './time/session-evidence.ts';

/** A session of a case in which addresses are captured by a browser of its own, as many side by side as the caller lets. */
export class CaptureLine {
  readonly #ground: CaptureGround;
  readonly #run: CaptureRunParts;
  readonly #pool: BrowserPool;
  readonly #session: CaseSession;
  readonly #times: SessionTimes;
  readonly #counts = new StateCounts();

  private constructor(ground: CaptureGround, run: CaptureRunParts, pool: BrowserPool, session: CaseSession) {
    this.#ground = ground;
    this.#run = run;
    this.#pool = pool;
    this.#session = session;
    this.#times = beginTimes(ground, run.store, session);
  }

  /**
   * Starts the browser, then the session. Throws before anything is written when no browser can be had: `browser-missing`,
   * `browser-launch-failed`, `display-missing`; then as `CaseStore.startSession`.
   */
  static async open(ground: CaptureGround, run: CaptureRunParts, details: Readonly<Record<string, JsonValue>>): Promise<CaptureLine> {
    const options: BrowserOptions = { ...run.choices.browser, practiceOnly: run.store.summary.practice };
    const pool = new BrowserPool(ground.browsers, options);
    try {
      await pool.acquire();
      return new CaptureLine(ground, run, pool, run.store.startSession(details));
    } catch (error) {
      await pool.close();
      throw error;
    }
  }

  /** Never throws. */
  async capture(turn: Omit<AddressTurn, 'pool' | 'session' | 'times'>): Promise<AttemptOutcome> {
    const outcome = await captureOne(this.#ground, this.#run, { ...turn, pool: this.#pool, session: this.#session, times: this.#times });
    if (outcome.result !== undefined) this.#counts.add(outcome.result.state);
    return outcome;
  }

  /** To be called when no capture is under way. Throws as `CaseStore.endSession`; the browser is ended in any case. */
  async close(): Promise<void> {
    this.#times.end();
    try {
      this.#run.store.endSession(this.#session, { ...this.#counts.takeAll(), browserStarts: this.#pool.launches });
    } finally {
      await this.#pool.close();
    }
  }
}
