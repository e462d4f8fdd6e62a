import { isPugmarkError } from '../errors.ts';
import type { DecodePng } from './stack-tiles.ts';

/** Compares a picture with rows that come piece by piece. */
export class PictureComparison {
  readonly #picture: Uint8Array;
  readonly #decode: DecodePng;
  readonly #isSame: (a: Uint8Array, b: Uint8Array) => boolean;
  #rows: AsyncIterator<Uint8Array> | undefined;
  #left: Uint8Array = new Uint8Array(0);
  #found: 'same' | 'different' | 'unreadable' = 'same';

  /** `isSame` compares two pieces of one length; it sees every byte of the picture. */
  constructor(picture: Uint8Array, decode: DecodePng, isSame: (a: Uint8Array, b: Uint8Array) => boolean) {
    this.#picture = picture;
    this.#decode = decode;
    this.#isSame = isSame;
  }

  /** The next rows that it should have. */
  async compare(expected: Uint8Array, size: { readonly widthPx: number; readonly heightPx: number }): Promise<void> {
    await this.#attempt(async () => {
      if (this.#rows === undefined) {
        const { rows, widthPx, heightPx } = await this.#decode(this.#picture);
        this.#rows = rows[Symbol.asyncIterator]();
        if (widthPx !== size.widthPx || heightPx !== size.heightPx) this.#found = 'different';
      }
      for (let at = 0; at < expected.length && this.#found === 'same';) {
        if (this.#left.length === 0) {
          const next = await this.#rows.next();
          this.#left = next.done === true ? new Uint8Array(0) : next.value;
          if (next.done === true) this.#found = 'different';
        }
        const length = Math.min(expected.length - at, this.#left.length);
        if (!this.#isSame(this.#left.subarray(0, length), expected.subarray(at, at + length))) this.#found = 'different';
        this.#left = this.#left.subarray(length);
        at += length;
      }
    });
  }

  /** After all rows: what is there beyond them, or whether the picture ends as a picture should. */
  async finish(): Promise<'same' | 'different' | 'unreadable'> {
    await this.#attempt(async () => {
      const next = await this.#rows?.next();
      if (this.#left.length > 0 || next === undefined || next.done !== true) this.#found = 'different';
    });
    return this.#found;
  }

  async close(): Promise<void> {
    await this.#rows?.return?.();
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    if (this.#found !== 'same') return;
    try {
      await act();
    } catch (cause) {
      if (!isPugmarkError(cause, 'png-invalid')) throw cause;
      this.#found = 'unreadable';
    }
  }
}
