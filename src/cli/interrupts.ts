import { PugmarkError } from '../core/errors.ts';
import { EXIT } from './exit-codes.ts';

/** How long a command may take to end in order once the launcher that started it is gone. */
const ORPHAN_GRACE_MS = 10_000;

/**
 * Ctrl-C and its kin: the first asks the command to end in order, the second ends it at once.
 *
 * Under the launcher a terminal sends Ctrl-C to both processes while `kill` reaches only one: both count, the launcher
 * tells its count, and the higher of the two is believed. When the launcher dies, so do we.
 */
export class Interrupts {
  readonly #cancel = new AbortController();
  readonly #onFirst: () => void;
  readonly #exit: (code: number) => void;
  #own = 0;
  #told = 0;

  constructor(hooks: { readonly onFirst: () => void; readonly exit: (code: number) => void }) {
    this.#onFirst = hooks.onFirst;
    this.#exit = hooks.exit;
  }

  /** Aborted with a PugmarkError `cancelled` by the first interrupt. */
  get signal(): AbortSignal {
    return this.#cancel.signal;
  }

  /** Listens to signals of this process and to the launcher, if there is one. */
  listen(source: NodeJS.Process): void {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) source.on(signal, () => this.count('own', this.#own + 1));
    if (source.channel === undefined || source.channel === null) return;
    source.on('message', (message: unknown) => {
      if (typeof message !== 'object' || message === null || !('pugmarkInterrupts' in message)) return;
      if (typeof message.pugmarkInterrupts === 'number') this.count('told', message.pugmarkInterrupts);
    });
    source.on('disconnect', () => {
      setTimeout(() => this.#exit(EXIT.cancelled), ORPHAN_GRACE_MS).unref();
      this.#cancelOnce();
    });
    // The channel is there to be noticed, not to keep a finished command alive.
    source.channel.unref();
  }

  count(by: 'own' | 'told', total: number): void {
    if (by === 'own') this.#own = total;
    else this.#told = Math.max(this.#told, total);
    if (Math.max(this.#own, this.#told) >= 2) this.#exit(EXIT.cancelled);
    else this.#cancelOnce();
  }

  #cancelOnce(): void {
    if (this.#cancel.signal.aborted) return;
    this.#cancel.abort(new PugmarkError('cancelled', 'Cancelled'));
    this.#onFirst();
  }
}
