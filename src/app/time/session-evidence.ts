import type { Sha256Digest } from '../../core/digest/digest.ts';
import { isPugmarkError } from '../../core/errors.ts';
import type { CaptureRecord } from '../../core/model/capture-record.ts';
import type { CaseSession, CaseStore } from '../../core/ports.ts';
import { checkClock, type ClockCheckResult } from './check-clock.ts';
import type { TimeGround } from './time-ground.ts';
import type { TokenQueue } from './token-queue.ts';

/** A check of the clock holds for this long. */
const CHECK_HOLDS_MS = 10 * 60_000;

/** What stands in the records of a session of how its times are shown. */
export interface SessionTimes {
  /** A capture begins: checks and asks again what is missing or old. Returns at once. */
  refresh(): void;
  /** As of now; nothing is waited for. */
  clock(): CaptureRecord['clock'];
  /** The earliest token over the session's start, when there is one: the lower bound of what is sealed from now on. */
  tokenDigest(): Sha256Digest | undefined;
  /** What is under way is given up. Idempotent. */
  end(): void;
}

/** For a case in which nobody is asked. */
export function withoutTimes(reason: string): SessionTimes {
  return {
    refresh: () => undefined,
    clock: () => ({ state: 'not-checked', reason }),
    tokenDigest: () => undefined,
    end: () => undefined,
  };
}

interface SessionEvidenceParts {
  readonly ground: TimeGround;
  readonly queue: TokenQueue;
  readonly store: CaseStore;
  readonly session: CaseSession;
  readonly proxy: string | undefined;
}

/** Gathers, beside the captures of a session, a token over its start and what time sources say of the clock. It holds up nothing and fails nothing. */
export class SessionEvidence implements SessionTimes {
  readonly #parts: SessionEvidenceParts;
  readonly #end = new AbortController();
  #check: ClockCheckResult = { state: 'not-checked', reason: 'no time source had answered yet' };
  #checkedMs: number | undefined;
  #isChecking = false;
  #isAsking = false;
  #isGranted = false;

  constructor(parts: SessionEvidenceParts) {
    this.#parts = parts;
    this.refresh();
  }

  refresh(): void {
    const { clock } = this.#parts.ground;
    if (this.#end.signal.aborted) return;
    if (!this.#isGranted && !this.#isAsking) void this.#askForToken();
    const isOld = this.#checkedMs === undefined || clock.monotonicMs() - this.#checkedMs > CHECK_HOLDS_MS;
    if (isOld && !this.#isChecking) void this.#checkClock();
  }

  clock(): CaptureRecord['clock'] {
    const check = this.#check;
    if (check.state === 'not-checked') return check;
    const { source, offsetMs, checkedAt } = check;
    return { state: 'checked', source, offsetMs, checkedAt };
  }

  tokenDigest(): Sha256Digest | undefined {
    const { store, session } = this.#parts;
    return this.#isGranted ? store.listSessionTokens(session.id)[0]?.digest : undefined;
  }

  end(): void {
    this.#end.abort();
  }

  async #askForToken(): Promise<void> {
    const { queue, session } = this.#parts;
    this.#isAsking = true;
    await this.#quietly(async () => {
      const target = { subject: 'session', ref: session.id, sha256: session.startedEntry } as const;
      if (await queue.askForSession(target, this.#end.signal)) this.#isGranted = true;
    });
    this.#isAsking = false;
  }

  async #checkClock(): Promise<void> {
    const { ground, store, proxy } = this.#parts;
    this.#isChecking = true;
    await this.#quietly(async () => {
      const check = await checkClock(ground, { proxy, signal: this.#end.signal });
      // Another case may be open by now, or none.
      if (this.#end.signal.aborted) return;
      this.#check = check;
      if (check.state === 'not-checked') return;
      this.#checkedMs = ground.clock.monotonicMs();
      const { method, source, offsetMs, uncertaintyMs, checkedAt } = check;
      store.record({ type: 'clock.checked', details: { method, offsetMs, uncertaintyMs, checkedAt }, texts: { source } });
    });
    this.#isChecking = false;
  }

  /** A vault that gives out is found out by the capture itself. */
  async #quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isPugmarkError(error)) this.#parts.ground.onFault(error);
    }
  }
}
