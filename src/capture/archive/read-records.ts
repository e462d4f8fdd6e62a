import { sha256DigestOf, type Hashing, type Sha256Digest } from '../../core/digest/digest.ts';
import { PugmarkError } from '../../core/errors.ts';

/** A record read back, with the means to give it another block. */
export interface ReadRecord {
  /** All of it: header, block and the two line ends after it. */
  readonly bytes: Buffer;
  readonly block: Buffer;
  /** Value of the first field of that (lower-case) name. */
  field(name: string): string | undefined;
  /** The record with another block: length and digests follow it, everything else stays. */
  withBlock(block: Uint8Array, hashing: Hashing, payloadDigest?: Sha256Digest): Uint8Array;
}

const MAX_HEADER_BYTES = 1024 * 1024;
const BLANK_LINE = Buffer.from('\r\n\r\n');

/** Records of an uncompressed WARC (WARC 1.1 section 4), one at a time in memory. Throws `record-invalid`. */
export async function* readRecords(warc: AsyncIterable<Uint8Array>): AsyncGenerator<ReadRecord> {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let neededBytes = 1;
  const joined = (): Buffer => {
    const one = waiting.length === 1 && waiting[0] !== undefined ? waiting[0] : Buffer.concat(waiting);
    waiting = [one];
    return one;
  };
  for await (const piece of warc) {
    waiting.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
    waitingBytes += piece.byteLength;
    while (waitingBytes >= neededBytes) {
      const data = joined();
      const length = measureRecord(data);
      neededBytes = length ?? waitingBytes + 1;
      if (length === undefined || waitingBytes < length) break;
      yield parseRecord(data.subarray(0, length));
      waiting = length === waitingBytes ? [] : [data.subarray(length)];
      waitingBytes -= length;
      neededBytes = 1;
    }
  }
  if (waitingBytes > 0) throw new PugmarkError('record-invalid', 'The WARC ends within a record');
}

/** Length of the record that begins here; undefined while its header is not whole. */
function measureRecord(data: Buffer): number | undefined {
  const end = data.indexOf(BLANK_LINE);
  if (end < 0) {
    if (data.byteLength > MAX_HEADER_BYTES) throw new PugmarkError('record-invalid', 'A WARC record has no end of its header');
    return undefined;
  }
  const header = data.subarray(0, end).toString('utf8');
  const length = /\r\nContent-Length: (\d{1,15})(?:\r\n|$)/i.exec(header)?.[1];
  if (!header.startsWith('WARC/1.1\r\n') || length === undefined) throw new PugmarkError('record-invalid', 'Not a WARC 1.1 record');
  return end + 4 + Number(length) + 4;
}

function parseRecord(bytes: Buffer): ReadRecord {
  const end = bytes.indexOf(BLANK_LINE) + 4;
  if (!bytes.subarray(-4).equals(BLANK_LINE)) throw new PugmarkError('record-invalid', 'A WARC record does not end where it says');
  const header = bytes.subarray(0, end).toString('utf8');
  const block = bytes.subarray(end, -4);
  return {
    bytes,
    block,
    field: (name) => new RegExp(`\\r\\n${name}: (.*)\\r\\n`, 'i').exec(header)?.[1],
    withBlock: (newBlock, hashing, payloadDigest) => {
      if (block.equals(newBlock)) return bytes;
      const digest = sha256DigestOf(hashing.sha256(newBlock));
      let changed = header
        .replace(/(\r\nContent-Length: )\d+/i, (_, name: string) => `${name}${newBlock.byteLength}`)
        .replace(/(\r\nWARC-Block-Digest: )\S+/i, (_, name: string) => `${name}${digest}`);
      if (payloadDigest !== undefined)
        changed = changed.replace(/(\r\nWARC-Payload-Digest: )\S+/i, (_, name: string) => `${name}${payloadDigest}`);
      return Buffer.concat([Buffer.from(changed, 'utf8'), newBlock, BLANK_LINE]);
    },
  };
}
