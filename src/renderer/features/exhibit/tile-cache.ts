/** Loads one tile. Rejects when it cannot be had. */
export type TileLoader<Tile> = (address: string, signal: AbortSignal) => Promise<Tile>;

interface Held<Tile> {
  readonly control: AbortController;
  begun?: true;
  tile?: Tile;
  failed?: true;
}

/**
 * Tiles that were asked for last, bounded in number whatever the size of the picture. What is no longer wanted is not loaded
 * further; what falls out is given to `release`.
 */
export class TileCache<Tile> {
  readonly #held = new Map<string, Held<Tile>>();
  readonly #load: TileLoader<Tile>;
  readonly #release: (tile: Tile) => void;
  readonly #changed: () => void;
  readonly #limit: number;

  constructor(options: {
    readonly load: TileLoader<Tile>;
    readonly release: (tile: Tile) => void;
    /** Told after a tile came or failed. */
    readonly changed: () => void;
    readonly limit: number;
  }) {
    this.#load = options.load;
    this.#release = options.release;
    this.#changed = options.changed;
    this.#limit = options.limit;
  }

  get count(): number {
    return this.#held.size;
  }

  get(address: string): Tile | undefined {
    return this.#held.get(address)?.tile;
  }

  hasFailed(address: string): boolean {
    return this.#held.get(address)?.failed === true;
  }

  /** Loads what is missing of these, most wanted first, and drops what the limit no longer allows. */
  want(addresses: readonly string[]): void {
    const wanted = new Set(addresses.slice(0, this.#limit));
    for (const [address, held] of this.#held) {
      if (wanted.has(address) || held.tile !== undefined || held.failed === true) continue;
      held.control.abort();
      this.#held.delete(address);
    }
    for (const address of [...wanted].toReversed()) {
      const known = this.#held.get(address);
      // The order of the map is the order of use: the last one goes last.
      this.#held.delete(address);
      this.#held.set(address, known ?? { control: new AbortController() });
    }
    for (const address of wanted) {
      const held = this.#held.get(address);
      if (held !== undefined && held.begun === undefined) this.#begin(address, held);
    }
    for (const [address, held] of this.#held) {
      if (this.#held.size <= this.#limit) break;
      this.#held.delete(address);
      this.#drop(held);
    }
  }

  /** Everything goes. */
  clear(): void {
    for (const held of this.#held.values()) this.#drop(held);
    this.#held.clear();
  }

  #begin(address: string, held: Held<Tile>): void {
    held.begun = true;
    this.#load(address, held.control.signal).then(
      (tile) => {
        if (this.#held.get(address) === held) {
          held.tile = tile;
          this.#changed();
        } else this.#release(tile);
        return undefined;
      },
      () => {
        if (this.#held.get(address) !== held) return;
        held.failed = true;
        this.#changed();
      },
    );
  }

  #drop(held: Held<Tile>): void {
    held.control.abort();
    if (held.tile !== undefined) this.#release(held.tile);
  }
}
