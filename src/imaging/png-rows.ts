import { crc32, createDeflate } from 'node:zlib';
import type { Deflate } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const RGBA_BYTES = 4;
/** PNG filter type 2: the difference to the row above (PNG section 9.2). */
const FILTER_UP = 2;
const HIGH_BITS = 0x80808080 | 0;
const LOW_BITS = 0x7f7f7f7f;

/** Writes one PNG (8 bit RGBA, not interlaced) from rows given piece by piece, so that the whole picture is never held decoded. */
export interface PngRowWriter {
  /** Appends whole rows of 8 bit RGBA. Resolves when the compressor wants more. */
  write(rgba: Buffer): Promise<void>;
  /** The finished file. Call once, after exactly the announced number of rows. */
  finish(): Promise<Buffer>;
}

/** Starts a PNG of the given size in device pixels. Compression is fast rather than small: pictures are sealed while the operator waits. */
export function startPng(widthPx: number, heightPx: number): PngRowWriter {
  const stride = widthPx * RGBA_BYTES;
  const compressed: Buffer[] = [];
  const deflate = createDeflate({ level: 1, chunkSize: 256 * 1024 });
  const ended = new Promise<void>((resolve, reject) => {
    deflate.on('data', (chunk: Buffer) => compressed.push(chunk));
    deflate.once('end', resolve);
    deflate.once('error', reject);
  });
  let above: Buffer = Buffer.alloc(stride);
  return {
    async write(rgba) {
      const rows = filterUp(rgba, above, stride);
      above = Buffer.from(rgba.subarray(rgba.length - stride));
      await writeTo(deflate, rows);
    },
    async finish() {
      deflate.end();
      await ended;
      return Buffer.concat([SIGNATURE, chunk('IHDR', [header(widthPx, heightPx)]), chunk('IDAT', compressed), chunk('IEND', [])]);
    },
  };
}

function writeTo(deflate: Deflate, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    deflate.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

/** Each row as its filter byte and the byte-wise difference to the row above. */
function filterUp(rgba: Buffer, above: Buffer, stride: number): Buffer {
  const difference = subtractBytes(rgba, Buffer.concat([above, rgba.subarray(0, rgba.length - stride)]));
  const rowCount = rgba.length / stride;
  const out = Buffer.allocUnsafe(rowCount * (stride + 1));
  for (let row = 0; row < rowCount; row += 1) {
    out[row * (stride + 1)] = FILTER_UP;
    difference.copy(out, row * (stride + 1) + 1, row * stride, (row + 1) * stride);
  }
  return out;
}

/** Byte-wise `a - b` modulo 256, four bytes at a time: a loop over single bytes would be half the time of a stitch. */
function subtractBytes(a: Buffer, b: Buffer): Buffer {
  const words = a.length / RGBA_BYTES;
  const left = asWords(a, words);
  const right = asWords(b, words);
  const result = new Int32Array(words);
  for (let i = 0; i < words; i += 1) {
    const x = left[i] ?? 0;
    const y = right[i] ?? 0;
    result[i] = ((x | HIGH_BITS) - (y & LOW_BITS)) ^ ((x ^ ~y) & HIGH_BITS);
  }
  return Buffer.from(result.buffer);
}

function asWords(bytes: Buffer, words: number): Int32Array {
  if (bytes.byteOffset % RGBA_BYTES === 0) return new Int32Array(bytes.buffer, bytes.byteOffset, words);
  const aligned = new Int32Array(words);
  Buffer.from(aligned.buffer).set(bytes);
  return aligned;
}

function header(widthPx: number, heightPx: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(widthPx, 0);
  data.writeUInt32BE(heightPx, 4);
  data[8] = 8;
  data[9] = 6;
  return data;
}

/** One chunk: length, type, data, CRC over type and data (PNG section 5.3). */
function chunk(type: string, data: readonly Buffer[]): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.reduce((sum, part) => sum + part.length, 0));
  const name = Buffer.from(type, 'latin1');
  let sum = crc32(name);
  for (const part of data) sum = crc32(part, sum);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(sum);
  return Buffer.concat([length, name, ...data, crc]);
}
