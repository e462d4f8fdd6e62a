/** How many attempts of a session came to which end, as `session.ended` tells it. */
export class StateCounts {
  readonly #counts = new Map<string, number>();

  add(state: string): void {
    this.#counts.set(state, (this.#counts.get(state) ?? 0) + 1);
  }

  get all(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}
