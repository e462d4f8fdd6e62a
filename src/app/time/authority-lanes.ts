import type { Clock } from '../../core/clock.ts';

/** Waits after an answer that did not come, the first, the second ... */
const BACK_OFF_MS = [5_000, 15_000, 60_000, 5 * 60_000, 15 * 60_000, 60 * 60_000] as const;
/** After an answer that is no valid token: the authority is broken or not what we think, and asking again soon changes nothing. */
const REFUSED_MS = 60 * 60_000;
/** An authority that has kept us waiting for longer is not reachable for whoever waits. */
const HANGING_MS = 3_000;

/** What is known of an authority in this run. */
export interface AuthorityStanding {
  /** Tries since the last valid token. */
  readonly failures: number;
  /** Of the last try, when it failed: an error's code, or those of a refused token. */
  readonly problem?: { readonly code: string; readonly message: string };
  /** Until it is asked by itself again; 0: now. */
  readonly waitMs: number;
}

interface Lane {
  failures: number;
  problem?: AuthorityStanding['problem'];
  notBeforeMs: number;
  /** When questions under way were sent. */
  readonly asked: Set<{ readonly atMs: number }>;
}

/** When which authority may be asked, for all cases of a vault together. */
export class AuthorityLanes {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #lanes = new Map<string, Lane>();

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  standing(id: string): AuthorityStanding {
    const { failures, problem, notBeforeMs } = this.#lane(id);
    const waitMs = Math.max(0, notBeforeMs - this.#clock.monotonicMs());
    return { failures, waitMs, ...(problem === undefined ? {} : { problem }) };
  }

  /** False while it is given time after a failure. */
  canAsk(id: string): boolean {
    return this.standing(id).waitMs === 0;
  }

  /** True when whoever waits would wait in vain: it was asked a while ago and says nothing. */
  isHanging(id: string): boolean {
    return [...this.#lane(id).asked].some(({ atMs }) => this.#clock.monotonicMs() - atMs > HANGING_MS);
  }

  /** A question is on its way; call what is returned when it has ended. */
  begin(id: string): () => void {
    const { asked } = this.#lane(id);
    const one = { atMs: this.#clock.monotonicMs() };
    asked.add(one);
    return () => void asked.delete(one);
  }

  succeeded(id: string): void {
    const lane = this.#lane(id);
    lane.failures = 0;
    lane.notBeforeMs = 0;
    delete lane.problem;
  }

  failed(id: string, problem: NonNullable<AuthorityStanding['problem']>, isRefusal: boolean): void {
    const lane = this.#lane(id);
    const waitMs = isRefusal ? REFUSED_MS : (BACK_OFF_MS[Math.min(lane.failures, BACK_OFF_MS.length - 1)] ?? REFUSED_MS);
    lane.failures += 1;
    lane.problem = problem;
    lane.notBeforeMs = this.#clock.monotonicMs() + waitMs;
  }

  /** All may be asked at once: a person wants it. */
  forgive(): void {
    for (const lane of this.#lanes.values()) lane.notBeforeMs = 0;
  }

  #lane(id: string): Lane {
    const known = this.#lanes.get(id);
    if (known !== undefined) return known;
    const lane: Lane = { failures: 0, notBeforeMs: 0, asked: new Set() };
    this.#lanes.set(id, lane);
    return lane;
  }
}
