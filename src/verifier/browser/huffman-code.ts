import { PugmarkError } from '../../core/errors.ts';

/** Longest code of deflate (RFC 1951, 3.2.7). */
const MAX_BITS = 15;
/** Codes up to this length are found with one look. */
export const QUICK_BITS = 10;

/** A Huffman code as deflate describes it: by the lengths of its codes (RFC 1951, 3.2.2). */
export class HuffmanCode {
  /** By the next {@link QUICK_BITS} bits: symbol << 4 | length; 0 where the code is longer or there is none. */
  readonly quick = new Uint16Array(1 << QUICK_BITS);
  readonly #counts = new Uint16Array(MAX_BITS + 1);
  readonly #symbols = new Uint16Array(288);

  /**
   * Takes other lengths. Codes that say more than there is room for are refused, and those that leave room, but for a code of one bit alone, as
   * zlib does: two readers must not see two texts. `mayBeIncomplete` is false for the code of code lengths. Throws `input-unreadable`.
   */
  set(lengths: Uint8Array, mayBeIncomplete = true): void {
    const counts = this.#counts.fill(0);
    for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
    let left = 1;
    let longest = 0;
    for (let length = 1; length <= MAX_BITS; length += 1) {
      const count = counts[length] ?? 0;
      left = (left << 1) - count;
      if (left < 0) throw damaged();
      if (count > 0) longest = length;
    }
    if (left > 0 && longest > 0 && (longest > 1 || !mayBeIncomplete)) throw damaged();
    counts[0] = 0;
    this.#place(lengths);
  }

  #place(lengths: Uint8Array): void {
    const starts = new Uint16Array(MAX_BITS + 2);
    const codes = new Uint16Array(MAX_BITS + 2);
    for (let length = 1; length <= MAX_BITS; length += 1) {
      const count = this.#counts[length] ?? 0;
      starts[length + 1] = (starts[length] ?? 0) + count;
      codes[length + 1] = ((codes[length] ?? 0) + count) << 1;
    }
    this.quick.fill(0);
    for (let symbol = 0; symbol < lengths.length; symbol += 1) {
      const length = lengths[symbol] ?? 0;
      if (length === 0) continue;
      this.#symbols[starts[length] ?? 0] = symbol;
      starts[length] = (starts[length] ?? 0) + 1;
      const code = codes[length] ?? 0;
      codes[length] = code + 1;
      if (length > QUICK_BITS) continue;
      // Codes stand in the stream from their highest bit on.
      for (let at = reverse(code, length); at < this.quick.length; at += 1 << length) this.quick[at] = (symbol << 4) | length;
    }
  }

  /** The same answer for codes of any length, from at least 15 bits, lowest first; 0 when there is no such code. */
  find(bits: number): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= MAX_BITS; length += 1) {
      code |= (bits >>> (length - 1)) & 1;
      const count = this.#counts[length] ?? 0;
      if (code - count < first) return ((this.#symbols[index + code - first] ?? 0) << 4) | length;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return 0;
  }
}

function reverse(code: number, length: number): number {
  let reversed = 0;
  for (let bit = 0; bit < length; bit += 1) reversed |= ((code >>> bit) & 1) << (length - 1 - bit);
  return reversed;
}

export function damaged(): PugmarkError {
  return new PugmarkError('input-unreadable', 'The compressed data is damaged');
}
