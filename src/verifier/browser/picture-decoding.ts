import { PugmarkError } from '../../core/errors.ts';
import type { Hashing } from '../../core/digest/digest.ts';
import type { ImageCodec } from '../../core/image-ports.ts';
import { PictureComparison } from '../../core/pictures/picture-comparison.ts';
import { findPlainPng, readRows, type PngUnpacking } from '../../core/pictures/plain-png.ts';
import { stackTiles, type DecodePng } from '../../core/pictures/stack-tiles.ts';
import { crc32, isSameContent } from './byte-arithmetic.ts';

/** Above it a picture is refused unread: a small hostile file may declare any size. */
const MAX_PIXELS = 400_000_000;
/** What is held decoded while patches are laid over it. */
const MAX_WHOLE_PIXELS = 100_000_000;
const RGBA_BYTES = 4;
/** Compressed data that is unpacked at a time. */
const PIECE_BYTES = 64 * 1024;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const CHUNK_OVERHEAD_BYTES = 12;
const IEND = 0x49454e44;

const unpacking: PngUnpacking = {
  crc32: (bytes) => crc32(bytes),
  /** By the browser's own zlib, which refuses damage, an early end, and bytes after the end. */
  async *inflate(data) {
    const engine = new DecompressionStream('deflate');
    const feeding = feed(engine.writable.getWriter(), data);
    // Awaited below; until then data that is damaged must not count as an unhandled rejection.
    feeding.catch(() => undefined);
    const reader = engine.readable.getReader();
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        yield next.value;
        letGo(next.value);
      }
      await feeding;
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  },
};

/**
 * Frees memory at once that nobody asks for any more. The engine gives each piece in new memory; until the next collection there would be hundreds
 * of them, and bringing in that memory costs as much as unpacking.
 */
function letGo({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/** A few at a time: all that comes of one is held until it is read. */
async function feed(writer: WritableStreamDefaultWriter<BufferSource>, data: readonly Uint8Array[]): Promise<void> {
  for (const piece of gatherPieces(data)) {
    await writer.ready;
    // What is wrong with it is told to whoever reads, and by the end.
    void writer.write(piece).catch(() => undefined);
  }
  await writer.close();
}

/** The hundreds of parts that browsers write as fewer, larger ones, and a large one as more: each is a way through the engine. */
function* gatherPieces(data: readonly Uint8Array[]): Generator<Uint8Array<ArrayBuffer>> {
  let piece = new Uint8Array(PIECE_BYTES);
  let filled = 0;
  for (const part of data) {
    for (let at = 0; at < part.length;) {
      const taken = Math.min(part.length - at, PIECE_BYTES - filled);
      piece.set(part.subarray(at, at + taken), filled);
      at += taken;
      filled += taken;
      if (filled < PIECE_BYTES) continue;
      yield piece;
      piece = new Uint8Array(PIECE_BYTES);
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}

/**
 * Pixels as they stand in the file. A canvas would not do: it may change colours by profiles of file and screen, and loses what stands under
 * transparent pixels.
 */
const decode: DecodePng = async (png) => {
  const plain = await Promise.resolve(findPlainPng(png, unpacking));
  if (plain === undefined) assertWholePng(png);
  if (plain === undefined) throw new PugmarkError('png-not-decoded', 'it is no PNG in the form in which captures write them');
  if (plain.widthPx * plain.heightPx > MAX_PIXELS) throw new PugmarkError('png-not-decoded', 'it is too large');
  return { widthPx: plain.widthPx, heightPx: plain.heightPx, rows: readRows(plain, unpacking) };
};

/** What is damaged is no matter of its form. Throws `png-invalid`. */
function assertWholePng(png: Uint8Array): void {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const isPng = png.length >= SIGNATURE.length && SIGNATURE.every((byte, at) => png[at] === byte);
  for (let at = isPng ? SIGNATURE.length : png.length; at + CHUNK_OVERHEAD_BYTES <= png.length;) {
    const end = at + CHUNK_OVERHEAD_BYTES + view.getUint32(at);
    if (end > png.length || crc32(png.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) break;
    if (view.getUint32(at + 4) === IEND) return;
    at = end;
  }
  throw new PugmarkError('png-invalid', 'A picture is not a readable PNG');
}

/** The same in one piece. */
const decodeWhole: DecodePng = async (png) => {
  const { rows, widthPx, heightPx } = await decode(png);
  if (widthPx * heightPx > MAX_WHOLE_PIXELS) throw new PugmarkError('png-not-decoded', 'it is too large to lay others over it');
  async function* gather(): AsyncGenerator<Uint8Array> {
    const whole = new Uint8Array(widthPx * heightPx * RGBA_BYTES);
    let at = 0;
    for await (const piece of rows) {
      whole.set(piece, at);
      at += piece.length;
    }
    yield whole;
  }
  return { widthPx, heightPx, rows: gather() };
};

/** Puts pictures together again from their tiles. */
export function createBrowserPictures(hashing: Hashing): Pick<ImageCodec, 'compareStitched'> {
  return {
    async compareStitched(tiles, patches, picture) {
      const sealed = new PictureComparison(picture, decode, isSameContent);
      try {
        const tile = patches.length === 0 ? decode : decodeWhole;
        const stacked = await stackTiles(hashing, tiles, patches, { tile, patch: decodeWhole }, (rows, size) => sealed.compare(rows, size));
        return { ...stacked, picture: await sealed.finish() };
      } finally {
        await sealed.close();
      }
    },
  };
}
