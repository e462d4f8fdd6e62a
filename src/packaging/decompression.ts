import type { Transform } from 'node:stream';
import { crc32, createGunzip, createInflateRaw, gunzipSync, inflateRawSync } from 'node:zlib';
import { PugmarkError } from '../core/errors.ts';
import type { Decompression } from '../core/package/package-source.ts';
import { feedThrough } from './feed-through.ts';

const OUTPUT_BYTES = 256 * 1024;
/**
 * Packed data up to this size is unpacked in one go, which deflate bounds to 1,032 times as much: an engine for each of 100,000 small files
 * takes minutes.
 */
const AT_ONCE_BYTES = 64 * 1024;

type Counting = { readonly bytesWritten: number };
interface Unpacking {
  readonly what: string;
  readonly start: () => Transform & Counting;
  readonly atOnce: (packed: Uint8Array) => { readonly buffer: Uint8Array; readonly engine: Counting };
}

const DEFLATE: Unpacking = {
  what: 'deflate',
  start: () => createInflateRaw({ chunkSize: OUTPUT_BYTES }),
  atOnce: (packed) => withEngine(inflateRawSync(packed, { info: true })),
};
const GZIP: Unpacking = {
  what: 'gzip',
  start: () => createGunzip({ chunkSize: OUTPUT_BYTES }),
  atOnce: (packed) => withEngine(gunzipSync(packed, { info: true })),
};

/** Decompression by zlib. */
export const nodeDecompression: Decompression = {
  inflateRaw: (source) => decompress(source, DEFLATE),
  gunzip: (source) => decompress(source, GZIP),
  crc32: (bytes, before) => crc32(bytes, before),
};

async function* decompress(source: AsyncIterable<Uint8Array>, unpacking: Unpacking): AsyncGenerator<Uint8Array> {
  const { what } = unpacking;
  let inputBytes = 0;
  let sourceFault: { readonly cause: unknown } | undefined;
  async function* count(): AsyncGenerator<Uint8Array> {
    try {
      for await (const piece of source) {
        inputBytes += piece.length;
        yield piece;
      }
    } catch (cause) {
      sourceFault = { cause };
      throw cause;
    }
  }
  let consumedBytes: number;
  try {
    const input = count();
    const { head, isAll } = await readHead(input);
    if (isAll) {
      const { buffer, engine } = unpacking.atOnce(head);
      consumedBytes = engine.bytesWritten;
      if (buffer.length > 0) yield buffer;
    } else {
      const engine = unpacking.start();
      yield* feedThrough(startWith(head, input), engine);
      consumedBytes = engine.bytesWritten;
    }
  } catch (cause) {
    if (sourceFault !== undefined) throw sourceFault.cause;
    throw new PugmarkError('input-unreadable', `The ${what} data is damaged or ends early`, { cause });
  }
  // The engine stops at the end of its data and says nothing of what follows.
  if (consumedBytes !== inputBytes) {
    throw new PugmarkError('input-unreadable', `There are ${inputBytes - consumedBytes} bytes after the end of the ${what} data`);
  }
}

async function readHead(input: AsyncGenerator<Uint8Array>): Promise<{ readonly head: Uint8Array; readonly isAll: boolean }> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  while (length <= AT_ONCE_BYTES) {
    const next = await input.next();
    if (next.done === true) return { head: Buffer.concat(pieces), isAll: true };
    pieces.push(next.value);
    length += next.value.length;
  }
  return { head: Buffer.concat(pieces), isAll: false };
}

async function* startWith(head: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  yield* rest;
}

/** With the option `info` zlib gives its engine too, which its type does not say. */
function withEngine(result: unknown): { readonly buffer: Uint8Array; readonly engine: Counting } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- documented in node:zlib, missing in its types
  return result as { readonly buffer: Uint8Array; readonly engine: Counting };
}
