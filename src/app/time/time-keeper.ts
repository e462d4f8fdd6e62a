import type { Uuid } from '../../core/ids.ts';
import type { CaseSession, CaseStore } from '../../core/ports.ts';
import type { TokenDesk } from '../../core/token-ports.ts';
import { AuthorityLanes, type AuthorityStanding } from './authority-lanes.ts';
import { SessionEvidence, withoutTimes, type SessionTimes } from './session-evidence.ts';
import type { TimeGround } from './time-ground.ts';
import { TokenQueue } from './token-queue.ts';

/** Everything that a vault open for writing asks others about time. One for all its cases. */
export class TimeKeeper {
  readonly #ground: TimeGround;
  readonly #proxy: () => string | undefined;
  readonly #onChange: (store: CaseStore) => void;
  readonly #lanes: AuthorityLanes;
  readonly #queues = new Map<Uuid, TokenQueue>();

  /** `proxy`: the one in force when something is asked. `onChange`: something came of a request in this case. */
  constructor(ground: TimeGround, options: { readonly proxy: () => string | undefined; readonly onChange?: (store: CaseStore) => void }) {
    this.#ground = ground;
    this.#proxy = options.proxy;
    this.#onChange = options.onChange ?? (() => undefined);
    this.#lanes = new AuthorityLanes(ground.clock);
  }

  /** A session began: asks for a token over its start and checks the clock, beside everything else. Never throws. */
  beginSession(store: CaseStore, session: CaseSession): SessionTimes {
    if (store.summary.practice) return withoutTimes('practice: no time source is asked');
    return new SessionEvidence({ ground: this.#ground, queue: this.queueOf(store), store, session, proxy: this.#proxy() });
  }

  /** Where the tokens of a case are asked for. */
  queueOf(store: CaseStore): TokenQueue {
    const { id } = store.summary;
    const known = this.#queues.get(id);
    if (known !== undefined) return known;
    const queue = new TokenQueue({
      ground: this.#ground,
      lanes: this.#lanes,
      store,
      proxy: this.#proxy,
      onChange: () => this.#onChange(store),
    });
    this.#queues.set(id, queue);
    return queue;
  }

  /** As {@link queueOf}, for an export. */
  deskOf(store: CaseStore): TokenDesk {
    return this.queueOf(store);
  }

  /** What is known of an authority in this run. */
  standing(authority: string): AuthorityStanding {
    return this.#lanes.standing(authority);
  }

  /** Requests that wait for an answer, in the cases that were asked for here. */
  countPending(): number {
    return [...this.#queues.values()].reduce((sum, queue) => sum + queue.countPending(), 0);
  }

  /** A person wants all authorities to be asked at once. */
  forgive(): void {
    this.#lanes.forgive();
  }

  /** Before a case's store is closed: what is under way stays pending. */
  async leave(id: Uuid): Promise<void> {
    const queue = this.#queues.get(id);
    this.#queues.delete(id);
    await queue?.close();
  }

  /** Before the vault is closed. Idempotent. */
  async close(): Promise<void> {
    await Promise.all([...this.#queues.keys()].map((id) => this.leave(id)));
  }
}
