import { deflateSync } from 'node:zlib';
import { buildPngChunk } from './pictures.ts';

/** A PNG of which every row has another colour, so that no two rows can be exchanged unnoticed. */
export function rulerTile(
  widthPx: number,
  heightPx: number,
  seed: number,
  /** The one in the top left corner, when it has another colour than its row. */
  corner?: readonly number[],
): Buffer {
  const rows = Array.from({ length: heightPx }, (_, y) => {
    const pixel = [(seed * 40 + y * 7) % 256, (y * 31) % 256, seed % 256, 255];
    return Buffer.from([0, ...Array.from({ length: widthPx }, (_, x) => (x === 0 && y === 0 ? (corner ?? pixel) : pixel)).flat()]);
  });
  const size = Buffer.alloc(8);
  size.writeUInt32BE(widthPx, 0);
  size.writeUInt32BE(heightPx, 4);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    buildPngChunk('IHDR', Buffer.concat([size, Buffer.from([8, 6, 0, 0, 0])])),
    buildPngChunk('IDAT', deflateSync(Buffer.concat(rows))),
    buildPngChunk('IEND', Buffer.alloc(0)),
  ]);
}
