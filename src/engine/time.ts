import { setImmediate as nextTurn } from 'node:timers/promises';
import { checkClock, type ClockCheckResult } from '../app/time/check-clock.ts';
import type { TimeGround } from '../app/time/time-ground.ts';
import { TimeKeeper } from '../app/time/time-keeper.ts';
import { isPugmarkError } from '../core/errors.ts';
import { readTimeSettings, type TimeSettings } from '../core/model/time-settings.ts';
import type { CaseReader, CaseSession, CaseStore, Outbound } from '../core/ports.ts';
import type { TokenDesk } from '../core/token-ports.ts';
import { findSystemProxy } from '../platform/outbound/system-proxy.ts';
import { composeTimeGround } from './compose-time.ts';
import type { TokenQueue } from '../app/time/token-queue.ts';
import type { EngineContext } from './engine-context.ts';
import type { SessionTimes } from '../app/time/session-evidence.ts';

interface EngineTimesParts {
  readonly context: Pick<EngineContext, 'vault' | 'isOpen' | 'settings' | 'readCase'>;
  readonly outbound: Outbound;
  /** A time stamp came, or did not. */
  readonly onChange: (reference: string) => void;
}

/** Time stamps and checks of the clock while the vault is open: beside captures, and for what an earlier run left unanswered. */
export class EngineTimes {
  readonly #parts: EngineTimesParts;
  #keeper: TimeKeeper | undefined;

  constructor(parts: EngineTimesParts) {
    this.#parts = parts;
  }

  /** As the vault's settings are now. Throws `vault-closed`. */
  get settings(): { readonly settings: TimeSettings; readonly isReadable: boolean } {
    return readTimeSettings(this.#parts.context.vault().readSettings());
  }

  /** Through which the tool itself asks, of the settings or of the system. */
  get proxy(): string | undefined {
    return this.#parts.context.settings().proxy || findSystemProxy(process.env);
  }

  /** Compares the clock now. Never throws because of a source. */
  async checkClock(signal: AbortSignal): Promise<ClockCheckResult> {
    return await checkClock(this.#makeGround(), { proxy: this.proxy, signal });
  }

  beginSession(store: CaseStore, session: CaseSession): SessionTimes {
    return this.#open().beginSession(store, session);
  }

  deskOf(store: CaseStore): TokenDesk {
    return this.#open().deskOf(store);
  }

  standing(authority: string): ReturnType<TimeKeeper['standing']> {
    return this.#open().standing(authority);
  }

  /** Requests that wait for an answer, in the cases of this run. */
  countPending(): number {
    return this.#keeper?.countPending() ?? 0;
  }

  /** After the vault was opened: what is still to be stamped is asked for, when there is time. */
  enterVault(): void {
    this.#keeper ??= this.#make();
    void this.resume();
  }

  /** Something was done in a case. Returns at once, never throws. */
  touch(reference: string): void {
    this.#withQueue(reference, (queue) => queue.touch());
  }

  #withQueue(reference: string, act: (queue: TokenQueue) => void): void {
    const { context } = this.#parts;
    try {
      if (this.#keeper === undefined || !this.#isWanted() || !needsStamp(context.readCase(reference))) return;
      act(this.#keeper.queueOf(context.vault().openCase(reference)));
    } catch (error) {
      // The vault is being closed: the next start goes on with it.
      if (!isPugmarkError(error)) throw error;
    }
  }

  /** Authorities that were given time are asked again too. */
  retry(): void {
    this.#keeper?.forgive();
    void this.resume();
  }

  /** A person wants everything of a case stamped now: waits for at most `withinMs`, the rest comes by itself. Throws `vault-closed`, `case-unknown`. */
  async stampAll(reference: string, withinMs: number, signal: AbortSignal): Promise<void> {
    const keeper = this.#open();
    keeper.forgive();
    await keeper.queueOf(this.#parts.context.vault().openCase(reference)).stamp({ withinMs, force: true, signal });
  }

  /** Looks at every case, one in a turn. */
  async resume(): Promise<void> {
    const { context } = this.#parts;
    const keeper = this.#keeper;
    if (keeper === undefined || !context.isOpen() || !this.#isWanted()) return;
    for (const { id, practice } of context.vault().listCases()) {
      await nextTurn();
      if (this.#keeper !== keeper || !context.isOpen()) return;
      if (!practice) this.#withQueue(id, (queue) => queue.wake());
    }
  }

  /** Before a case is closed. */
  async leaveCase(reference: string): Promise<void> {
    const { context } = this.#parts;
    const id = context.isOpen() ? context.vault().findCase(reference)?.id : undefined;
    if (id !== undefined) await this.#keeper?.leave(id);
  }

  /** Before the vault is closed: requests under way stay pending. Idempotent. */
  async leaveVault(): Promise<void> {
    const keeper = this.#keeper;
    this.#keeper = undefined;
    await keeper?.close();
  }

  #isWanted(): boolean {
    return this.settings.settings.authorities.some(({ enabled }) => enabled);
  }

  #open(): TimeKeeper {
    return (this.#keeper ??= this.#make());
  }

  #make(): TimeKeeper {
    return new TimeKeeper(this.#makeGround(), {
      proxy: () => this.proxy,
      onChange: (store) => this.#parts.onChange(store.summary.reference),
    });
  }

  #makeGround(): TimeGround {
    const { context, outbound } = this.#parts;
    return composeTimeGround({ readSettings: () => context.vault().readSettings() }, outbound);
  }
}

function needsStamp(reader: CaseReader): boolean {
  return (
    !reader.summary.practice && (reader.findTime().state === 'pending' || reader.listTokenRows().some(({ state }) => state === 'pending'))
  );
}
