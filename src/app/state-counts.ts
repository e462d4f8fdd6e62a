/** How many attempts of a session came to which end, as `session.ended` tells it. */
export class StateCounts {
  readonly #counts = new Map<string, number>();

  add(state: string): void {
    this.#counts.set(state, (this.#counts.get(state) ?? 0) + 1);
  }

  /** Gives the counts and begins anew. */
  takeAll(): Readonly<Record<string, number>> {
    const counts = Object.fromEntries(this.#counts);
    this.#counts.clear();
    return counts;
  }
}
