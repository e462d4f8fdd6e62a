const CR = 0x0d;
const LF = 0x0a;
const END_BYTES = 4;

/** Looks for the first blank line (CR LF CR LF) in bytes that come in pieces, and keeps none of them. */
export class HeadEnd {
  /** Bytes of the blank line that have passed. */
  #matched = 0;

  /** How many bytes of the next piece lie before the end of the blank line or belong to it; undefined when it has not ended there. */
  find(piece: Uint8Array): number | undefined {
    for (let at = 0; at < piece.length; at += 1) {
      if (this.#matched === 0) {
        at = piece.indexOf(CR, at);
        if (at < 0) return undefined;
      }
      const byte = piece[at];
      if (byte === (this.#matched % 2 === 0 ? CR : LF)) this.#matched += 1;
      else this.#matched = byte === CR ? 1 : 0;
      if (this.#matched === END_BYTES) return at + 1;
    }
    return undefined;
  }
}
