import { concatBytes, isSameBytes, parseUtf8, toUtf8 } from '../../digest/encoding.ts';
import { PugmarkError } from '../../errors.ts';
import { HeadEnd } from './head-end.ts';

/** The header of a record: fields in their order, names in lower case. */
export interface WarcHeader {
  readonly contentLength: number;
  /** Undefined when there is none. Throws `record-invalid` when there is more than one. */
  field(name: string): string | undefined;
  /** All values of a field that may come more than once. */
  fields(name: string): readonly string[];
}

/** What is done with the records of a WARC as they pass. */
export interface WarcHandler {
  begin(header: WarcHeader): void;
  /** The next bytes of the block; valid until it returns. */
  block(bytes: Uint8Array): void;
  end(): void;
}

const MAX_HEADER_BYTES = 1024 * 1024;
/**
 * Of all headers of a file together. Whoever reads it keeps addresses and ids, and with them the text that they were cut from; a hostile file
 * has gigabytes of them in a few packed megabytes. The largest capture has 10,000 exchanges, with three records each.
 */
const MAX_HEADERS_BYTES = 512 * 1024 * 1024;
const HEADER_END = toUtf8('\r\n\r\n');

/**
 * Records of an uncompressed WARC 1.1 file (ISO 28500:2017, section 4) as they stream by: headers are held, blocks are not.
 * Throws `record-invalid`, and whatever the handler throws.
 */
export class WarcParser {
  readonly #handler: WarcHandler;
  #header: Uint8Array[] = [];
  #headerBytes = 0;
  #headerEnd = new HeadEnd();
  #headersBytesLeft: number;
  #blockLeft = -1;
  #trailer: number[] = [];

  constructor(handler: WarcHandler, limits: { readonly headersBytes: number } = { headersBytes: MAX_HEADERS_BYTES }) {
    this.#handler = handler;
    this.#headersBytesLeft = limits.headersBytes;
  }

  push(piece: Uint8Array): void {
    let rest = piece;
    while (rest.length > 0) {
      if (this.#blockLeft < 0) rest = this.#pushHeader(rest);
      else if (this.#blockLeft > 0) {
        const bytes = rest.subarray(0, this.#blockLeft);
        this.#blockLeft -= bytes.length;
        this.#handler.block(bytes);
        rest = rest.subarray(bytes.length);
      } else rest = this.#pushTrailer(rest);
    }
  }

  /** Throws `record-invalid` when the file ends within a record. */
  finish(): void {
    if (this.#blockLeft >= 0 || this.#headerBytes > 0) throw invalid('it ends within a record');
  }

  #pushHeader(piece: Uint8Array): Uint8Array {
    const end = this.#headerEnd.find(piece);
    const taken = end ?? piece.length;
    this.#headerBytes += taken;
    if (this.#headerBytes > MAX_HEADER_BYTES) throw invalid('a record has no end of its header');
    this.#header.push(piece.slice(0, taken));
    if (end === undefined) {
      // One piece at most is joined again and again.
      if (this.#header.length > 8) this.#header = [concatBytes(...this.#header)];
      return piece.subarray(taken);
    }
    this.#headersBytesLeft -= this.#headerBytes;
    if (this.#headersBytesLeft < 0) throw invalid('the headers of its records are too long');
    const header = parseHeader(concatBytes(...this.#header));
    this.#header = [];
    this.#headerBytes = 0;
    this.#headerEnd = new HeadEnd();
    this.#blockLeft = header.contentLength;
    this.#handler.begin(header);
    return piece.subarray(taken);
  }

  #pushTrailer(piece: Uint8Array): Uint8Array {
    const taken = Math.min(piece.length, HEADER_END.length - this.#trailer.length);
    this.#trailer.push(...piece.subarray(0, taken));
    if (this.#trailer.length < HEADER_END.length) return piece.subarray(taken);
    if (!isSameBytes(Uint8Array.from(this.#trailer), HEADER_END)) throw invalid('a record does not end where it says');
    this.#trailer = [];
    this.#blockLeft = -1;
    this.#handler.end();
    return piece.subarray(taken);
  }
}

function parseHeader(bytes: Uint8Array): WarcHeader {
  const [version, ...lines] = parseUtf8(bytes).slice(0, -4).split('\r\n');
  if (version !== 'WARC/1.1') throw invalid('a record is not of WARC 1.1');
  const fields = new Map<string, string[]>();
  for (const line of lines) {
    // No folded lines: our writer makes none, and two readers unfold them in two ways.
    const [, name, value] = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+): ([^\r\n]*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw invalid('a field of a record is malformed');
    const known = fields.get(name.toLowerCase());
    if (known === undefined) fields.set(name.toLowerCase(), [value]);
    else known.push(value);
  }
  const one = (name: string): string | undefined => {
    const values = fields.get(name);
    if (values !== undefined && values.length > 1) throw invalid(`a record has two fields ${name}`);
    return values?.[0];
  };
  const length = one('content-length');
  if (length === undefined || !/^(?:0|[1-9][0-9]{0,14})$/.test(length)) throw invalid('a record has no length');
  return { contentLength: Number(length), field: one, fields: (name) => fields.get(name) ?? [] };
}

function invalid(why: string): PugmarkError {
  return new PugmarkError('record-invalid', `Not a WARC 1.1 file: ${why}`);
}
