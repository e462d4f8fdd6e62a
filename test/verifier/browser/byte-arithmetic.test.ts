import { randomBytes } from 'node:crypto';
import { crc32 as zlibCrc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32, isSameContent } from '../../../src/verifier/browser/byte-arithmetic.ts';

/** Around the steps and parts in which bytes are worked on. */
const LENGTHS = [0, 1, 15, 16, 17, 63, 64, 65, 79, 80, 1_000, 65_535, 65_536, 65_537, 131_072, 200_003];

describe('arithmetic over many bytes', () => {
  it('gives the CRC of zlib, at once and going on', () => {
    for (const length of LENGTHS) {
      const bytes = randomBytes(length);
      const middle = length >> 1;
      expect(crc32(bytes)).toBe(zlibCrc32(bytes));
      expect(crc32(bytes.subarray(middle), crc32(bytes.subarray(0, middle)))).toBe(zlibCrc32(bytes));
    }
  });

  it('sees every byte that differs', () => {
    for (const length of LENGTHS) {
      const bytes = randomBytes(length);
      expect(isSameContent(bytes, Buffer.from(bytes))).toBe(true);
      expect(isSameContent(bytes, randomBytes(length + 1))).toBe(false);
      const places = length < 100 ? Array.from({ length }, (_, at) => at) : [0, 15, 16, length >> 1, length - 17, length - 1];
      for (const at of places) {
        const other = Buffer.from(bytes);
        other[at] = (other[at] ?? 0) ^ (1 << (at & 7));
        expect(isSameContent(bytes, other)).toBe(false);
      }
    }
  });
});
