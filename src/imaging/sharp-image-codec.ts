import sharp from 'sharp';
import { sha256DigestOf } from '../core/digest/digest.ts';
import type { Hashing } from '../core/digest/digest.ts';
import { PugmarkError } from '../core/errors.ts';
import type { ImageCodec, PatchInput, StitchInput } from '../core/ports.ts';
import { startPng } from './png-rows.ts';

const RGBA_BYTES = 4;
/** Above it a picture is refused unread: a small hostile file may declare any size. */
const MAX_PIXELS = 400_000_000;

// libvips keeps decoded pictures for reuse; a picture of a capture is decoded once.
sharp.cache(false);

/** Pictures through libvips. Apart from previews only PNG is accepted: everything sealed by a capture as a picture of ours is one. */
export function createSharpImageCodec(hashing: Pick<Hashing, 'startSha256'>): ImageCodec {
  return {
    readSize,
    async stitch(tiles, patches = []) {
      const first = tiles[0];
      if (first === undefined) throw new PugmarkError('png-invalid', 'No tile to stitch');
      const widthPx = first.widthPx;
      const heightPx = tiles.reduce((sum, tile) => sum + tile.heightPx - tile.skipTopPx, 0);
      if (widthPx < 1 || heightPx < 1) throw new PugmarkError('png-invalid', 'Nothing is left of the tiles to stitch');
      for (const { xPx, yPx, skipTopPx, ...patch } of patches) {
        const isInside = xPx >= 0 && yPx >= 0 && skipTopPx >= 0 && xPx + patch.widthPx <= widthPx && yPx < heightPx;
        if (!isInside || skipTopPx >= patch.heightPx) throw new PugmarkError('png-invalid', 'A patch has no place in the picture');
      }
      const running = hashing.startSha256();
      const writer = startPng(widthPx, heightPx);
      let yPx = 0;
      for (const tile of tiles) {
        const rows = await decodeTile(tile, widthPx);
        if (rows.length === 0) continue;
        for (const patch of patches) await layOver(rows, { widthPx, yPx }, patch);
        yPx += rows.length / (widthPx * RGBA_BYTES);
        running.update(rows);
        await writer.write(rows);
      }
      return { png: await writer.finish(), widthPx, heightPx, pixelsSha256: sha256DigestOf(running.digest()) };
    },
    preview,
    async hashPixels(png) {
      const { data, widthPx, heightPx } = await decode(png);
      const running = hashing.startSha256();
      running.update(data);
      return { widthPx, heightPx, pixelsSha256: sha256DigestOf(running.digest()) };
    },
  };
}

const PREVIEW_QUALITY = 82;
/** By content, not by name. Vector formats are programs to be drawn, and a page can send any. AVIF is what libvips calls `heif`. */
const PREVIEW_FORMATS: readonly string[] = ['png', 'jpeg', 'webp', 'gif', 'heif'];

const preview: ImageCodec['preview'] = async (picture, { widthPx, heightPx }) => {
  try {
    const { format } = await sharp(picture, { limitInputPixels: MAX_PIXELS }).metadata();
    if (!PREVIEW_FORMATS.includes(format)) throw new PugmarkError('png-invalid', `No picture that can be shown: ${format}`);
    const whole = await sharp(picture, { limitInputPixels: MAX_PIXELS, sequentialRead: true })
      .rotate()
      .flatten({ background: '#ffffff' })
      .resize({ width: widthPx, withoutEnlargement: true })
      .toColourspace('srgb')
      .png({ compressionLevel: 1 })
      .toBuffer({ resolveWithObject: true });
    const cut = whole.info.height > heightPx;
    const height = Math.min(whole.info.height, heightPx);
    const jpeg = await sharp(whole.data)
      .extract({ left: 0, top: 0, width: whole.info.width, height })
      .jpeg({ quality: PREVIEW_QUALITY, mozjpeg: false })
      .toBuffer();
    return { jpeg, widthPx: whole.info.width, heightPx: height, cut };
  } catch (cause) {
    throw asPngInvalid(cause);
  }
};

/** Rows of a tile that go into the picture, in 8 bit RGBA. */
async function decodeTile(tile: StitchInput, widthPx: number): Promise<Buffer> {
  const { data, ...size } = await decode(tile.png);
  // The recipe is what a verifier relies on: a tile of another size than it says is refused, never fitted.
  if (size.widthPx !== tile.widthPx || size.heightPx !== tile.heightPx || tile.widthPx !== widthPx) {
    throw new PugmarkError('png-invalid', 'A tile has another size than its recipe says', {
      details: { ...size, expectedWidthPx: widthPx },
    });
  }
  if (tile.skipTopPx < 0 || tile.skipTopPx > size.heightPx) throw new PugmarkError('png-invalid', 'A tile skips more rows than it has');
  return data.subarray(tile.skipTopPx * widthPx * RGBA_BYTES);
}

/** Copies what of a patch falls on some rows of the picture, the first of which is row `yPx`. */
async function layOver(rows: Buffer, at: { readonly widthPx: number; readonly yPx: number }, patch: PatchInput): Promise<void> {
  const stride = at.widthPx * RGBA_BYTES;
  const first = Math.max(patch.yPx, at.yPx);
  const end = Math.min(patch.yPx + patch.heightPx - patch.skipTopPx, at.yPx + rows.length / stride);
  if (first >= end) return;
  const data = await decodeTile(patch, patch.widthPx);
  const patchStride = patch.widthPx * RGBA_BYTES;
  for (let y = first; y < end; y += 1) {
    const from = (y - patch.yPx) * patchStride;
    data.copy(rows, (y - at.yPx) * stride + patch.xPx * RGBA_BYTES, from, from + patchStride);
  }
}

async function readSize(png: Uint8Array): Promise<{ readonly widthPx: number; readonly heightPx: number }> {
  try {
    const { format, width, height } = await sharp(png, { limitInputPixels: MAX_PIXELS }).metadata();
    if (format !== 'png') throw new PugmarkError('png-invalid', 'Expected a PNG');
    return { widthPx: width, heightPx: height };
  } catch (cause) {
    throw asPngInvalid(cause);
  }
}

async function decode(png: Uint8Array): Promise<{ readonly data: Buffer; readonly widthPx: number; readonly heightPx: number }> {
  await readSize(png);
  try {
    const { data, info } = await sharp(png, { limitInputPixels: MAX_PIXELS, failOn: 'warning', sequentialRead: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== RGBA_BYTES) throw new PugmarkError('png-invalid', 'A picture does not decode to RGBA');
    return { data, widthPx: info.width, heightPx: info.height };
  } catch (cause) {
    throw asPngInvalid(cause);
  }
}

function asPngInvalid(cause: unknown): PugmarkError {
  return cause instanceof PugmarkError ? cause : new PugmarkError('png-invalid', 'A picture is not a readable PNG', { cause });
}
