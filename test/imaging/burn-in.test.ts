import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import type { ImageCodec } from '../../src/core/ports.ts';
import { MAX_MASKS, type Mask } from '../../src/core/redaction/redaction.ts';
import { createSharpImageCodec } from '../../src/imaging/sharp-image-codec.ts';
import { startPng } from '../../src/imaging/png-rows.ts';
import { nodeHashing } from '../../src/platform/cryptography.ts';
import { withLongerTier } from '../support/tier.ts';
import { buildPngChunk } from '../support/pictures.ts';

const codec = createSharpImageCodec(nodeHashing);
const burnIn: ImageCodec['burnIn'] = (picture, masks) => codec.burnIn(picture, masks);
const [WIDTH, HEIGHT] = [40, 30];
const box = (x: number, y: number, width: number, height: number): Mask => ({ kind: 'box', x, y, width, height, reason: 'minor' });
const RED = { r: 200, g: 20, b: 20 };
const SAID = 'Zoe Zak 0470123456';

function draw(): Sharp {
  return sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: RED } });
}

async function pixelsOf(png: Uint8Array): Promise<Buffer> {
  return await sharp(png).ensureAlpha().raw().toBuffer();
}

/** Type and place of each chunk, and what lies behind the last. */
function chunksOf(png: Uint8Array): { readonly types: readonly string[]; readonly restBytes: number } {
  const bytes = Buffer.from(png);
  const types: string[] = [];
  let at = 8;
  while (types.at(-1) !== 'IEND') {
    types.push(bytes.toString('latin1', at + 4, at + 8));
    at += 12 + bytes.readUInt32BE(at);
  }
  return { types: [...new Set(types)], restBytes: bytes.length - at };
}

describe('boxes', () => {
  it.each<readonly [string, () => Promise<Buffer>]>([
    [
      'PNG',
      () =>
        draw()
          .withExif({ IFD0: { ImageDescription: SAID } })
          .withIccProfile('srgb')
          .png()
          .toBuffer(),
    ],
    [
      'JPEG',
      () =>
        draw()
          .withExif({ IFD0: { ImageDescription: SAID } })
          .withIccProfile('srgb')
          .jpeg()
          .toBuffer(),
    ],
    [
      'WebP',
      () =>
        draw()
          .withExif({ IFD0: { ImageDescription: SAID } })
          .webp({ lossless: true })
          .toBuffer(),
    ],
    [
      'AVIF',
      () =>
        draw()
          .withExif({ IFD0: { ImageDescription: SAID } })
          .avif()
          .toBuffer(),
    ],
  ])('are burned into the pixels of %s, and nothing else of the file goes along', async (_, make) => {
    const picture = Buffer.concat([await make(), Buffer.from(SAID)]);
    expect(picture.includes(SAID)).toBe(true);
    const { png, widthPx, heightPx } = await burnIn(picture, [box(5, 6, 10, 7), box(15, 6, 1, 1)]);
    expect({ widthPx, heightPx }).toEqual({ widthPx: WIDTH, heightPx: HEIGHT });
    expect(chunksOf(png)).toEqual({ types: ['IHDR', 'IDAT', 'IEND'], restBytes: 0 });
    expect(Buffer.from(png).includes(SAID)).toBe(false);
    const pixels = await pixelsOf(png);
    const wrong: (readonly number[])[] = [];
    for (let y = 0; y < HEIGHT; y += 1)
      for (let x = 0; x < WIDTH; x += 1) {
        const isIn = (x >= 5 && x < 15 && y >= 6 && y < 13) || (x === 15 && y === 6);
        const [r = -1, g = -1, b = -1, a = -1] = pixels.subarray((y * WIDTH + x) * 4);
        const isBlack = r === 0 && g === 0 && b === 0 && a === 255;
        if (isIn ? !isBlack : Math.abs(r - RED.r) > 12) wrong.push([x, y, r, g, b, a]);
      }
    expect(wrong).toEqual([]);
  });

  it('stand where a person sees them in a picture that is turned by its own orientation', async () => {
    const turned = await draw().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const { png, widthPx, heightPx } = await burnIn(turned, [box(0, 0, HEIGHT, 5)]);
    expect([widthPx, heightPx]).toEqual([HEIGHT, WIDTH]);
    const pixels = await pixelsOf(png);
    expect(pixels.subarray(0, 4 * HEIGHT * 5).equals(Buffer.alloc(4 * HEIGHT * 5, Buffer.from([0, 0, 0, 255])))).toBe(true);
    expect(pixels[4 * HEIGHT * 5]).toBeGreaterThan(150);
  });

  it('leave no colour under what is see-through', async () => {
    const rows = Buffer.alloc(4 * 4 * 4);
    for (let at = 0; at < rows.length; at += 4) rows.set([1, 2, 3, at === 0 ? 128 : 0], at);
    const clear = await sharp(rows, { raw: { width: 4, height: 4, channels: 4 } })
      .png()
      .toBuffer();
    const pixels = await pixelsOf((await burnIn(clear, [box(3, 3, 1, 1)])).png);
    expect([...pixels.subarray(0, 8)]).toEqual([128, 128, 129, 255, 255, 255, 255, 255]);
    expect([...pixels.subarray(-4)]).toEqual([0, 0, 0, 255]);
  });

  it.each<readonly [reason: string, masks: readonly Mask[], mask: number | undefined]>([
    ['outside', [box(0, 0, 1, 1), box(35, 0, 6, 1)], 2],
    ['outside', [box(0, 30, 1, 1)], 1],
    ['empty', [box(0, 0, 0, 1)], 1],
    ['empty', [], undefined],
    ['overlapping', [box(0, 0, 10, 10), box(20, 0, 5, 30), box(9, 9, 3, 3)], 3],
    ['wrong-kind', [{ kind: 'span', start: 0, end: 1, reason: 'minor' }], 1],
    ['too-many', Array.from({ length: MAX_MASKS + 1 }, () => box(0, 0, 1, 1)), MAX_MASKS + 1],
  ])('are refused: %s', async (reason, masks, mask) => {
    const expected = { code: 'mask-refused', details: { reason, ...(mask === undefined ? {} : { mask }) } };
    await expect(burnIn(await draw().png().toBuffer(), masks)).rejects.toMatchObject(expected);
  });

  it('are put on no drawing, no animation and no damaged file', async () => {
    await expect(
      burnIn(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), [box(0, 0, 1, 1)]),
    ).rejects.toMatchObject({
      code: 'mask-refused',
      details: { reason: 'not-redactable' },
    });
    await expect(burnIn(await draw().gif().toBuffer(), [box(0, 0, 1, 1)])).rejects.toMatchObject({ code: 'mask-refused' });
    const cut = (await draw().png().toBuffer()).subarray(0, -20);
    await expect(burnIn(cut, [box(0, 0, 1, 1)])).rejects.toMatchObject({ code: 'png-invalid' });
    const huge = Buffer.from([0, 0, 0x40, 0, 0, 0, 0x40, 0, 8, 6, 0, 0, 0]);
    const declared = Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      buildPngChunk('IHDR', huge),
      buildPngChunk('IDAT', Buffer.alloc(9)),
      buildPngChunk('IEND', Buffer.alloc(0)),
    ]);
    await expect(burnIn(declared, [box(0, 0, 1, 1)])).rejects.toMatchObject({ code: 'png-invalid' });
  });

  it.each(withLongerTier<readonly [number, number]>([], [[1280, 117_000]]))(
    'are burned into a page of %d by %d without holding it decoded',
    { timeout: 120_000 },
    async (widthPx, heightPx) => {
      const writer = startPng(widthPx, heightPx);
      const band = Buffer.alloc(widthPx * 1000 * 4, 255);
      for (let row = 0; row < heightPx; row += 1000) await writer.write(band);
      const page = await writer.finish();
      const before = process.memoryUsage.rss();
      let peak = 0;
      const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
      const { png } = await burnIn(page, [box(0, heightPx - 1, widthPx, 1)]);
      clearInterval(watch);
      expect(chunksOf(png).restBytes).toBe(0);
      expect(peak - before).toBeLessThan(200 * 1024 * 1024);
    },
  );
});
