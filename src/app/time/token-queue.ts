import { isPugmarkError } from '../../core/errors.ts';
import type { VaultAuthority } from '../../core/model/time-settings.ts';
import type { CaseStore } from '../../core/ports.ts';
import type { TokenDesk, TokenRow, TokenTarget } from '../../core/token-ports.ts';
import { askAuthority, buildRequest, type AuthorityAnswer } from './ask-authority.ts';
import type { AuthorityLanes } from './authority-lanes.ts';
import { listOwed, listPackageTimes, targetOfCheckpoint } from './package-times.ts';
import type { TimeGround } from './time-ground.ts';

/** After an act of a case, until its checkpoint is stamped: one token for what follows closely. */
const QUIET_MS = 2_000;
/** Acts that do not end hold up a stamp for no longer. */
const LONGEST_MS = 20_000;
/** At least, between two rounds that go by themselves. */
const SHORTEST_PAUSE_MS = 1_000;

export interface TokenQueueParts {
  readonly ground: TimeGround;
  readonly lanes: AuthorityLanes;
  readonly store: CaseStore;
  /** The proxy that is in force now. */
  readonly proxy: () => string | undefined;
  /** Something came of a request. Must not throw. */
  readonly onChange: () => void;
}

/**
 * Asks authorities for tokens over one case: its newest checkpoint, and whatever was asked for and not answered. What waits stands as `pending` rows
 * in the case, so that another run of the program goes on with it. An authority has one pending checkpoint at a time: a later one is asked for
 * when that is answered, for it covers all before it.
 */
export class TokenQueue implements TokenDesk {
  readonly #parts: TokenQueueParts;
  readonly #end = new AbortController();
  /** By authority: one question of a case at a time. */
  readonly #lines = new Map<string, Promise<unknown>>();
  #timer: { readonly dueMs: number; readonly cancel: AbortController } | undefined;
  #firstTouchMs: number | undefined;

  constructor(parts: TokenQueueParts) {
    this.#parts = parts;
  }

  /** Something was done in the case. Returns at once; the stamp follows when it is quiet. */
  touch(): void {
    const nowMs = this.#nowMs();
    this.#firstTouchMs ??= nowMs;
    this.#plan(Math.min(nowMs + QUIET_MS, this.#firstTouchMs + LONGEST_MS), true);
  }

  /** As {@link touch}, without waiting for quiet: nothing is being done. */
  wake(): void {
    this.#plan(this.#nowMs(), true);
  }

  /**
   * Stamps now what is to be stamped, and waits for at most `withinMs`. `force`: the newest checkpoint whatever it tells, and packages that nobody has confirmed, from authorities that
   * are given time after a failure too; without, none is waited for that does not answer. Never throws because of an authority; as `CaseStore.settleToken`.
   */
  async stamp(options: { readonly withinMs: number; readonly force?: boolean; readonly signal?: AbortSignal }): Promise<void> {
    const force = options.force === true;
    await this.#within(options, this.#round(force));
  }

  async requestTokens(
    target: TokenTarget,
    options: { readonly withinMs: number; readonly signal?: AbortSignal },
  ): Promise<readonly TokenRow[]> {
    const { store, lanes } = this.#parts;
    const ofTarget = (): readonly TokenRow[] =>
      store.listTokenRows().filter(({ subject, ref }) => subject === target.subject && ref === target.ref);
    const known = new Set(ofTarget().map(({ authority }) => authority));
    const asked = this.#authorities().map(async (authority) => {
      if (known.has(authority.id)) return;
      const row = this.#add(authority, target);
      // One that has just failed would only be waited for in vain.
      if (lanes.canAsk(authority.id)) await this.#inLine(authority.id, () => this.#send(authority, row, target));
    });
    await this.#within(options, Promise.all(asked));
    this.#planRest();
    return ofTarget();
  }

  /**
   * Asks for tokens over the start of a session. Only what is answered is kept: later it would be no lower bound any more. Resolves with true when one was granted.
   */
  async askForSession(target: TokenTarget, signal: AbortSignal): Promise<boolean> {
    const { ground, lanes, store } = this.#parts;
    const granted = this.#authorities()
      .filter(({ id }) => lanes.canAsk(id))
      .map(async (authority) => {
        const request = buildRequest(ground, authority, target.sha256);
        const answer = await this.#ask(authority, request, target, AbortSignal.any([signal, this.#end.signal]));
        if (answer.state === 'unanswered' || this.#end.signal.aborted) return false;
        const row = store.addToken({ subject: target.subject, ref: target.ref, authority: authority.id, request });
        this.#settle(row, answer, target);
        return answer.state === 'granted';
      });
    return (await Promise.all(granted)).includes(true);
  }

  /** Requests that wait for an answer. */
  countPending(): number {
    return this.#parts.store.listTokenRows().filter(({ state }) => state === 'pending').length;
  }

  /** Requests under way are given up; they stay pending. Idempotent. */
  async close(): Promise<void> {
    this.#end.abort();
    this.#timer?.cancel.abort();
    await Promise.allSettled(this.#lines.values());
  }

  async #round(force: boolean): Promise<void> {
    const { lanes } = this.#parts;
    this.#firstTouchMs = undefined;
    const asked = this.#authorities()
      .filter(({ id }) => force || (lanes.canAsk(id) && !lanes.isHanging(id)))
      .map((authority) => this.#inLine(authority.id, () => this.#work(authority, force)));
    await Promise.all(asked);
    this.#planRest();
  }

  /** Everything that one authority is to stamp, until it fails. */
  async #work(authority: VaultAuthority, force: boolean): Promise<void> {
    const passed = new Set<string>();
    while (!this.#end.signal.aborted) {
      const next =
        this.#findPending(authority.id, passed) ?? this.#findUnstamped(authority, force) ?? (force ? this.#findOwed(authority) : undefined);
      if (next === undefined) return;
      passed.add(next.row.id);
      if (!(await this.#send(authority, next.row, next.target))) return;
    }
  }

  #findPending(authority: string, passed: ReadonlySet<string>): { readonly row: TokenRow; readonly target: TokenTarget } | undefined {
    const { store } = this.#parts;
    for (const row of store.listTokenRows()) {
      if (row.state !== 'pending' || row.authority !== authority || passed.has(row.id)) continue;
      const target = store.findTokenTarget(row.id);
      if (target !== undefined) return { row, target };
    }
    return undefined;
  }

  /** The newest checkpoint, when it tells of something that this authority has not stamped. */
  #findUnstamped(authority: VaultAuthority, force: boolean): { readonly row: TokenRow; readonly target: TokenTarget } | undefined {
    const { ground, store } = this.#parts;
    if (store.findTime({ authority: authority.id, everything: force }).state !== 'pending') return undefined;
    const checkpoint = store.latestCheckpoint();
    if (checkpoint === undefined) return undefined;
    const target = targetOfCheckpoint(ground.hashing, checkpoint);
    return { row: this.#add(authority, target), target };
  }

  /** The seal of a package, or the log in it, that nobody has confirmed: it was made when no authority was named, or this one was not. */
  #findOwed(authority: VaultAuthority): { readonly row: TokenRow; readonly target: TokenTarget } | undefined {
    const { ground, store } = this.#parts;
    const [target] = listPackageTimes(store).flatMap((made) => listOwed(ground.hashing, made, authority.id));
    return target === undefined ? undefined : { row: this.#add(authority, target), target };
  }

  #add(authority: VaultAuthority, target: TokenTarget): TokenRow {
    const { ground, store } = this.#parts;
    const request = buildRequest(ground, authority, target.sha256);
    return store.addToken({ subject: target.subject, ref: target.ref, authority: authority.id, request });
  }

  /** True when the authority gave a valid token. */
  async #send(authority: VaultAuthority, row: TokenRow, target: TokenTarget): Promise<boolean> {
    const answer = await this.#ask(authority, row.request, target, this.#end.signal);
    if (this.#end.signal.aborted) return false;
    if (answer.state !== 'unanswered') this.#settle(row, answer, target);
    else this.#parts.onChange();
    return answer.state === 'granted';
  }

  async #ask(authority: VaultAuthority, request: Uint8Array, target: TokenTarget, signal: AbortSignal): Promise<AuthorityAnswer> {
    const { ground, lanes } = this.#parts;
    const ended = lanes.begin(authority.id);
    try {
      const answer = await askAuthority(ground, { authority, request, sha256: target.sha256, proxy: this.#parts.proxy(), signal });
      if (answer.state === 'granted') lanes.succeeded(authority.id);
      else if (answer.state === 'refused') {
        const [finding] = answer.findings;
        const code = answer.findings.map((one) => one.code).join(' ') || 'content-wrong';
        lanes.failed(authority.id, { code, message: finding?.message ?? 'It tells no time' }, true);
      } else if (answer.error.code !== 'cancelled') {
        lanes.failed(authority.id, { code: answer.error.code, message: answer.error.message }, false);
      }
      return answer;
    } finally {
      ended();
    }
  }

  #settle(row: TokenRow, answer: Exclude<AuthorityAnswer, { readonly state: 'unanswered' }>, target: TokenTarget): void {
    const { store, onChange } = this.#parts;
    if (answer.state === 'granted') {
      store.settleToken(row.id, { state: 'granted', response: answer.response, genTime: answer.genTime, subjectSha256: target.sha256 });
    } else store.settleToken(row.id, { state: 'refused', response: answer.response });
    onChange();
  }

  /** Nobody is asked for a practice case. */
  #authorities(): readonly VaultAuthority[] {
    const { ground, store } = this.#parts;
    return store.summary.practice ? [] : ground.settings().authorities.filter(({ enabled }) => enabled);
  }

  async #inLine<T>(authority: string, work: () => Promise<T>): Promise<T> {
    const before = this.#lines.get(authority) ?? Promise.resolve();
    const line = before.then(work, work);
    this.#lines.set(authority, line);
    return await line;
  }

  /** What is not there in time goes on by itself; its errors are then those of the next act. */
  async #within(options: { readonly withinMs: number; readonly signal?: AbortSignal }, work: Promise<unknown>): Promise<void> {
    const given = new AbortController();
    const { signal } = options;
    const late = this.#parts.ground.wait(options.withinMs, signal === undefined ? given.signal : AbortSignal.any([given.signal, signal]));
    try {
      await Promise.race([work, late.catch(() => undefined)]);
    } finally {
      given.abort();
      work.catch(() => undefined);
    }
  }

  /** Another round when there is something left to ask, as soon as one of the authorities may be asked. */
  #planRest(): void {
    const { lanes, store } = this.#parts;
    if (this.#end.signal.aborted) return;
    const waits = this.#authorities()
      .filter(({ id }) => this.#findPending(id, new Set()) !== undefined || store.findTime({ authority: id }).state === 'pending')
      .map(({ id }) => lanes.standing(id).waitMs);
    if (waits.length > 0) this.#plan(this.#nowMs() + Math.max(SHORTEST_PAUSE_MS, Math.min(...waits)), false);
  }

  /** `moves`: an act that comes later puts off the round. */
  #plan(dueMs: number, moves: boolean): void {
    if (this.#end.signal.aborted) return;
    const known = this.#timer;
    if (known !== undefined && !moves && known.dueMs <= dueMs) return;
    known?.cancel.abort();
    const cancel = new AbortController();
    this.#timer = { dueMs, cancel };
    void this.#fire(Math.max(0, dueMs - this.#nowMs()), cancel.signal);
  }

  async #fire(waitMs: number, signal: AbortSignal): Promise<void> {
    try {
      await this.#parts.ground.wait(waitMs, signal);
    } catch {
      // Another time was planned, or the case is closed.
      return;
    }
    this.#timer = undefined;
    try {
      await this.#round(false);
    } catch (error) {
      // The vault was closed, or the disk gave out: what is owed stands in the case, and the next act or start goes on with it.
      if (!isPugmarkError(error)) this.#parts.ground.onFault(error);
    }
  }

  #nowMs(): number {
    return this.#parts.ground.clock.monotonicMs();
  }
}
