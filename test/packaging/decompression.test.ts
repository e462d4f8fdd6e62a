import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { nodeDecompression } from '../../src/packaging/decompression.ts';
import { collect } from '../support/zip-bytes.ts';

async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** Does not shrink much: packed it is longer than what is unpacked in one go. */
const long = Buffer.from(Array.from({ length: 400_000 }, (_, i) => (i * i * 31 + (i >> 3)) % 251));
const contents = [Buffer.alloc(0), Buffer.from('scale'), long];
const PIECES = [7_777, 1_000_000];

describe('inflateRaw', () => {
  it('gives back what was packed, in whatever pieces it comes', async () => {
    for (const content of contents) {
      for (const length of PIECES) {
        expect((await collect(nodeDecompression.inflateRaw(inPieces(deflateRawSync(content), length)))).equals(content)).toBe(true);
      }
    }
  });

  it.each([
    ['ends early', (packed: Buffer) => packed.subarray(0, -1)],
    ['has a byte after its end', (packed: Buffer) => Buffer.concat([packed, Buffer.from([0])])],
    ['has another stream after its end', (packed: Buffer) => Buffer.concat([packed, packed])],
    ['is damaged', (packed: Buffer) => Buffer.concat([Buffer.from([0xff]), packed.subarray(1)])],
    ['is not there', () => Buffer.alloc(0)],
  ])('refuses data that %s', async (_, change) => {
    for (const content of contents) {
      for (const length of PIECES) {
        const source = inPieces(change(deflateRawSync(content)), length);
        await expect(collect(nodeDecompression.inflateRaw(source))).rejects.toMatchObject({ code: 'input-unreadable' });
      }
    }
  });
});

describe('gunzip', () => {
  it('gives back one member and many', async () => {
    for (const content of contents) {
      for (const length of PIECES) {
        const members = Buffer.concat([gzipSync(content), gzipSync(Buffer.from('horn')), gzipSync(content)]);
        const expected = Buffer.concat([content, Buffer.from('horn'), content]);
        expect((await collect(nodeDecompression.gunzip(inPieces(members, length)))).equals(expected)).toBe(true);
      }
    }
  });

  it.each([
    ['ends early', (packed: Buffer) => packed.subarray(0, -1)],
    ['ends in the head of a second member', (packed: Buffer) => Buffer.concat([packed, packed.subarray(0, 5)])],
    ['has zeros after its end', (packed: Buffer) => Buffer.concat([packed, Buffer.alloc(3)])],
    ['has text after its end', (packed: Buffer) => Buffer.concat([packed, Buffer.from('text')])],
    ['is damaged', (packed: Buffer) => Buffer.concat([packed.subarray(0, -8), Buffer.alloc(8, 1)])],
  ])('refuses data that %s', async (_, change) => {
    for (const content of contents) {
      for (const length of PIECES) {
        const source = inPieces(change(gzipSync(content)), length);
        await expect(collect(nodeDecompression.gunzip(source))).rejects.toMatchObject({ code: 'input-unreadable' });
      }
    }
  });
});

describe('decompression', () => {
  it('passes on what the source throws', async () => {
    for (const head of [long.subarray(0, 0), deflateRawSync(long).subarray(0, 100_000)]) {
      const broken = async function* (): AsyncGenerator<Uint8Array> {
        yield head;
        throw new Error('the disk is gone');
      };
      await expect(collect(nodeDecompression.inflateRaw(broken()))).rejects.toThrow('the disk is gone');
    }
  });

  it('lets go of the source when the consumer has enough', async () => {
    let isReleased = false;
    const source = async function* (): AsyncGenerator<Uint8Array> {
      try {
        yield* inPieces(deflateRawSync(Buffer.concat(Array.from({ length: 20 }, () => long))), 70_000);
      } finally {
        isReleased = true;
      }
    };
    for await (const piece of nodeDecompression.inflateRaw(source())) if (piece.length > 0) break;
    await expect.poll(() => isReleased).toBe(true);
  });

  it('computes the CRC-32 in pieces', () => {
    expect(nodeDecompression.crc32(Buffer.from('6789'), nodeDecompression.crc32(Buffer.from('12345'), 0))).toBe(0xcbf43926);
  });
});
