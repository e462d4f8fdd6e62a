const CODES = { good: 32, odd: 33, bad: 31, faint: 2, strong: 1 } as const;

/** Colours, where the terminal has them. */
export class Paint {
  readonly #on: boolean;

  constructor(on: boolean) {
    this.#on = on;
  }

  as(kind: keyof typeof CODES, text: string): string {
    return this.#on ? `\u001b[${CODES[kind]}m${text}\u001b[0m` : text;
  }

  /** The state of an exhibit, padded to `width`. */
  state(state: string, width = 0): string {
    const kind = state === 'sealed' ? 'good' : state === 'partial' || state === 'open' ? 'odd' : 'bad';
    return this.as(kind, state.padEnd(width));
  }
}
