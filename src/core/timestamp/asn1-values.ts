import { joinBytes, parseUtf8 } from '../digest/encoding.ts';
import { type Asn1Element, TAG, unreadable } from './asn1-reader.ts';

/** Children of a constructed element, taken in the order that a specification gives them. Every method throws `input-unreadable`. */
export class Asn1Fields {
  readonly #fields: readonly Asn1Element[];
  readonly #what: string;
  #next = 0;

  /** `what`: name of the type in its specification. */
  constructor(element: Asn1Element, what: string, identifier: number = TAG.sequence) {
    this.#fields = expectTag(element, identifier, what).children;
    this.#what = what;
  }

  take(identifier: number): Asn1Element {
    const field = this.takeIf(identifier);
    if (field === undefined) throw unreadable(`${this.#what} has no field ${this.#next + 1} of the type that it should have`);
    return field;
  }

  /** Undefined when the next field is another. */
  takeIf(identifier: number): Asn1Element | undefined {
    const field = this.#fields[this.#next];
    if (field?.identifier !== identifier) return undefined;
    this.#next += 1;
    return field;
  }

  /** Whatever comes next. */
  takeAny(): Asn1Element {
    const field = this.#fields[this.#next];
    if (field === undefined) throw unreadable(`${this.#what} ends too early`);
    this.#next += 1;
    return field;
  }

  end(): void {
    if (this.#next !== this.#fields.length) throw unreadable(`${this.#what} has a field that it should not have`);
  }
}

/** `element` itself. Throws `input-unreadable` when it is of another type. */
export function expectTag(element: Asn1Element, identifier: number, what: string): Asn1Element {
  if (element.identifier !== identifier) throw unreadable(`${what} is not of the type that it should be`);
  return element;
}

/** The one child of an explicit tag. */
export function onlyChild(element: Asn1Element, what: string): Asn1Element {
  const [child, more] = element.children;
  if (child === undefined || more !== undefined) throw unreadable(`${what} does not hold one element`);
  return child;
}

/** Dotted form of an OBJECT IDENTIFIER. */
export function readObjectIdentifier(element: Asn1Element): string {
  const { content } = expectTag(element, TAG.objectIdentifier, 'An OBJECT IDENTIFIER');
  if (content.length === 0 || content.length > 64 || (content.at(-1) ?? 0) >= 0x80) throw unreadable('an OBJECT IDENTIFIER without an end');
  const arcs: bigint[] = [];
  let arc = 0n;
  let isStart = true;
  for (const byte of content) {
    if (isStart && byte === 0x80) throw unreadable('an OBJECT IDENTIFIER that is not in its shortest form');
    arc = arc * 128n + BigInt(byte & 0x7f);
    isStart = byte < 0x80;
    if (!isStart) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [joined = 0n, ...rest] = arcs;
  const first = joined < 80n ? joined / 40n : 2n;
  return [first, joined - first * 40n, ...rest].join('.');
}

/** A small INTEGER. */
export function readSmallInteger(element: Asn1Element, what: string, identifier: number = TAG.integer): number {
  const { content } = expectTag(element, identifier, what);
  if (content.length === 0 || content.length > 5 || (content[0] ?? 0) >= 0x80) throw unreadable(`${what} is negative or too large`);
  return content.reduce((value, byte) => value * 256 + byte, 0);
}

/** An OCTET STRING, the pieces of BER joined. */
export function readOctets(element: Asn1Element): Uint8Array {
  if (element.identifier === TAG.octetString) return element.content;
  expectTag(element, 0x24, 'An OCTET STRING');
  return joinBytes(element.children.map(readOctets));
}

/** A BIT STRING of whole octets. */
export function readBitOctets(element: Asn1Element): Uint8Array {
  const { content } = expectTag(element, TAG.bitString, 'A BIT STRING');
  if (content[0] !== 0) throw unreadable('a BIT STRING that is not made of whole octets');
  return content.subarray(1);
}

/** Numbers of the bits that are set in a named bit list (X.680 section 22). */
export function readNamedBits(element: Asn1Element): readonly number[] {
  const { content } = expectTag(element, TAG.bitString, 'A BIT STRING');
  const bits: number[] = [];
  for (let bit = 0; bit < (content.length - 1) * 8 && bit < 64; bit += 1) {
    if (((content[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0) bits.push(bit);
  }
  return bits;
}

/** Text of a UTF8String. */
export function readText(element: Asn1Element): string {
  try {
    return parseUtf8(expectTag(element, TAG.utf8String, 'A UTF8String').content);
  } catch (cause) {
    throw unreadable(`a UTF8String that is none (${String(cause)})`);
  }
}

/**
 * Microseconds since 1970 of a GeneralizedTime as RFC 3161 section 2.4.2 and DER have it: seconds, `Z`, and a fraction only where it ends in another
 * digit than 0. Of more than six digits of fraction the rest is dropped.
 */
export function readGeneralizedTime(element: Asn1Element): bigint {
  const text = String.fromCharCode(...expectTag(element, TAG.generalizedTime, 'A time').content.subarray(0, 64));
  const match = /^([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})(?:\.([0-9]*[1-9]))?Z$/.exec(text);
  if (match === null) throw unreadable('a GeneralizedTime that is not DER');
  const [year = 0, month = 0, ...rest] = match.slice(1, 7).map(Number);
  const [day = 0, hour = 0, minute = 0, second = 0] = rest;
  // Years below 100 mean others to Date.UTC; no token is of them.
  const ms = year < 1000 ? Number.NaN : Date.UTC(year, month - 1, day, hour, minute, second);
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== text.replace(/^(....)(..)(..)(..)(..)(..).*$/, '$1-$2-$3T$4:$5:$6.000Z')) {
    throw unreadable('a GeneralizedTime that is no time');
  }
  return BigInt(ms) * 1000n + BigInt((match[7] ?? '').slice(0, 6).padEnd(6, '0'));
}
