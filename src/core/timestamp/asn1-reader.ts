import { PugmarkError } from '../errors.ts';

/**
 * Reads BER and DER (X.690) within bounds: what comes in was written by whoever wanted to. No element lies outside of the one around it,
 * nothing follows the first, and neither size, depth nor number grows beyond what tokens and revocation lists are.
 */

/** A large revocation list; tokens have a few thousand bytes. */
export const MAX_ASN1_BYTES = 4 * 1024 * 1024;
const MAX_DEPTH = 40;
const MAX_ELEMENTS = 400_000;

/** One element. Views of the bytes that were read. */
export interface Asn1Element {
  /** Identifier octet: class, constructed bit and a tag number below 31. */
  readonly identifier: number;
  /** From the identifier to the end of the content. */
  readonly whole: Uint8Array;
  /** Without the end-of-contents octets of the indefinite form. */
  readonly content: Uint8Array;
  /** Of a constructed one. */
  readonly children: readonly Asn1Element[];
}

/** `der`: lengths in shortest definite form, strings in one piece, numbers and bits in their one form. `ber`: what CMS may be around what is signed. */
export type Asn1Rules = 'der' | 'ber';

/** Identifier octets by name. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The one element that `bytes` are. Throws `input-unreadable`. */
export function readAsn1(bytes: Uint8Array, rules: Asn1Rules): Asn1Element {
  if (bytes.length > MAX_ASN1_BYTES) throw unreadable(`more than ${MAX_ASN1_BYTES} bytes`);
  const reading: Reading = { bytes, rules, elements: 0 };
  const { element, end } = readElement(reading, 0, bytes.length, 0);
  if (end !== bytes.length) throw unreadable('something follows the end');
  return element;
}

interface Reading {
  readonly bytes: Uint8Array;
  readonly rules: Asn1Rules;
  elements: number;
}

function readElement(
  reading: Reading,
  start: number,
  limit: number,
  depth: number,
): { readonly element: Asn1Element; readonly end: number } {
  const { bytes, rules } = reading;
  reading.elements += 1;
  if (depth > MAX_DEPTH || reading.elements > MAX_ELEMENTS) throw unreadable('too deep, or too many elements');
  const identifier = byteAt(bytes, start, limit);
  if ((identifier & 0x1f) === 0x1f) throw unreadable('a tag number that nothing of ours has');
  const isConstructed = (identifier & 0x20) !== 0;
  const { length, contentStart } = readLength(bytes, start + 1, limit, rules);
  if (length === undefined) {
    if (!isConstructed) throw unreadable('a primitive element without an end');
    return readIndefinite(reading, start, contentStart, limit, depth);
  }
  const end = contentStart + length;
  if (end > limit) throw unreadable('an element that ends outside of the one around it');
  const children: Asn1Element[] = [];
  let at = isConstructed ? contentStart : end;
  while (at < end) {
    const child = readElement(reading, at, end, depth + 1);
    children.push(child.element);
    at = child.end;
  }
  const element = { identifier, whole: bytes.subarray(start, end), content: bytes.subarray(contentStart, end), children };
  if (rules === 'der') checkDer(element);
  return { element, end };
}

function readIndefinite(
  reading: Reading,
  start: number,
  contentStart: number,
  limit: number,
  depth: number,
): { readonly element: Asn1Element; readonly end: number } {
  const { bytes } = reading;
  const children: Asn1Element[] = [];
  let at = contentStart;
  while (!(byteAt(bytes, at, limit) === 0 && byteAt(bytes, at + 1, limit) === 0)) {
    const child = readElement(reading, at, limit, depth + 1);
    children.push(child.element);
    at = child.end;
  }
  const identifier = byteAt(bytes, start, limit);
  return {
    element: { identifier, whole: bytes.subarray(start, at + 2), content: bytes.subarray(contentStart, at), children },
    end: at + 2,
  };
}

/** Length octets (X.690 section 8.1.3). Undefined length: the indefinite form. */
function readLength(
  bytes: Uint8Array,
  at: number,
  limit: number,
  rules: Asn1Rules,
): { readonly length: number | undefined; readonly contentStart: number } {
  const first = byteAt(bytes, at, limit);
  if (first < 0x80) return { length: first, contentStart: at + 1 };
  if (first === 0x80) {
    if (rules === 'der') throw unreadable('an indefinite length where DER is asked for');
    return { length: undefined, contentStart: at + 1 };
  }
  const octets = first & 0x7f;
  if (octets > 4) throw unreadable('a length beyond all bounds');
  let length = 0;
  for (let i = 1; i <= octets; i += 1) length = length * 256 + byteAt(bytes, at + i, limit);
  if (rules === 'der' && (length < 0x80 || length < 2 ** (8 * (octets - 1)))) throw unreadable('a length that is not in its shortest form');
  return { length, contentStart: at + 1 + octets };
}

/** Two encodings of one value would let an attacker change bytes without changing what they say. */
function checkDer({ identifier, content }: Asn1Element): void {
  switch (identifier) {
    case TAG.boolean:
      if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) throw unreadable('a BOOLEAN that is not DER');
      return;
    case TAG.integer:
    case TAG.enumerated:
      if (!isShortestInteger(content)) throw unreadable('an INTEGER that is not in its shortest form');
      return;
    case TAG.bitString:
      if (!isBitString(content)) throw unreadable('a BIT STRING that is not DER');
      return;
    case TAG.null:
      if (content.length !== 0) throw unreadable('a NULL with content');
      return;
    case 0x23:
    case 0x24:
    case 0x2c:
      throw unreadable('a string in pieces where DER is asked for');
  }
}

function isShortestInteger(content: Uint8Array): boolean {
  const [first, second] = content;
  if (first === undefined) return false;
  return second === undefined || !((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
}

function isBitString(content: Uint8Array): boolean {
  const unused = content[0];
  if (unused === undefined || unused > 7 || (content.length === 1 && unused !== 0)) return false;
  return ((content.at(-1) ?? 0) & ((1 << unused) - 1)) === 0 || content.length === 1;
}

function byteAt(bytes: Uint8Array, at: number, limit: number): number {
  const byte = at < limit ? bytes[at] : undefined;
  if (byte === undefined) throw unreadable('it ends too early');
  return byte;
}

/** The error of everything that reads ASN.1. */
export function unreadable(why: string): PugmarkError {
  return new PugmarkError('input-unreadable', `Not the ASN.1 that was expected: ${why}`);
}
