import type { Sha256Digest } from '../core/digest/digest.ts';
import { PugmarkError } from '../core/errors.ts';
import type { PackageKeys } from '../core/package/encryption/encryption.ts';
import type { SuppliedToken } from '../core/package/supplement/read-supplement.ts';

/** A package that a person gave, with what was given to check and open it. */
export interface HeldPackage {
  /** Absolute path. */
  readonly path: string;
  readonly trusted: readonly Sha256Digest[];
  readonly keys: PackageKeys;
  /** Time stamps that came after it. */
  readonly tokens: readonly SuppliedToken[];
  /** To be called once, by whoever has it: the file goes away with it, where it is a copy of our own. */
  readonly release: () => Promise<void>;
}

interface Held {
  readonly job: string;
  readonly given: HeldPackage;
  users: number;
}

/**
 * The package that was verified last: a person reads the verdict before they decide what becomes of it, and gives it and its keys only once. The next one that
 * is verified, or the end of the app, takes its place.
 */
export class HeldPackages {
  #held: Held | undefined;

  /** Resolves when the one before is gone, or left to those who use it. */
  async hold(job: string, given: HeldPackage): Promise<void> {
    const before = this.#held;
    this.#held = { job, given, users: 0 };
    await this.#letGo(before);
  }

  isHeld(job: string): boolean {
    return this.#held?.job === job;
  }

  /** Until it is released it stays where it is. Throws `usage` when it is not at hand any more. */
  use(job: string): HeldPackage {
    const held = this.#held;
    if (held?.job !== job) throw new PugmarkError('usage', 'The package is not at hand any more: open it again');
    held.users += 1;
    const release = async (): Promise<void> => {
      held.users -= 1;
      if (this.#held !== held) await this.#letGo(held);
    };
    return { ...held.given, release };
  }

  async clear(): Promise<void> {
    const before = this.#held;
    this.#held = undefined;
    await this.#letGo(before);
  }

  async #letGo(held: Held | undefined): Promise<void> {
    if (held?.users === 0) await held.given.release();
  }
}
