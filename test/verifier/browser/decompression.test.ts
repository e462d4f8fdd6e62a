import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decompression } from '../../../src/core/package/package-source.ts';
import { nodeDecompression } from '../../../src/packaging/decompression.ts';
import { browserDecompression } from '../../../src/verifier/browser/decompression.ts';
import { isLongTier } from '../../support/tier.ts';

// Two readers must not see two texts: what zlib takes, this takes, and gives the same; what zlib refuses, this refuses.

const RUNS = isLongTier() ? 20_000 : 100;

/** A piece is valid until the next one is asked for. */
async function* inPieces(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const piece = Uint8Array.from(bytes.subarray(at, at + pieceBytes));
    yield await Promise.resolve(piece);
    piece.fill(0xaa);
  }
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

type Form = 'inflateRaw' | 'gunzip';

async function answerOf(from: Decompression, form: Form, bytes: Uint8Array, pieceBytes?: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of from[form](pieceBytes === undefined ? whole(bytes) : inPieces(bytes, pieceBytes))) pieces.push(piece.slice());
  } catch (error) {
    if ((error as { code?: string }).code !== 'input-unreadable') throw error;
    return 'refused';
  }
  return Buffer.concat(pieces).toString('base64');
}

/** Texts that repeat themselves at all distances, and some that do not. */
const texts = fc
  .array(fc.oneof(fc.string(), fc.constantFrom('leopard ', 'ivory, carved ', 'x'.repeat(400)), fc.uint8Array().map(String)), {
    maxLength: 60,
  })
  .map((parts) => Buffer.from(parts.join('')));
const options = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FIXED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FILTERED,
  ),
});
const pieceSizes = fc.constantFrom(1, 7, 300, 100_000);

describe('inflating in a browser', () => {
  it('gives what zlib gives of everything that zlib makes', async () => {
    const property = fc.asyncProperty(texts, options, pieceSizes, async (text, how, pieceBytes) => {
      const expected = text.toString('base64');
      expect(await answerOf(browserDecompression, 'inflateRaw', deflateRawSync(text, how), pieceBytes)).toBe(expected);
      const members = Buffer.concat([gzipSync(text, how), gzipSync('', how), gzipSync(text, how)]);
      expect(await answerOf(browserDecompression, 'gunzip', members, pieceBytes)).toBe(Buffer.concat([text, text]).toString('base64'));
    });
    await fc.assert(property, { numRuns: RUNS / 4 });
  });

  it('answers as zlib where bytes were changed, lost or added', async () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 });
    const ends = fc.oneof(fc.constant(0), fc.integer({ min: -20, max: 20 }));
    const counted = { refused: 0, taken: 0 };
    const property = fc.asyncProperty(texts, options, changes, ends, pieceSizes, async (text, how, changed, end, pieceBytes) => {
      for (const [name, packed] of [
        ['inflateRaw', deflateRawSync(text, how)],
        ['gunzip', Buffer.concat([gzipSync(text, how), gzipSync(text, how)])],
      ] as const) {
        const bytes = end < 0 ? packed.subarray(0, end) : Buffer.concat([packed, Buffer.alloc(end, 0x1f)]);
        if (end === 0) for (const [at, value] of changed) bytes[at % bytes.length] = value;
        const expected = await answerOf(nodeDecompression, name, bytes);
        counted[expected === 'refused' ? 'refused' : 'taken'] += 1;
        expect(await answerOf(browserDecompression, name, bytes, pieceBytes)).toBe(expected);
      }
    });
    await fc.assert(property, { numRuns: RUNS });
    expect(Math.min(counted.refused, counted.taken)).toBeGreaterThan(RUNS / 20);
  });

  it('answers as zlib to bytes that nobody packed', async () => {
    const property = fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), async (bytes) => {
      expect(await answerOf(browserDecompression, 'inflateRaw', bytes, 50)).toBe(await answerOf(nodeDecompression, 'inflateRaw', bytes));
    });
    await fc.assert(property, { numRuns: RUNS });
  });

  it('takes every header that a gzip member may have', async () => {
    const plain = gzipSync('a text');
    for (const [flags, fields] of [
      [4, Buffer.from([3, 0, 1, 2, 3])],
      [8, Buffer.from('name\0')],
      [16, Buffer.from('comment\0')],
      [28, Buffer.from('\u0001\0xname\0comment\0')],
      [2, Buffer.from([0, 0])],
      [0x20, Buffer.alloc(0)],
    ] as const) {
      const member = Buffer.concat([plain.subarray(0, 10), fields, plain.subarray(10)]);
      member[3] = flags;
      const expected = await answerOf(nodeDecompression, 'gunzip', member);
      expect(expected === 'refused').toBe(flags === 2 || flags === 0x20);
      expect(await answerOf(browserDecompression, 'gunzip', member, 3)).toBe(expected);
    }
  });

  it('looks back over all of the window, and no further than a member', async () => {
    const noise = Buffer.from(Array.from({ length: 40_000 }, (_, i) => Math.imul(i, 2_654_435_761) >>> 24));
    const far = Buffer.concat([noise.subarray(0, 32_768), noise.subarray(0, 500), Buffer.alloc(600_000, 7), noise]);
    expect(await answerOf(browserDecompression, 'inflateRaw', deflateRawSync(far, { level: 9 }), 999)).toBe(far.toString('base64'));
    const preset = deflateRawSync('ivory, carved', { dictionary: Buffer.from('ivory, carved') });
    const members = Buffer.concat([gzipSync('ivory, carved'), gzipSync('x').subarray(0, 10), preset, Buffer.alloc(8)]);
    expect(await answerOf(nodeDecompression, 'gunzip', members)).toBe('refused');
    expect(await answerOf(browserDecompression, 'gunzip', members, 1_000)).toBe('refused');
  });
});

const crc32 = (part: Uint8Array, before: number): number => browserDecompression.crc32(part, before);

describe('CRC-32 in a browser', () => {
  it('is that of zlib, in one piece and in several', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, cut) => {
        expect(crc32(bytes, 0)).toBe(nodeDecompression.crc32(bytes, 0));
        expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut), 0))).toBe(nodeDecompression.crc32(bytes, 0));
      }),
    );
  });
});
