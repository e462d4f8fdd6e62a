import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { findPlainPng, readRows } from '../../src/imaging/png-reader.ts';
import { createSharpImageCodec } from '../../src/imaging/sharp-image-codec.ts';
import { nodeHashing } from '../../src/platform/cryptography.ts';
import { buildPngChunk } from '../support/pictures.ts';

const codec = createSharpImageCodec(nodeHashing);

/** Neighbouring pixels are alike, so that every filter has something to do, and no two rows are the same. */
function gradient(widthPx: number, heightPx: number, channels: 3 | 4): Buffer {
  let state = 7;
  return Buffer.from(
    Array.from({ length: widthPx * heightPx * channels }, (_, i) => {
      state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
      return (Math.floor(i / 50) + ((state >> 16) & 7)) & 0xff;
    }),
  );
}

interface Shape {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: 3 | 4;
  /** Filter of a row by its number. */
  readonly filterOf: (row: number) => number;
}

/** Rows as the specification filters them (PNG section 9.2), byte by byte. */
function filterRows(raw: Buffer, { widthPx, heightPx, channels, filterOf }: Shape): Buffer {
  const stride = widthPx * channels;
  const at = (x: number, y: number): number => (x < 0 || y < 0 ? 0 : (raw[y * stride + x] ?? 0));
  const rows: number[] = [];
  for (let y = 0; y < heightPx; y += 1) {
    rows.push(filterOf(y));
    for (let x = 0; x < stride; x += 1) {
      const [left, up, upLeft] = [at(x - channels, y), at(x, y - 1), x < channels ? 0 : at(x - channels, y - 1)];
      const estimates = [0, left, up, Math.floor((left + up) / 2), paeth(left, up, upLeft)];
      rows.push((at(x, y) - (estimates[filterOf(y)] ?? 0)) & 0xff);
    }
  }
  return Buffer.from(rows);
}

function paeth(left: number, up: number, upLeft: number): number {
  const p = left + up - upLeft;
  const distances = [left, up, upLeft].map((value) => Math.abs(p - value));
  return [left, up, upLeft][distances.indexOf(Math.min(...distances))] ?? 0;
}

function buildPng(shape: Shape, packed: Buffer, between: readonly Buffer[] = []): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(shape.widthPx);
  header.writeUInt32BE(shape.heightPx, 4);
  header.set([8, shape.channels === 4 ? 6 : 2], 8);
  const half = packed.length >> 1;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    buildPngChunk('IHDR', header),
    ...between,
    buildPngChunk('IDAT', packed.subarray(0, half)),
    buildPngChunk('IDAT', packed.subarray(half)),
    buildPngChunk('IEND', new Uint8Array()),
  ]);
}

async function readAll(png: Uint8Array): Promise<Buffer> {
  const plain = findPlainPng(png);
  if (plain === undefined) throw new Error('It is not in the plain form');
  const pieces: Buffer[] = [];
  for await (const piece of readRows(plain)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

const shape: Shape = { widthPx: 23, heightPx: 40, channels: 4, filterOf: (row) => row % 5 };
const raw = gradient(23, 40, 4);
const packed = deflateSync(filterRows(raw, shape));
const plainPng = buildPng(shape, packed);

describe('reading rows', () => {
  test.each([3, 4] as const)('gives the pixels that libvips gives: every filter, %i channels, odd widths', async (channels) => {
    for (const [widthPx, heightPx] of [1, 2, 3, 4, 5, 64, 333].flatMap((width) => [[width, 40] as const, [width, 1] as const])) {
      const one: Shape = { ...shape, widthPx, heightPx, channels };
      const png = buildPng(one, deflateSync(filterRows(gradient(widthPx, heightPx, channels), one)));
      expect((await readAll(png)).equals(await sharp(png).ensureAlpha().raw().toBuffer())).toBe(true);
    }
  });

  test('gives large pictures in pieces', async () => {
    // More than is unpacked at once.
    const [widthPx, heightPx] = [2_000, 3_400];
    const png = await sharp({ create: { width: widthPx, height: heightPx, channels: 4, background: '#1f5c4a80' } })
      .png()
      .toBuffer();
    const bare = Buffer.concat([png.subarray(0, 33), ...idats(png), buildPngChunk('IEND', new Uint8Array())]);
    const plain = findPlainPng(bare);
    expect(plain).toMatchObject({ widthPx, heightPx });
    let [pieces, bytes] = [0, 0];
    for await (const piece of plain === undefined ? [] : readRows(plain)) {
      pieces += 1;
      bytes += piece.length;
      expect(piece.subarray(0, 4)).toEqual(Buffer.from([0x1f, 0x5c, 0x4a, 0x80]));
    }
    expect(bytes).toBe(widthPx * heightPx * 4);
    expect(pieces).toBeGreaterThan(10);
  });

  test.each([
    ['a row less', () => buildPng(shape, deflateSync(filterRows(raw, { ...shape, heightPx: 39 })))],
    ['a row more', () => buildPng({ ...shape, heightPx: 39 }, packed)],
    ['a byte more', () => buildPng(shape, deflateSync(Buffer.concat([filterRows(raw, shape), Buffer.from([0])])))],
    ['bytes behind the packed rows', () => buildPng(shape, Buffer.concat([packed, Buffer.from([1, 2, 3])]))],
    ['packed rows that are cut', () => buildPng(shape, packed.subarray(0, -30))],
    ['packed rows with another sum', () => buildPng(shape, Buffer.from(packed).fill(0, packed.length - 1))],
    ['a filter that there is not', () => buildPng(shape, deflateSync(filterRows(raw, shape).fill(5, 0, 1)))],
  ])('refuses %s', async (_, build) => {
    await expect(readAll(build())).rejects.toMatchObject({ code: 'png-invalid' });
    expect((await readAll(plainPng)).equals(raw)).toBe(true);
  });
});

describe('the plain form', () => {
  test.each([
    ['a wrong CRC', () => Buffer.from(plainPng).fill(0, 30, 33)],
    ['something after the end', () => Buffer.concat([plainPng, Buffer.from([0])])],
    ['no end', () => plainPng.subarray(0, -12)],
    ['a chunk that may say how to see it', () => buildPng(shape, packed, [buildPngChunk('gAMA', Buffer.from([0, 0, 0xb1, 0x8f]))])],
    ['two headers', () => buildPng(shape, packed, [plainPng.subarray(8, 33)])],
    ['another format', () => Buffer.from('GIF89a')],
    ['nothing', () => Buffer.alloc(0)],
  ])('has nothing with %s', (_, build) => {
    expect(findPlainPng(build())).toBeUndefined();
    expect(findPlainPng(plainPng)).toMatchObject({ widthPx: 23, heightPx: 40, channels: 4 });
  });

  test('has no grey, palette, deep or interlaced pictures: a general decoder compares those, to the same result', async () => {
    const [grey, interlaced] = [sharp(raw, { raw: { width: 23, height: 40, channels: 4 } }), sharp(plainPng)];
    for (const png of [await grey.grayscale().png().toBuffer(), await interlaced.png({ progressive: true }).toBuffer()]) {
      expect(findPlainPng(png)).toBeUndefined();
      const tile = { png, widthPx: 23, heightPx: 40, skipTopPx: 0 };
      expect(await codec.compareStitched([tile], [], png)).toMatchObject({ picture: 'same' });
    }
  });
});

describe('comparing a picture with tiles', () => {
  const tiles = [
    { png: plainPng, widthPx: 23, heightPx: 40, skipTopPx: 3 },
    { png: plainPng, widthPx: 23, heightPx: 40, skipTopPx: 11 },
  ];
  const rows = Buffer.concat([raw.subarray(3 * 23 * 4), raw.subarray(11 * 23 * 4)]);
  const drawn = { ...shape, heightPx: 66 };
  const pictureOf = (pixels: Buffer, one: Shape = drawn): Buffer => buildPng(one, deflateSync(filterRows(pixels, one)));

  test('tells the same from a different one, whatever differs', async () => {
    expect(await codec.compareStitched(tiles, [], pictureOf(rows))).toMatchObject({ heightPx: 66, picture: 'same' });
    const changed = Buffer.from(rows);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(await codec.compareStitched(tiles, [], pictureOf(changed))).toMatchObject({ picture: 'different' });
    const longer = { ...drawn, heightPx: 67 };
    const more = Buffer.concat([rows, raw.subarray(0, 23 * 4)]);
    expect(await codec.compareStitched(tiles, [], pictureOf(more, longer))).toMatchObject({ picture: 'different' });
    const shorter = { ...drawn, heightPx: 65 };
    expect(await codec.compareStitched(tiles, [], pictureOf(rows, shorter))).toMatchObject({ picture: 'different' });
    const turned = { ...drawn, widthPx: 33, heightPx: 46 };
    expect(await codec.compareStitched(tiles, [], pictureOf(rows, turned))).toMatchObject({ picture: 'different' });
  });

  test('says of one that cannot be read that it cannot', async () => {
    const cut = buildPng(drawn, deflateSync(filterRows(rows, drawn)).subarray(0, -20));
    expect(await codec.compareStitched(tiles, [], cut)).toMatchObject({ picture: 'unreadable' });
    expect(await codec.compareStitched(tiles, [], Buffer.from('GIF89a'))).toMatchObject({ picture: 'unreadable' });
  });

  test('throws for a tile that cannot be read', async () => {
    const [first, second] = tiles;
    if (first === undefined || second === undefined) throw new Error('There are two tiles');
    const damaged = { ...second, png: buildPng(shape, packed.subarray(0, -20)) };
    await expect(codec.compareStitched([first, damaged], [], pictureOf(rows))).rejects.toMatchObject({ code: 'png-invalid' });
  });
});

function idats(png: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 8; at < png.length;) {
    const end = at + 12 + png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') found.push(png.subarray(at, end));
    at = end;
  }
  return found;
}
