import type { BrowserFacts } from '../core/capture-ports.ts';
import type { UtcTime } from '../core/clock.ts';
import type { ExhibitNumber } from '../core/ids.ts';
import type { Attempt, CaseSession, CaseStore, Operator } from '../core/ports.ts';
import type { SurfaceTab } from '../core/surface-ports.ts';
import { accountForAttempt, type AttemptOutcome } from './account-attempt.ts';
import type { CaptureChoices } from './capture-record-parts.ts';
import type { AttemptGround, AttemptProgress } from './capture-run.ts';
import { StateCounts } from './state-counts.ts';
import { beginTimes } from './time/begin-times.ts';
import type { SessionTimes } from './time/session-evidence.ts';

/** What a tab shows is to be captured. */
export interface LiveCapture {
  readonly tab: SurfaceTab;
  /** Of the browser that shows it. */
  readonly browser: BrowserFacts;
  readonly choices: CaptureChoices;
  readonly clickedAt: UtcTime;
  /** Exhibit of the page from which this tab was opened. */
  readonly openedFrom?: ExhibitNumber;
  /** Aborted: nothing is kept. */
  readonly cancelled: AbortSignal;
  /** Aborted: 'stop and keep'. */
  readonly keep: AbortSignal;
  /** Asked once, after the number is given: resolves when the tab may be looked at. */
  readonly turn: () => Promise<void>;
  readonly onEvent: (event: AttemptProgress) => void;
}

/**
 * The working session of a person who captures in one case what tabs show: begun with the first capture, ended by `end`. Captures go on
 * side by side in it.
 */
export class LiveSession {
  readonly #ground: AttemptGround;
  readonly #store: CaseStore;
  readonly #operator: Operator;
  readonly #underWay = new Set<Promise<AttemptOutcome>>();
  readonly #counts = new StateCounts();
  #session: { readonly session: CaseSession; readonly times: SessionTimes } | undefined;

  constructor(ground: AttemptGround, store: CaseStore, operator: Operator) {
    this.#ground = ground;
    this.#store = store;
    this.#operator = operator;
  }

  /**
   * Gives the number, then captures; `ended` never rejects. Throws as `CaseStore.startSession` and `startAttempt` when not even the
   * number can be given: then nothing of the page was touched.
   */
  start(capture: LiveCapture): { readonly attempt: Attempt; readonly ended: Promise<AttemptOutcome> } {
    const { tab, browser, choices, clickedAt, cancelled, keep, onEvent } = capture;
    const { clock } = this.#ground;
    const startedMs = clock.monotonicMs();
    this.#session ??= this.#begin();
    const { session, times } = this.#session;
    const attempt = this.#store.startAttempt(session, {
      requestedUrl: tab.state.url,
      clickedAt,
      ...(capture.openedFrom === undefined ? {} : { openedFrom: capture.openedFrom }),
    });
    const ended = accountForAttempt(this.#ground, {
      store: this.#store,
      session,
      times,
      operator: this.#operator,
      choices,
      attempt,
      clickedAt,
      cancelled,
      keep,
      source: async () => {
        await capture.turn();
        cancelled.throwIfAborted();
        return { facts: browser, capture: (request) => tab.capture({ ...request, keep }) };
      },
      onEvent,
      took: () => Math.round(clock.monotonicMs() - startedMs),
    });
    this.#underWay.add(ended);
    void this.#count(ended);
    return { attempt, ended };
  }

  /** Waits for what is under way, then ends the session, if there was one. Throws as `CaseStore.endSession`. The next capture begins another one. */
  async end(details: Readonly<Record<string, number>>): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
    const begun = this.#session;
    if (begun === undefined) return;
    const counts = this.#counts.takeAll();
    this.#session = undefined;
    begun.times.end();
    this.#store.endSession(begun.session, { ...counts, ...details });
  }

  #begin(): { readonly session: CaseSession; readonly times: SessionTimes } {
    const session = this.#store.startSession({ live: true });
    return { session, times: beginTimes(this.#ground, this.#store, session) };
  }

  async #count(ended: Promise<AttemptOutcome>): Promise<void> {
    const { result } = await ended;
    if (result !== undefined) this.#counts.add(result.state);
    this.#underWay.delete(ended);
  }
}
