/**
 * Tells that things changed, each at most once in `intervalMs`: the first change at once, what follows together at the end of the interval.
 * What is told is whatever is true then, so that a state in between may be left out but never the last one.
 */
export class SpacedTelling<Key> {
  readonly #intervalMs: () => number;
  readonly #tell: (key: Key) => void;
  readonly #waiting = new Map<Key, { readonly timer: NodeJS.Timeout; changed: boolean }>();

  constructor(intervalMs: () => number, tell: (key: Key) => void) {
    this.#intervalMs = intervalMs;
    this.#tell = tell;
  }

  changed(key: Key): void {
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) {
      waiting.changed = true;
      return;
    }
    this.#tellAndWait(key);
  }

  /** Tells now, whatever was told before: for the last state of something. */
  now(key: Key): void {
    this.drop(key);
    this.#tell(key);
  }

  /** There is nothing more to tell of it. */
  drop(key: Key): void {
    clearTimeout(this.#waiting.get(key)?.timer);
    this.#waiting.delete(key);
  }

  #tellAndWait(key: Key): void {
    const timer = setTimeout(() => {
      const again = this.#waiting.get(key)?.changed === true;
      this.#waiting.delete(key);
      if (again) this.#tellAndWait(key);
    }, this.#intervalMs());
    timer.unref();
    this.#waiting.set(key, { timer, changed: false });
    this.#tell(key);
  }
}
