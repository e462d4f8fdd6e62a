import { PugmarkError } from '../../core/errors.ts';
import { damaged, HuffmanCode, QUICK_BITS } from './huffman-code.ts';

const WINDOW_BYTES = 32 * 1024;
const OUTPUT_BYTES = 256 * 1024;
const LONGEST_MATCH = 258;
/** No header of a block and no symbol is longer: with so much at hand none is cut in two. */
const MARGIN_BYTES = 640;
const END_OF_BLOCK = 256;
const QUICK_MASK = (1 << QUICK_BITS) - 1;
/** Order of the lengths of the code of code lengths (RFC 1951, 3.2.7). */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LENGTH_BASE = Uint16Array.of(
  3,
  4,
  5,
  6,
  7,
  8,
  9,
  10,
  11,
  13,
  15,
  17,
  19,
  23,
  27,
  31,
  35,
  43,
  51,
  59,
  67,
  83,
  99,
  115,
  131,
  163,
  195,
  227,
  258,
);
const LENGTH_EXTRA = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0);
const DISTANCE_BASE = Uint16Array.from({ length: 30 }, (_, i) => (i < 4 ? i + 1 : (2 + (i & 1)) * 2 ** ((i >> 1) - 1) + 1));
const DISTANCE_EXTRA = Uint8Array.from({ length: 30 }, (_, i) => Math.max(0, (i >> 1) - 1));
const FIXED_LENGTHS = Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
/** The last two mean nothing (RFC 1951, 3.2.6). */
const FIXED_DISTANCES = new Uint8Array(32).fill(5);
const LAST_LENGTH = 285;
const LAST_DISTANCE = 29;

/**
 * Deflate (RFC 1951), as strict as zlib, for input that comes in pieces. Browsers have their own, which takes no second member of a gzip file and a
 * tenth of a millisecond for each small one; an archive has a member for each of its hundred thousand records.
 */
export class Inflater {
  #input: Uint8Array = new Uint8Array(0);
  #at = 0;
  #isLast = false;
  #bits = 0;
  #bitCount = 0;
  readonly #output = new Uint8Array(WINDOW_BYTES + OUTPUT_BYTES);
  #outAt = 0;
  #givenAt = 0;
  #seenAt = 0;
  /** What a match may reach back over. */
  #windowStart = 0;
  #state: 'head' | 'stored' | 'codes' | 'end' = 'head';
  #isFinal = false;
  #storedLeft = 0;
  readonly #lengths = new HuffmanCode();
  readonly #distances = new HuffmanCode();
  #isFixed = false;

  /** Whether there is nothing more to come. */
  get isLast(): boolean {
    return this.#isLast;
  }

  /** More input; `isLast`: there is nothing after it. `bytes` must stay as they are until {@link keepRest}. */
  feed(bytes: Uint8Array, isLast: boolean): void {
    const rest = this.rest();
    this.#at = 0;
    if (rest.length === 0) this.#input = bytes;
    else {
      this.#input = new Uint8Array(rest.length + bytes.length);
      this.#input.set(rest);
      this.#input.set(bytes, rest.length);
    }
    this.#isLast = isLast;
  }

  /** Whole bytes that belong to nothing read so far. */
  rest(): Uint8Array {
    this.#at -= this.#bitCount >> 3;
    this.#bitCount &= 7;
    this.#bits &= (1 << this.#bitCount) - 1;
    return this.#input.subarray(this.#at);
  }

  /** Makes what is left of the input its own: the memory it came in may be used again. */
  keepRest(): void {
    this.#input = this.rest().slice();
    this.#at = 0;
  }

  /** Takes so many bytes of {@link rest}, after the end of a stream. */
  skip(bytes: number): void {
    this.#at += bytes;
  }

  /** Begins another stream. */
  restart(): void {
    this.#state = 'head';
    this.#isFinal = false;
    this.#windowStart = this.#outAt;
  }

  /** Goes on as far as it can. Throws `input-unreadable`. */
  run(): 'more-input' | 'output-full' | 'end' {
    for (;;) {
      if (this.#state === 'end') return 'end';
      if (this.#outAt + LONGEST_MATCH > this.#output.length) return 'output-full';
      if (!this.#isLast && this.#input.length - this.#at < MARGIN_BYTES && this.#state !== 'stored') return 'more-input';
      if (this.#state === 'head') this.#readHead();
      else if (this.#state === 'codes') this.#readCodes();
      else if (!this.#copyStored()) return 'more-input';
    }
  }

  /** What was inflated since it was last asked for; its memory is not used again. */
  take(): Uint8Array {
    const taken = this.#output.slice(this.#givenAt, this.#outAt);
    if (this.#outAt > WINDOW_BYTES) {
      const shift = this.#outAt - WINDOW_BYTES;
      this.#output.copyWithin(0, shift, this.#outAt);
      this.#windowStart = Math.max(0, this.#windowStart - shift);
      this.#outAt = WINDOW_BYTES;
    }
    this.#givenAt = this.#outAt;
    this.#seenAt = this.#outAt;
    return taken;
  }

  /** What was inflated since this or {@link take} was last asked for; valid until then. */
  look(): Uint8Array {
    const unseen = this.#output.subarray(this.#seenAt, this.#outAt);
    this.#seenAt = this.#outAt;
    return unseen;
  }

  #take(count: number): number {
    while (this.#bitCount < count) {
      if (this.#at >= this.#input.length) throw ended();
      this.#bits |= (this.#input[this.#at] ?? 0) << this.#bitCount;
      this.#at += 1;
      this.#bitCount += 8;
    }
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#bitCount -= count;
    return value;
  }

  #toNextByte(): void {
    this.#at -= this.#bitCount >> 3;
    this.#bits = 0;
    this.#bitCount = 0;
  }

  #readHead(): void {
    if (this.#isFinal) {
      // What is left of the last byte belongs to nothing.
      this.#toNextByte();
      this.#state = 'end';
      return;
    }
    this.#isFinal = this.#take(1) === 1;
    const type = this.#take(2);
    if (type === 0) this.#readStored();
    else if (type === 1) this.#setFixed();
    else if (type === 2) this.#readDynamic();
    else throw damaged();
  }

  #readStored(): void {
    this.#toNextByte();
    const length = this.#take(16);
    if (this.#take(16) !== (~length & 0xffff)) throw damaged();
    this.#storedLeft = length;
    this.#state = 'stored';
  }

  /** False when it needs more input first. */
  #copyStored(): boolean {
    const length = Math.min(this.#storedLeft, this.#input.length - this.#at, this.#output.length - this.#outAt);
    this.#output.set(this.#input.subarray(this.#at, this.#at + length), this.#outAt);
    this.#at += length;
    this.#outAt += length;
    this.#storedLeft -= length;
    if (this.#storedLeft === 0) this.#state = 'head';
    else if (this.#at >= this.#input.length) {
      if (this.#isLast) throw ended();
      return false;
    }
    return true;
  }

  #setFixed(): void {
    if (!this.#isFixed) {
      this.#lengths.set(FIXED_LENGTHS);
      this.#distances.set(FIXED_DISTANCES);
    }
    this.#isFixed = true;
    this.#state = 'codes';
  }

  #readDynamic(): void {
    const lengthCount = this.#take(5) + 257;
    const distanceCount = this.#take(5) + 1;
    const orderCount = this.#take(4) + 4;
    if (lengthCount > 286 || distanceCount > 30) throw damaged();
    const ofLengths = new Uint8Array(19);
    for (const symbol of LENGTH_ORDER.slice(0, orderCount)) ofLengths[symbol] = this.#take(3);
    this.#lengths.set(ofLengths, false);
    const all = new Uint8Array(lengthCount + distanceCount);
    for (let at = 0; at < all.length;) {
      const symbol = this.#readLengthSymbol();
      if (symbol < 16) {
        all[at] = symbol;
        at += 1;
        continue;
      }
      if (symbol === 16 && at === 0) throw damaged();
      const value = symbol === 16 ? (all[at - 1] ?? 0) : 0;
      const count = symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7);
      if (at + count > all.length) throw damaged();
      all.fill(value, at, at + count);
      at += count;
    }
    if (all[END_OF_BLOCK] === 0) throw damaged();
    this.#lengths.set(all.subarray(0, lengthCount));
    this.#distances.set(all.subarray(lengthCount));
    this.#isFixed = false;
    this.#state = 'codes';
  }

  #readLengthSymbol(): number {
    // Codes of code lengths have seven bits at most.
    while (this.#bitCount < 7 && this.#at < this.#input.length) {
      this.#bits |= (this.#input[this.#at] ?? 0) << this.#bitCount;
      this.#at += 1;
      this.#bitCount += 8;
    }
    const entry = this.#lengths.quick[this.#bits & QUICK_MASK] ?? 0;
    const length = entry & 15;
    if (length === 0) throw damaged();
    if (length > this.#bitCount) throw ended();
    this.#bits >>>= length;
    this.#bitCount -= length;
    return entry >> 4;
  }

  /** Symbols up to the end of the block, or as far as input and output reach. */
  #readCodes(): void {
    const input = this.#input;
    const output = this.#output;
    const quickLengths = this.#lengths.quick;
    const quickDistances = this.#distances.quick;
    const inLimit = this.#isLast ? Number.MAX_SAFE_INTEGER : input.length - MARGIN_BYTES;
    const outLimit = output.length - LONGEST_MATCH;
    let at = this.#at;
    let bits = this.#bits;
    let bitCount = this.#bitCount;
    // Bytes of nothing that stand for bits after the last byte.
    let pastEnd = 0;
    let outAt = this.#outAt;
    while (outAt <= outLimit && at <= inLimit) {
      while (bitCount <= 24) {
        if (at < input.length) bits |= (input[at++] ?? 0) << bitCount;
        else pastEnd += 1;
        bitCount += 8;
      }
      let entry = quickLengths[bits & QUICK_MASK] ?? 0;
      if (entry === 0) entry = this.#lengths.find(bits);
      if (entry === 0) throw pastEnd > 0 ? ended() : damaged();
      bits >>>= entry & 15;
      bitCount -= entry & 15;
      if (pastEnd * 8 > bitCount) throw ended();
      const symbol = entry >> 4;
      if (symbol < END_OF_BLOCK) {
        output[outAt] = symbol;
        outAt += 1;
        continue;
      }
      if (symbol === END_OF_BLOCK) {
        this.#state = 'head';
        break;
      }
      if (symbol > LAST_LENGTH) throw damaged();
      const lengthExtra = LENGTH_EXTRA[symbol - 257] ?? 0;
      const length = (LENGTH_BASE[symbol - 257] ?? 0) + (bits & ((1 << lengthExtra) - 1));
      bits >>>= lengthExtra;
      bitCount -= lengthExtra;
      while (bitCount <= 24) {
        if (at < input.length) bits |= (input[at++] ?? 0) << bitCount;
        else pastEnd += 1;
        bitCount += 8;
      }
      entry = quickDistances[bits & QUICK_MASK] ?? 0;
      if (entry === 0) entry = this.#distances.find(bits);
      if (entry === 0) throw pastEnd > 0 ? ended() : damaged();
      bits >>>= entry & 15;
      bitCount -= entry & 15;
      while (bitCount <= 24) {
        if (at < input.length) bits |= (input[at++] ?? 0) << bitCount;
        else pastEnd += 1;
        bitCount += 8;
      }
      if (entry >> 4 > LAST_DISTANCE) throw damaged();
      const distanceExtra = DISTANCE_EXTRA[entry >> 4] ?? 0;
      const distance = (DISTANCE_BASE[entry >> 4] ?? 0) + (bits & ((1 << distanceExtra) - 1));
      bits >>>= distanceExtra;
      bitCount -= distanceExtra;
      if (pastEnd * 8 > bitCount) throw ended();
      if (distance > outAt - this.#windowStart || distance > WINDOW_BYTES) throw damaged();
      if (distance >= length) output.copyWithin(outAt, outAt - distance, outAt - distance + length);
      else for (let i = 0; i < length; i += 1) output[outAt + i] = output[outAt + i - distance] ?? 0;
      outAt += length;
    }
    this.#at = at;
    this.#bitCount = bitCount - 8 * pastEnd;
    this.#bits = pastEnd === 0 ? bits : bits & ((1 << this.#bitCount) - 1);
    this.#outAt = outAt;
  }
}

function ended(): PugmarkError {
  return new PugmarkError('input-unreadable', 'The compressed data ends early');
}
