import { concatBytes, joinBytes } from '../digest/encoding.ts';
import { PugmarkError } from '../errors.ts';

/** DER (X.690) of what a time-stamp request holds. */

function encodeLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.of(0x80 + bytes.length, ...bytes);
}

/** One element: identifier octet, length, content. */
export function encodeElement(identifier: number, content: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(identifier), encodeLength(content.length), content);
}

/** SEQUENCE of elements. */
export function encodeSequence(...elements: readonly Uint8Array[]): Uint8Array {
  return encodeElement(0x30, joinBytes(elements));
}

/** INTEGER that is not negative, of big-endian bytes: shortest form, sign bit clear. */
export function encodeUnsigned(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const shortest = bytes.length === 0 ? Uint8Array.of(0) : bytes.subarray(start);
  return encodeElement(0x02, (shortest[0] ?? 0) >= 0x80 ? concatBytes(Uint8Array.of(0), shortest) : shortest);
}

/** OBJECT IDENTIFIER of its dotted form. Throws `usage`. */
export function encodeObjectIdentifier(dotted: string): Uint8Array {
  if (!/^(?:[01]\.[1-3]?[0-9]|2\.(?:0|[1-9][0-9]*))(?:\.(?:0|[1-9][0-9]*))*$/.test(dotted) || dotted.length > 200) {
    throw new PugmarkError('usage', `${dotted.slice(0, 200)} is not an object identifier`);
  }
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt);
  const bytes = [first * 40n + second, ...rest].flatMap((arc) => {
    const digits = [Number(arc % 128n)];
    for (let high = arc / 128n; high > 0n; high /= 128n) digits.unshift(Number(high % 128n) + 0x80);
    return digits;
  });
  return encodeElement(0x06, Uint8Array.from(bytes));
}
