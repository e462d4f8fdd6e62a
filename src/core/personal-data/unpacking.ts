import type { Decompression } from '../package/package-source.ts';

/** What came out of a container; `content` undefined: it could not be read, so nothing can be said of it. */
export interface ContainedPart {
  readonly place: string;
  readonly content?: Uint8Array;
  /** How `content` is to be read: a file of its own, strings of a PDF, a picture, or the program of a font. */
  readonly as: 'file' | 'pdf-strings' | 'picture' | 'font';
}

/** More than this out of one file is no form of ours. */
const MAX_UNPACKED_BYTES = 16 * 1024 * 1024;

/** Unpacks the streams of one file, all together bounded. */
export class Unpacking {
  readonly #decompression: Decompression;
  #left = MAX_UNPACKED_BYTES;

  constructor(decompression: Decompression) {
    this.#decompression = decompression;
  }

  /** Undefined when the deflate stream is damaged, followed by other bytes, or too large. */
  async inflateRaw(packed: Uint8Array): Promise<Uint8Array | undefined> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    try {
      for await (const piece of this.#decompression.inflateRaw(once(packed))) {
        length += piece.length;
        if (length > this.#left) return undefined;
        pieces.push(new Uint8Array(piece));
      }
    } catch {
      // Damaged: told as unreadable, which is a finding.
      return undefined;
    }
    this.#left -= length;
    const whole = new Uint8Array(length);
    let offset = 0;
    for (const piece of pieces) {
      whole.set(piece, offset);
      offset += piece.length;
    }
    return whole;
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield bytes;
}
