import { sharp } from './load-sharp.ts';
import { sha256DigestOf, type Hashing } from '../core/digest/digest.ts';
import { PugmarkError } from '../core/errors.ts';
import { PictureComparison } from '../core/pictures/picture-comparison.ts';
import { stackTiles, type DecodePng } from '../core/pictures/stack-tiles.ts';
import type { ImageCodec } from '../core/ports.ts';
import { burnIn } from './burn-in.ts';
import { findPlainPng, readRows } from './png-reader.ts';
import { startPng } from './png-rows.ts';
import { release } from './released-memory.ts';

const RGBA_BYTES = 4;
/** Above it a picture is refused unread: a small hostile file may declare any size. */
const MAX_PIXELS = 400_000_000;

// libvips keeps decoded pictures for reuse; a picture of a capture is decoded once.
sharp.cache(false);
// A PNG is unpacked by one thread; more of them only hold more memory.
sharp.concurrency(1);

/** Pictures through libvips. Apart from previews only PNG is accepted: everything sealed by a capture as a picture of ours is one. */
export function createSharpImageCodec(hashing: Pick<Hashing, 'startSha256'>): ImageCodec {
  return {
    readSize,
    async stitch(tiles, patches = []) {
      const writers: ReturnType<typeof startPng>[] = [];
      const hashed = await stackTiles(hashing, tiles, patches, { tile: decodeWhole, patch: decodeWhole }, async (rows, size) => {
        const writer = writers[0] ?? startPng(size.widthPx, size.heightPx);
        writers[0] = writer;
        await writer.write(asBuffer(rows));
      });
      const [writer] = writers;
      if (writer === undefined) throw new PugmarkError('png-invalid', 'Nothing is left of the tiles to stitch');
      return { png: await writer.finish(), ...hashed };
    },
    async compareStitched(tiles, patches, picture) {
      const sealed = new PictureComparison(picture, decodeInBands, (a, b) => asBuffer(a).equals(b));
      try {
        // Patches are laid over a whole tile.
        const tile = patches.length === 0 ? decodeInBands : decodeWhole;
        const hashed = await stackTiles(hashing, tiles, patches, { tile, patch: decodeWhole }, (rows, size) => sealed.compare(rows, size));
        return { ...hashed, picture: await sealed.finish() };
      } finally {
        await sealed.close();
      }
    },
    preview,
    burnIn,
    async hashPixels(png) {
      const { data, widthPx, heightPx } = await decode(png);
      const running = hashing.startSha256();
      running.update(data);
      return { widthPx, heightPx, pixelsSha256: sha256DigestOf(running.digest()) };
    },
  };
}

const decodeWhole: DecodePng = async (png) => {
  const { data, widthPx, heightPx } = await decode(png);
  async function* once(): AsyncGenerator<Buffer> {
    try {
      yield await Promise.resolve(data);
    } finally {
      release(data);
    }
  }
  return { widthPx, heightPx, rows: once() };
};

/** A picture in the form in which browsers and we write them is never held decoded. */
const decodeInBands: DecodePng = async (png) => {
  const plain = findPlainPng(png);
  if (plain === undefined || plain.widthPx * plain.heightPx > MAX_PIXELS) return await decodeWhole(png);
  return { widthPx: plain.widthPx, heightPx: plain.heightPx, rows: readRows(plain) };
};

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

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function asPngInvalid(cause: unknown): PugmarkError {
  return cause instanceof PugmarkError ? cause : new PugmarkError('png-invalid', 'A picture is not a readable PNG', { cause });
}
