import { createSHA256, createSHA512, type IHasher } from 'hash-wasm';
import type { Hashing, RunningHash } from '../../core/digest/digest.ts';

/** As many running hashes as anybody wants out of one instance of WebAssembly, which holds the state of the one that was last fed. */
class SharedHasher {
  readonly #hasher: IHasher;
  #current: SharedRun | undefined;

  constructor(hasher: IHasher) {
    this.#hasher = hasher;
  }

  start(): RunningHash {
    return new SharedRun((run) => this.#switchTo(run));
  }

  hash(bytes: Uint8Array): Uint8Array {
    const run = this.start();
    run.update(bytes);
    return run.digest();
  }

  #switchTo(run: SharedRun): IHasher {
    if (this.#current === run) return this.#hasher;
    if (this.#current !== undefined && !this.#current.isOver) this.#current.state = this.#hasher.save();
    this.#current = run;
    return run.state === undefined ? this.#hasher.init() : this.#hasher.load(run.state);
  }
}

class SharedRun implements RunningHash {
  state: Uint8Array | undefined;
  isOver = false;
  readonly #switchTo: (run: SharedRun) => IHasher;

  constructor(switchTo: (run: SharedRun) => IHasher) {
    this.#switchTo = switchTo;
  }

  update(bytes: Uint8Array): void {
    this.#switchTo(this).update(bytes);
  }

  digest(): Uint8Array {
    const digest = this.#switchTo(this).digest('binary');
    this.isOver = true;
    return digest;
  }
}

/** SHA-256 and SHA-512 piece by piece, which WebCrypto cannot do. */
export async function loadWasmHashing(): Promise<Hashing> {
  const [sha256, sha512] = [new SharedHasher(await createSHA256()), new SharedHasher(await createSHA512())];
  return {
    sha256: (bytes) => sha256.hash(bytes),
    sha512: (bytes) => sha512.hash(bytes),
    startSha256: () => sha256.start(),
    startSha512: () => sha512.start(),
  };
}
