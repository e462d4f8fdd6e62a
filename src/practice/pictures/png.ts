import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

/** Filters 1 (left) and 2 (above) of PNG section 9.2: whichever leaves the smaller numbers in this row. */
function filterRows(rgb: Uint8ClampedArray, width: number, height: number): Uint8Array {
  const stride = width * 3;
  const filtered = new Uint8Array((stride + 1) * height);
  const left = new Uint8Array(stride);
  const above = new Uint8Array(stride);
  for (let row = 0; row < height; row++) {
    const start = row * stride;
    let leftSum = 0;
    let aboveSum = 0;
    for (let i = 0; i < stride; i++) {
      const value = rgb[start + i] ?? 0;
      const byLeft = (value - (i < 3 ? 0 : (rgb[start + i - 3] ?? 0))) & 255;
      const byAbove = (value - (row === 0 ? 0 : (rgb[start + i - stride] ?? 0))) & 255;
      left[i] = byLeft;
      above[i] = byAbove;
      leftSum += byLeft < 128 ? byLeft : 256 - byLeft;
      aboveSum += byAbove < 128 ? byAbove : 256 - byAbove;
    }
    filtered[row * (stride + 1)] = leftSum < aboveSum ? 1 : 2;
    filtered.set(leftSum < aboveSum ? left : above, row * (stride + 1) + 1);
  }
  return filtered;
}

/** A PNG (8 bit, red green blue) of `rgb`, whose rows follow each other without gaps. */
export function buildPng(rgb: Uint8ClampedArray, width: number, height: number): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  head[9] = 2;
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('tEXt', Buffer.from('Description\0Practice market: a drawn picture, nothing real', 'latin1')),
    chunk('IDAT', deflateSync(filterRows(rgb, width, height), { level: 4 })),
    chunk('IEND', new Uint8Array(0)),
  ]);
}
