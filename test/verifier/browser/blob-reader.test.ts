import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readBlob } from '../../../src/verifier/browser/blob-reader.ts';

const BLOCK_BYTES = 4 * 1024 * 1024;
const bytes = randomBytes(3 * BLOCK_BYTES + 1_234);
const gone = (): Blob => Object.assign(new Blob([]), { arrayBuffer: () => Promise.reject(new Error('NotReadableError')) });

describe('reading a file that was given to the page', () => {
  it('gives the bytes that lie there, within blocks, across them, and of several at a time', async () => {
    const reader = readBlob(new Blob([bytes]), 'case.zip');
    const places: readonly (readonly [offset: number, length: number])[] = [
      [0, 0],
      [0, 10],
      [BLOCK_BYTES - 5, 10],
      [BLOCK_BYTES - 1_000_000, 2_000_000],
      [2 * BLOCK_BYTES, BLOCK_BYTES],
      [5, BLOCK_BYTES],
      [100, BLOCK_BYTES + 1],
      [bytes.length - 7, 7],
      [bytes.length, 0],
    ];
    const read = await Promise.all(places.map(([offset, length]) => reader.read(offset, length)));
    for (const [index, [offset, length]] of places.entries())
      expect(Buffer.from(read[index] ?? []).equals(bytes.subarray(offset, offset + length))).toBe(true);
  });

  it('refuses what is not there, and a file that changed says so at every reading', async () => {
    await expect(readBlob(new Blob([bytes]), 'case.zip').read(bytes.length - 3, 4)).rejects.toMatchObject({ code: 'input-unreadable' });
    const blob = new Blob([bytes]);
    const reader = readBlob(Object.assign(blob, { slice: gone }), 'case.zip');
    for (let i = 0; i < 2; i += 1) await expect(reader.read(10, 10)).rejects.toMatchObject({ code: 'input-unreadable' });
  });

  it('gives the same of a large one, read from its beginning, again, with gaps, and by several who read side by side', async () => {
    const large = randomBytes(8 * BLOCK_BYTES + 77);
    const reader = readBlob(new Blob([large]), 'case.zip');
    const follow = async (from: number, to: number, step: number, length: number): Promise<readonly number[]> => {
      const wrong: number[] = [];
      const target = new Uint8Array(length);
      for (let at = from; at + length <= to; at += step) {
        await reader.readInto?.(at, target);
        if (!large.subarray(at, at + length).equals(target)) wrong.push(at);
      }
      return wrong;
    };
    expect(await follow(0, large.length, 1_000_000, 1_000_000)).toEqual([]);
    expect(await follow(0, large.length, 2 * BLOCK_BYTES + 5, 100)).toEqual([]);
    const sideBySide = [0, 1, 2, 3].map((i) => follow(i * 2 * BLOCK_BYTES, large.length, 2_100_000 + i, 300_000));
    expect(await Promise.all(sideBySide)).toEqual([[], [], [], []]);
    expect(await follow(large.length - 10, large.length, 1, 10)).toEqual([]);
  });

  it('says of a large one that is cut while it is read that it cannot be read', async () => {
    const blob = new Blob([randomBytes(5 * BLOCK_BYTES)]);
    const cut = (): Blob => new Blob([bytes.subarray(0, BLOCK_BYTES + 3)]);
    const reader = readBlob(Object.assign(blob, { slice: cut }), 'case.zip');
    expect(await reader.read(0, 3)).toEqual(Uint8Array.from(bytes.subarray(0, 3)));
    for (let i = 0; i < 2; i += 1) await expect(reader.read(BLOCK_BYTES + 1, 10)).rejects.toMatchObject({ code: 'input-unreadable' });
  });
});
