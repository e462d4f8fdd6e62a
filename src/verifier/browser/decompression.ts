import { PugmarkError } from '../../core/errors.ts';
import type { Decompression } from '../../core/package/package-source.ts';
import { crc32 } from './byte-arithmetic.ts';
import { findGzipHeaderEnd } from './gzip-header.ts';
import { damaged } from './huffman-code.ts';
import { Inflater } from './inflater.ts';

const TRAILER_BYTES = 8;

/** Decompression in a browser. */
export const browserDecompression: Decompression = { inflateRaw, gunzip, crc32: (bytes, before) => crc32(bytes, before) };

async function* inflateRaw(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflater = new Inflater();
  yield* feed(inflater, source, () => {
    const state = inflater.run();
    return state === 'end' ? endOf(inflater) : state;
  });
}

/** One stream is all there may be. */
function endOf(inflater: Inflater): 'more-input' | 'end' {
  if (inflater.rest().length > 0) throw new PugmarkError('input-unreadable', 'There are bytes after the end of the compressed data');
  return inflater.isLast ? 'end' : 'more-input';
}

/** Members one after the other (RFC 1952), as many as come. */
async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflater = new Inflater();
  let place: 'header' | 'data' | 'trailer' = 'header';
  let members = 0;
  let crc = 0;
  let sizeBytes = 0;
  const look = (): void => {
    const bytes = inflater.look();
    crc = crc32(bytes, crc);
    sizeBytes += bytes.length;
  };
  yield* feed(inflater, source, () => {
    for (;;) {
      if (place === 'header') {
        const rest = inflater.rest();
        if (rest.length === 0 && members > 0 && inflater.isLast) return 'end';
        const end = findGzipHeaderEnd(rest);
        if (end === undefined) return needMore(inflater);
        inflater.skip(end);
        inflater.restart();
        [crc, sizeBytes, place] = [0, 0, 'data'];
      } else if (place === 'data') {
        const state = inflater.run();
        look();
        if (state !== 'end') return state;
        place = 'trailer';
      } else {
        const rest = inflater.rest();
        if (rest.length < TRAILER_BYTES) return needMore(inflater);
        const view = new DataView(rest.buffer, rest.byteOffset, TRAILER_BYTES);
        if (view.getUint32(0, true) !== crc || view.getUint32(4, true) !== sizeBytes >>> 0) throw damaged();
        inflater.skip(TRAILER_BYTES);
        members += 1;
        place = 'header';
      }
    }
  });
}

function needMore(inflater: Inflater): 'more-input' {
  if (inflater.isLast) throw new PugmarkError('input-unreadable', 'The compressed data ends early');
  return 'more-input';
}

/** Hands one piece after the other to `work` and gives what comes of it. */
async function* feed(
  inflater: Inflater,
  source: AsyncIterable<Uint8Array>,
  work: () => 'more-input' | 'output-full' | 'end',
): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    inflater.feed(piece, false);
    while (work() === 'output-full') yield inflater.take();
    inflater.keepRest();
  }
  inflater.feed(new Uint8Array(0), true);
  while (work() !== 'end') yield inflater.take();
  const last = inflater.take();
  if (last.length > 0) yield last;
}
