import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Hashing } from '../../src/core/digest/digest.ts';
import { PugmarkError } from '../../src/core/errors.ts';
import { createSharpImageCodec } from '../../src/imaging/sharp-image-codec.ts';

const hashing: Pick<Hashing, 'startSha256'> = {
  startSha256() {
    const hash = createHash('sha256');
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
  },
};
const codec = createSharpImageCodec(hashing);

/** Noise, so that a wrong row, byte or order cannot go unseen. */
function noise(widthPx: number, heightPx: number, channels: 3 | 4, seed: number): Buffer {
  let state = seed;
  return Buffer.from(
    Array.from({ length: widthPx * heightPx * channels }, () => {
      state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
      return (state >> 16) & 0xff;
    }),
  );
}
const png = (raw: Buffer, width: number, height: number, channels: 3 | 4): Promise<Buffer> =>
  sharp(raw, { raw: { width, height, channels } }).png().toBuffer();
const sha256 = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

describe('stitch', () => {
  test('stacks tiles, leaves out overlapping rows, and hashes what the picture decodes to', async () => {
    const [a, b] = [noise(37, 20, 4, 1), noise(37, 9, 4, 2)];
    const tiles = [
      { png: await png(a, 37, 20, 4), widthPx: 37, heightPx: 20, skipTopPx: 0 },
      { png: await png(b, 37, 9, 4), widthPx: 37, heightPx: 9, skipTopPx: 4 },
    ];
    const stitched = await codec.stitch(tiles);
    const expected = Buffer.concat([a, b.subarray(4 * 37 * 4)]);
    expect(stitched).toMatchObject({ widthPx: 37, heightPx: 25, pixelsSha256: sha256(expected) });
    expect(await sharp(stitched.png).raw().toBuffer()).toEqual(expected);
    expect(await codec.hashPixels(stitched.png)).toEqual({ widthPx: 37, heightPx: 25, pixelsSha256: sha256(expected) });
    expect(await codec.readSize(stitched.png)).toEqual({ widthPx: 37, heightPx: 25 });
    expect(await codec.compareStitched(tiles, [], stitched.png)).toEqual({
      widthPx: 37,
      heightPx: 25,
      pixelsSha256: sha256(expected),
      picture: 'same',
    });
  });

  test('lays patches over the tiles in their order, across tiles, without their skipped rows and what reaches below', async () => {
    const [a, b, p, q] = [noise(30, 10, 4, 1), noise(30, 10, 4, 2), noise(7, 8, 4, 3), noise(30, 9, 4, 4)];
    const tile = async (raw: Buffer) => ({ png: await png(raw, 30, 10, 4), widthPx: 30, heightPx: 10, skipTopPx: 0 });
    const patches = [
      { png: await png(p, 7, 8, 4), widthPx: 7, heightPx: 8, skipTopPx: 1, xPx: 23, yPx: 6 },
      { png: await png(q, 30, 9, 4), widthPx: 30, heightPx: 9, skipTopPx: 0, xPx: 0, yPx: 12 },
    ];
    const tiles = [await tile(a), await tile(b)];
    const expected = Buffer.concat([a, b]);
    for (let row = 0; row < 7; row += 1) p.copy(expected, ((6 + row) * 30 + 23) * 4, (1 + row) * 7 * 4, (2 + row) * 7 * 4);
    q.copy(expected, 12 * 30 * 4, 0, 8 * 30 * 4);
    const stitched = await codec.stitch(tiles, patches);
    expect(await sharp(stitched.png).raw().toBuffer()).toEqual(expected);
    expect(stitched).toMatchObject({ widthPx: 30, heightPx: 20, pixelsSha256: sha256(expected) });
    expect(await codec.compareStitched(tiles, patches, stitched.png)).toEqual({
      widthPx: 30,
      heightPx: 20,
      pixelsSha256: sha256(expected),
      picture: 'same',
    });
    for (const wrong of [{ xPx: 24 }, { widthPx: 6 }, { heightPx: 9 }, { skipTopPx: 9 }, { yPx: 20 }]) {
      const bad = patches.map((patch) => ({ ...patch, ...wrong }));
      await expect(codec.stitch(tiles, bad)).rejects.toMatchObject({ code: 'png-invalid' });
    }
  });

  test('takes pictures without alpha as opaque', async () => {
    const raw = noise(8, 5, 3, 3);
    const { pixelsSha256, png: out } = await codec.stitch([{ png: await png(raw, 8, 5, 3), widthPx: 8, heightPx: 5, skipTopPx: 0 }]);
    const rgba = Buffer.concat(Array.from({ length: 40 }, (_, i) => Buffer.from([...raw.subarray(i * 3, i * 3 + 3), 255])));
    expect(pixelsSha256).toBe(sha256(rgba));
    expect(await sharp(out).raw().toBuffer()).toEqual(rgba);
  });

  test('hashes differ by one pixel', async () => {
    const raw = noise(8, 5, 4, 3);
    const before = await codec.hashPixels(await png(raw, 8, 5, 4));
    raw[77] = (raw[77] ?? 0) ^ 1;
    expect((await codec.hashPixels(await png(raw, 8, 5, 4))).pixelsSha256).not.toBe(before.pixelsSha256);
  });
});

describe('refuses', () => {
  const refused = expect.objectContaining({ code: 'png-invalid', name: PugmarkError.name });

  test('a tile of another size than told', async () => {
    const bytes = await png(noise(8, 5, 4, 3), 8, 5, 4);
    await expect(codec.stitch([{ png: bytes, widthPx: 8, heightPx: 6, skipTopPx: 0 }])).rejects.toEqual(refused);
    await expect(codec.stitch([{ png: bytes, widthPx: 8, heightPx: 5, skipTopPx: 6 }])).rejects.toEqual(refused);
    await expect(codec.stitch([])).rejects.toEqual(refused);
    await expect(codec.stitch([{ png: bytes, widthPx: 8, heightPx: 5, skipTopPx: 0 }])).resolves.toBeDefined();
  });

  test('cut, changed and foreign bytes', async () => {
    const bytes = await png(noise(8, 5, 4, 3), 8, 5, 4);
    await expect(codec.hashPixels(bytes.subarray(0, bytes.length - 40))).rejects.toEqual(refused);
    await expect(codec.hashPixels(Buffer.from('GIF89a'))).rejects.toEqual(refused);
    await expect(codec.readSize(await sharp(bytes).jpeg().toBuffer())).rejects.toEqual(refused);
    await expect(codec.readSize(new Uint8Array(0))).rejects.toEqual(refused);
    await expect(codec.hashPixels(bytes)).resolves.toBeDefined();
  });
});

describe('preview', () => {
  test('makes a picture smaller, never larger, as a JPEG', async () => {
    const wide = await png(noise(400, 300, 3, 5), 400, 300, 3);
    const small = await codec.preview(wide, { widthPx: 200, heightPx: 1_000 });
    expect(small).toMatchObject({ widthPx: 200, heightPx: 150, cut: false });
    expect(await sharp(small.jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 200, height: 150 });
    expect(await codec.preview(wide, { widthPx: 900, heightPx: 1_000 })).toMatchObject({ widthPx: 400, heightPx: 300, cut: false });
  });

  test('keeps the top of one that is too high, and says that it was cut', async () => {
    const rows = Buffer.alloc(40 * 100 * 3, 255);
    rows.fill(0, 0, 40 * 50 * 3);
    const top = await codec.preview(await png(rows, 40, 100, 3), { widthPx: 20, heightPx: 20 });
    expect(top).toMatchObject({ widthPx: 20, heightPx: 20, cut: true });
    const { channels } = await sharp(top.jpeg).stats();
    expect(channels.map(({ max }) => max < 20)).toEqual([true, true, true]);
  });

  test('puts what is transparent on white', async () => {
    const clear = await codec.preview(await png(Buffer.alloc(20 * 20 * 4), 20, 20, 4), { widthPx: 20, heightPx: 20 });
    const { channels } = await sharp(clear.jpeg).stats();
    expect(channels.map(({ min }) => min)).toEqual([255, 255, 255]);
  });

  test.each(['jpeg', 'webp', 'gif', 'avif'] as const)('opens %s as pages have them', async (format) => {
    const picture = await sharp(noise(64, 48, 3, 9), { raw: { width: 64, height: 48, channels: 3 } })
      .toFormat(format)
      .toBuffer();
    expect(await codec.preview(picture, { widthPx: 32, heightPx: 100 })).toMatchObject({ widthPx: 32, heightPx: 24, cut: false });
  });

  test('throws png-invalid for what is no picture', async () => {
    for (const bytes of [
      new Uint8Array(),
      new Uint8Array([1, 2, 3]),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    ]) {
      await expect(codec.preview(bytes, { widthPx: 10, heightPx: 10 })).rejects.toMatchObject({ code: 'png-invalid' });
    }
  });
});
