import { crc32, deflateSync } from 'node:zlib';

/** One pixel. */
export const TINY_PNG = buildPng(0);

/** A picture of one pixel that is as long as one likes: a private chunk of `paddingBytes` noise stands in it. */
export function buildPng(paddingBytes: number, seed = 1): Buffer {
  const noise = Buffer.alloc(paddingBytes);
  for (let at = 0, state = seed; at < paddingBytes; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    noise[at] = state >>> 16;
  }
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    buildPngChunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0])),
    ...(paddingBytes === 0 ? [] : [buildPngChunk('prVt', noise)]),
    buildPngChunk('IDAT', deflateSync(Buffer.from([0, 1, 2, 3, 4]))),
    buildPngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A chunk of a PNG with its length and CRC (PNG section 5.3). */
export function buildPngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, check]);
}
