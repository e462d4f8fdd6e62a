import { crc32 } from './byte-arithmetic.ts';
import { damaged } from './huffman-code.ts';

const FIXED_BYTES = 10;
const FLAG_HEADER_CRC = 2;
const FLAG_EXTRA = 4;
const FLAG_NAME = 8;
const FLAG_COMMENT = 16;
const RESERVED_FLAGS = 0xe0;
const MAGIC = [0x1f, 0x8b, 8];

/** Length of the header of a gzip member at the beginning of `bytes` (RFC 1952, 2.3); undefined when it goes on after them. Throws `input-unreadable`. */
export function findGzipHeaderEnd(bytes: Uint8Array): number | undefined {
  if (MAGIC.some((byte, at) => at < bytes.length && bytes[at] !== byte)) throw damaged();
  if (bytes.length < FIXED_BYTES) return undefined;
  const flags = bytes[3] ?? 0;
  if ((flags & RESERVED_FLAGS) !== 0) throw damaged();
  let end = FIXED_BYTES;
  if ((flags & FLAG_EXTRA) !== 0) {
    if (bytes.length < end + 2) return undefined;
    end += 2 + ((bytes[end] ?? 0) | ((bytes[end + 1] ?? 0) << 8));
  }
  for (const flag of [FLAG_NAME, FLAG_COMMENT]) {
    if ((flags & flag) === 0) continue;
    const zero = bytes.indexOf(0, end);
    if (zero < 0) return undefined;
    end = zero + 1;
  }
  if ((flags & FLAG_HEADER_CRC) !== 0) {
    if (bytes.length < end + 2) return undefined;
    if (((bytes[end] ?? 0) | ((bytes[end + 1] ?? 0) << 8)) !== (crc32(bytes.subarray(0, end)) & 0xffff)) throw damaged();
    end += 2;
  }
  return end > bytes.length ? undefined : end;
}
