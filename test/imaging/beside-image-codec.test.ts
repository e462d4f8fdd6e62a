import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { createBesideImageCodec } from '../../src/imaging/beside-image-codec.ts';
import { createSharpImageCodec } from '../../src/imaging/sharp-image-codec.ts';
import { nodeHashing } from '../../src/platform/cryptography.ts';

const codec = createSharpImageCodec(nodeHashing);
const beside = createBesideImageCodec(codec, 2);
const [widthPx, heightPx] = [40, 30];

async function paint(level: number): Promise<Buffer> {
  const raw = Buffer.alloc(widthPx * heightPx * 3, level);
  const png = await sharp(raw, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png()
    .toBuffer();
  // Memory of its own, as what was read for it has.
  return Buffer.from(new Uint8Array(png).buffer);
}

const tileOf = (png: Uint8Array) => ({ png: Uint8Array.from(png), widthPx, heightPx, skipTopPx: 0 });

describe('Comparing pictures in threads of their own', () => {
  test('finds what the same codec finds, each answer for its own picture', async () => {
    const levels = [1, 2, 3, 4, 5, 6];
    const pictures = await Promise.all(levels.map((level) => paint(level)));
    const found = await Promise.all(
      pictures.map((png, i) => beside.compareStitched([tileOf(png)], [], Uint8Array.from(i === 3 ? (pictures[0] ?? png) : png))),
    );
    expect(found.map(({ picture }) => picture)).toEqual(['same', 'same', 'same', 'different', 'same', 'same']);
    const hashes = await Promise.all(pictures.map((png) => codec.hashPixels(png)));
    expect(found.map(({ pixelsSha256 }) => pixelsSha256)).toEqual(hashes.map(({ pixelsSha256 }) => pixelsSha256));
  });

  test('leaves memory alone that a picture shares with others', async () => {
    const png = await paint(9);
    const shared = Buffer.concat([png, png]);
    const half = shared.subarray(0, png.length);
    expect(await beside.compareStitched([{ ...tileOf(png), png: half }], [], half)).toMatchObject({ picture: 'same' });
    expect(shared.length).toBe(2 * png.length);
  });

  test('says what is no picture, and goes on with the next', async () => {
    const png = await paint(7);
    await expect(beside.compareStitched([tileOf(Buffer.from('none'))], [], png)).rejects.toMatchObject({ code: 'png-invalid' });
    expect(await beside.compareStitched([tileOf(await paint(7))], [], Buffer.from('none'))).toMatchObject({ picture: 'unreadable' });
    expect(await beside.compareStitched([tileOf(await paint(7))], [], await paint(7))).toMatchObject({ picture: 'same' });
  });

  test('rejects when a thread fails: there is no answer then', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'pugmark-')), 'failing.mjs');
    writeFileSync(
      path,
      "import { parentPort } from 'node:worker_threads';\nparentPort.on('message', () => { throw new Error('broken'); });\n",
    );
    const failing = createBesideImageCodec(codec, 1, pathToFileURL(path));
    const compare = async () => await failing.compareStitched([tileOf(await paint(1))], [], await paint(1));
    await expect(compare()).rejects.toMatchObject({ code: 'program-fault' });
    await expect(compare()).rejects.toMatchObject({ code: 'program-fault' });
  });
});
