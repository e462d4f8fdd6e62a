import { sharp } from './load-sharp.ts';
import { PugmarkError } from '../core/errors.ts';
import { findPlainPng, readRows } from './png-reader.ts';
import { sizeOfLevel, type PyramidPlan } from './pyramid-plan.ts';

const RGBA_BYTES = 4;
/** Tiles are for looking at, the sealed picture is the evidence; no colour is averaged over its neighbours. */
const TILE_QUALITY = 90;
/** Decoded whole where a picture has another form than browsers write. */
const MAX_WHOLE_PIXELS = 100_000_000;
/** Channels of two pixels at a time: red and blue, green and alpha. */
const EVEN_BYTES = 0x00ff00ff;
const ROUND = 0x00020002;

export interface Tile {
  readonly level: number;
  readonly column: number;
  readonly row: number;
  readonly jpeg: Uint8Array;
}

/**
 * All tiles of a picture, in one pass over its rows: those at its top come at once, whatever its height, and it is never held decoded.
 * Throws `png-invalid`, also when the picture has another size than the plan says.
 */
export async function buildTiles(png: Uint8Array, plan: PyramidPlan, onTile: (tile: Tile) => Promise<void>): Promise<void> {
  const { widthPx, heightPx, rows } = await decodeRows(png, plan);
  if (widthPx !== plan.widthPx || heightPx !== plan.heightPx)
    throw new PugmarkError('png-invalid', 'A picture has another size than was said');
  let smaller: Level | undefined;
  for (let level = plan.levels - 1; level >= 0; level -= 1) smaller = new Level(plan, level, smaller, onTile);
  for await (const band of rows) await smaller?.push(asPixels(band));
  await smaller?.finish();
}

/** Rows of one level on their way into tiles, and, halved, into the next level. */
class Level {
  readonly #plan: PyramidPlan;
  readonly #level: number;
  readonly #widthPx: number;
  readonly #smaller: Level | undefined;
  readonly #onTile: (tile: Tile) => Promise<void>;
  /** One row of tiles. */
  readonly #strip: Uint32Array;
  #stripRows = 0;
  #row = 0;

  constructor(plan: PyramidPlan, level: number, smaller: Level | undefined, onTile: (tile: Tile) => Promise<void>) {
    this.#plan = plan;
    this.#level = level;
    this.#widthPx = sizeOfLevel(plan, level).widthPx;
    this.#smaller = smaller;
    this.#onTile = onTile;
    this.#strip = new Uint32Array(this.#widthPx * plan.tilePx);
  }

  /** Whole rows. */
  async push(rows: Uint32Array): Promise<void> {
    for (let at = 0; at < rows.length;) {
      const taken = Math.min(rows.length - at, this.#strip.length - this.#stripRows * this.#widthPx);
      this.#strip.set(rows.subarray(at, at + taken), this.#stripRows * this.#widthPx);
      this.#stripRows += taken / this.#widthPx;
      at += taken;
      if (this.#stripRows === this.#plan.tilePx) await this.#flush();
    }
  }

  async finish(): Promise<void> {
    await this.#flush();
    await this.#smaller?.finish();
  }

  async #flush(): Promise<void> {
    if (this.#stripRows === 0) return;
    const { tilePx } = this.#plan;
    const strip = this.#strip.subarray(0, this.#stripRows * this.#widthPx);
    const columns = Math.ceil(this.#widthPx / tilePx);
    const made = Array.from({ length: columns }, (_, column) => this.#cut(strip, column));
    const next = this.#smaller?.push(halve(strip, this.#widthPx));
    await Promise.all([...made, next]);
    this.#stripRows = 0;
    this.#row += 1;
  }

  async #cut(strip: Uint32Array, column: number): Promise<void> {
    const { tilePx } = this.#plan;
    const left = column * tilePx;
    const width = Math.min(tilePx, this.#widthPx - left);
    const height = strip.length / this.#widthPx;
    const pixels = new Uint32Array(width * height);
    for (let y = 0; y < height; y += 1) {
      const from = y * this.#widthPx + left;
      pixels.set(strip.subarray(from, from + width), y * width);
    }
    const row = this.#row;
    const jpeg = await sharp(Buffer.from(pixels.buffer), { raw: { width, height, channels: RGBA_BYTES } })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: TILE_QUALITY, chromaSubsampling: '4:4:4', mozjpeg: false })
      .toBuffer();
    await this.#onTile({ level: this.#level, column, row, jpeg });
  }
}

/** Each four pixels as their mean; at an odd edge the last ones count twice. */
function halve(pixels: Uint32Array, widthPx: number): Uint32Array {
  const height = pixels.length / widthPx;
  const [halfWidth, halfHeight] = [Math.ceil(widthPx / 2), Math.ceil(height / 2)];
  const half = new Uint32Array(halfWidth * halfHeight);
  for (let y = 0; y < halfHeight; y += 1) {
    const above = 2 * y * widthPx;
    const below = Math.min(2 * y + 1, height - 1) * widthPx;
    for (let x = 0; x < halfWidth; x += 1) {
      const left = 2 * x;
      const right = Math.min(left + 1, widthPx - 1);
      half[y * halfWidth + x] = mean(
        pixels[above + left] ?? 0,
        pixels[above + right] ?? 0,
        pixels[below + left] ?? 0,
        pixels[below + right] ?? 0,
      );
    }
  }
  return half;
}

function mean(a: number, b: number, c: number, d: number): number {
  const even = ((a & EVEN_BYTES) + (b & EVEN_BYTES) + (c & EVEN_BYTES) + (d & EVEN_BYTES) + ROUND) >>> 2;
  const odd = ((a >>> 8) & EVEN_BYTES) + ((b >>> 8) & EVEN_BYTES) + ((c >>> 8) & EVEN_BYTES) + ((d >>> 8) & EVEN_BYTES) + ROUND;
  return (even & EVEN_BYTES) | (((odd >>> 2) & EVEN_BYTES) << 8);
}

interface DecodedRows {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rows: AsyncIterable<Buffer>;
}

async function decodeRows(png: Uint8Array, plan: PyramidPlan): Promise<DecodedRows> {
  const plain = findPlainPng(png);
  if (plain !== undefined) return { widthPx: plain.widthPx, heightPx: plain.heightPx, rows: readRows(plain) };
  if (plan.widthPx * plan.heightPx > MAX_WHOLE_PIXELS) throw new PugmarkError('png-invalid', 'A picture is too large for its form');
  try {
    const { data, info } = await sharp(png, { limitInputPixels: MAX_WHOLE_PIXELS, sequentialRead: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    async function* once(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(data);
    }
    return { widthPx: info.width, heightPx: info.height, rows: once() };
  } catch (cause) {
    throw new PugmarkError('png-invalid', 'A picture is not a readable PNG', { cause });
  }
}

/** Bytes as pixels; copied where they do not lie on a boundary of four. */
function asPixels(rows: Buffer): Uint32Array {
  const bytes = rows.byteOffset % RGBA_BYTES === 0 ? rows : Uint8Array.from(rows);
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / RGBA_BYTES);
}
