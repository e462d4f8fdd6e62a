import sharp from 'sharp';
import { sha256DigestOf, type Hashing, type Sha256Digest } from '../core/digest/digest.ts';
import { PugmarkError } from '../core/errors.ts';
import type { ImageCodec, PatchInput, StitchInput } from '../core/ports.ts';
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
      const hashed = await stack(hashing, tiles, patches, decodeWhole, async (rows, size) => {
        const writer = writers[0] ?? startPng(size.widthPx, size.heightPx);
        writers[0] = writer;
        await writer.write(rows);
      });
      const [writer] = writers;
      if (writer === undefined) throw new PugmarkError('png-invalid', 'Nothing is left of the tiles to stitch');
      return { png: await writer.finish(), ...hashed };
    },
    async compareStitched(tiles, patches, picture) {
      const sealed = new PictureComparison(picture);
      try {
        // Patches are laid over a whole tile.
        const decodeTiles = patches.length === 0 ? decodeInBands : decodeWhole;
        const hashed = await stack(hashing, tiles, patches, decodeTiles, (rows, size) => sealed.compare(rows, size));
        return { ...hashed, picture: await sealed.finish() };
      } finally {
        await sealed.close();
      }
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

/** Some whole rows at a time, valid until the next are asked for; first of all the size. */
interface DecodedRows {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rows: AsyncIterable<Buffer>;
}

type Decode = (png: Uint8Array) => Promise<DecodedRows>;

const decodeWhole: Decode = async (png) => {
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
const decodeInBands: Decode = async (png) => {
  const plain = findPlainPng(png);
  if (plain === undefined || plain.widthPx * plain.heightPx > MAX_PIXELS) return await decodeWhole(png);
  return { widthPx: plain.widthPx, heightPx: plain.heightPx, rows: readRows(plain) };
};

/** Compares a picture with rows that come piece by piece. */
class PictureComparison {
  readonly #picture: Uint8Array;
  #rows: AsyncIterator<Buffer> | undefined;
  #left: Buffer = Buffer.alloc(0);
  #found: 'same' | 'different' | 'unreadable' = 'same';

  constructor(picture: Uint8Array) {
    this.#picture = picture;
  }

  /** The next rows that it should have. */
  async compare(expected: Buffer, size: { readonly widthPx: number; readonly heightPx: number }): Promise<void> {
    await this.#attempt(async () => {
      if (this.#rows === undefined) {
        const { rows, widthPx, heightPx } = await decodeInBands(this.#picture);
        this.#rows = rows[Symbol.asyncIterator]();
        if (widthPx !== size.widthPx || heightPx !== size.heightPx) this.#found = 'different';
      }
      for (let at = 0; at < expected.length && this.#found === 'same';) {
        if (this.#left.length === 0) {
          const next = await this.#rows.next();
          this.#left = next.done === true ? Buffer.alloc(0) : next.value;
          if (next.done === true) this.#found = 'different';
        }
        const length = Math.min(expected.length - at, this.#left.length);
        if (this.#left.compare(expected, at, at + length, 0, length) !== 0) this.#found = 'different';
        this.#left = this.#left.subarray(length);
        at += length;
      }
    });
  }

  /** After all rows: what is there beyond them, or whether the picture ends as a picture should. */
  async finish(): Promise<'same' | 'different' | 'unreadable'> {
    await this.#attempt(async () => {
      const next = await this.#rows?.next();
      if (this.#left.length > 0 || next === undefined || next.done !== true) this.#found = 'different';
    });
    return this.#found;
  }

  async close(): Promise<void> {
    await this.#rows?.return?.();
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    if (this.#found !== 'same') return;
    try {
      await act();
    } catch (cause) {
      if (asPngInvalid(cause) !== cause) throw cause;
      this.#found = 'unreadable';
    }
  }
}

/** Decodes tiles one after the other, lays patches over what is left of each, hashes it, and hands it on. */
async function stack(
  hashing: Pick<Hashing, 'startSha256'>,
  tiles: readonly StitchInput[],
  patches: readonly PatchInput[],
  decodeTiles: Decode,
  onRows: (rows: Buffer, size: { readonly widthPx: number; readonly heightPx: number }) => Promise<void>,
): Promise<{ readonly widthPx: number; readonly heightPx: number; readonly pixelsSha256: Sha256Digest }> {
  const first = tiles[0];
  if (first === undefined) throw new PugmarkError('png-invalid', 'No tile to stitch');
  const { widthPx } = first;
  const heightPx = tiles.reduce((sum, tile) => sum + tile.heightPx - tile.skipTopPx, 0);
  if (widthPx < 1 || heightPx < 1) throw new PugmarkError('png-invalid', 'Nothing is left of the tiles to stitch');
  for (const { xPx, yPx, skipTopPx, ...patch } of patches) {
    const isInside = xPx >= 0 && yPx >= 0 && skipTopPx >= 0 && xPx + patch.widthPx <= widthPx && yPx < heightPx;
    if (!isInside || skipTopPx >= patch.heightPx) throw new PugmarkError('png-invalid', 'A patch has no place in the picture');
  }
  const running = hashing.startSha256();
  let yPx = 0;
  for (const tile of tiles) {
    for await (const rows of decodeTile(tile, widthPx, decodeTiles)) {
      for (const patch of patches) await layOver(rows, { widthPx, yPx }, patch);
      yPx += rows.length / (widthPx * RGBA_BYTES);
      running.update(rows);
      await onRows(rows, { widthPx, heightPx });
    }
  }
  return { widthPx, heightPx, pixelsSha256: sha256DigestOf(running.digest()) };
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
async function* decodeTile(tile: StitchInput, widthPx: number, decodeTiles: Decode): AsyncGenerator<Buffer> {
  const { rows, ...size } = await decodeTiles(tile.png);
  // The recipe is what a verifier relies on: a tile of another size than it says is refused, never fitted.
  if (size.widthPx !== tile.widthPx || size.heightPx !== tile.heightPx || tile.widthPx !== widthPx) {
    throw new PugmarkError('png-invalid', 'A tile has another size than its recipe says', {
      details: { ...size, expectedWidthPx: widthPx },
    });
  }
  if (tile.skipTopPx < 0 || tile.skipTopPx > size.heightPx) throw new PugmarkError('png-invalid', 'A tile skips more rows than it has');
  let skippedBytes = tile.skipTopPx * widthPx * RGBA_BYTES;
  for await (const piece of rows) {
    const rest = piece.subarray(skippedBytes);
    skippedBytes = Math.max(0, skippedBytes - piece.length);
    if (rest.length > 0) yield rest;
  }
}

/** Copies what of a patch falls on some rows of the picture, the first of which is row `yPx`. */
async function layOver(rows: Buffer, at: { readonly widthPx: number; readonly yPx: number }, patch: PatchInput): Promise<void> {
  const stride = at.widthPx * RGBA_BYTES;
  const first = Math.max(patch.yPx, at.yPx);
  const end = Math.min(patch.yPx + patch.heightPx - patch.skipTopPx, at.yPx + rows.length / stride);
  if (first >= end) return;
  const { value: data } = await decodeTile(patch, patch.widthPx, decodeWhole).next();
  if (data === undefined) return;
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
