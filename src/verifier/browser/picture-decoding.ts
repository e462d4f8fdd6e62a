import { PugmarkError } from '../../core/errors.ts';
import type { Hashing } from '../../core/digest/digest.ts';
import type { ImageCodec } from '../../core/image-ports.ts';
import { PictureComparison } from '../../core/pictures/picture-comparison.ts';
import { findPlainPng, readRows, type PngUnpacking } from '../../core/pictures/plain-png.ts';
import { stackTiles, type DecodePng } from '../../core/pictures/stack-tiles.ts';
import { crc32 } from './checksum.ts';

/** Above it a picture is refused unread: a small hostile file may declare any size. */
const MAX_PIXELS = 400_000_000;
/** What is held decoded while patches are laid over it. */
const MAX_WHOLE_PIXELS = 100_000_000;
const RGBA_BYTES = 4;
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
      for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
      await feeding;
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  },
};

async function feed(writer: WritableStreamDefaultWriter<BufferSource>, data: readonly Uint8Array[]): Promise<void> {
  for (const { buffer, byteOffset, byteLength } of data) {
    // Nobody waits for each of the hundreds of parts that browsers write.
    if (buffer instanceof ArrayBuffer) void writer.write(new Uint8Array(buffer, byteOffset, byteLength)).catch(() => undefined);
  }
  await writer.close();
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
      const sealed = new PictureComparison(picture, decode, isSame);
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

/** Four bytes at a time where the memory allows it. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  if (a.byteOffset % 4 === 0 && b.byteOffset % 4 === 0) {
    const words = a.length >> 2;
    const [left, right] = [new Int32Array(a.buffer, a.byteOffset, words), new Int32Array(b.buffer, b.byteOffset, words)];
    for (let i = 0; i < words; i += 1) if (left[i] !== right[i]) return false;
    at = 4 * words;
  }
  for (; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}
