import { crc32 } from 'node:zlib';
import type { UtcTime } from '../core/clock.ts';
import { PugmarkError } from '../core/errors.ts';
import { compareByBytes, findNameFault } from '../core/package/entry-names.ts';
import {
  buildCentralRecord,
  buildDescriptor,
  buildDosTime,
  buildEndRecords,
  buildLocalHeader,
  METHOD_STORED,
  type ZipEntryFacts,
} from '../core/package/zip-form.ts';
import type { ByteSource } from '../core/ports.ts';

/** One file for the container. Bytes given as a stream must be as many as was said. */
export interface ZipInput {
  readonly path: string;
  readonly sizeBytes: number;
  readonly source: ByteSource;
}

/**
 * The bytes of a package's ZIP file (docs/formats/package.md, section Container). The same input gives the same bytes.
 * Entries come sorted by the bytes of their paths. Holds one piece of data and the facts of each entry in memory.
 *
 * Throws `program-fault` for paths that are unsafe or out of order and for sources of another size than was said, `cancelled`, and
 * whatever a source throws.
 */
export async function* writeZip(
  inputs: AsyncIterable<ZipInput> | Iterable<ZipInput>,
  options: { readonly createdAt: UtcTime; readonly signal?: AbortSignal },
): AsyncGenerator<Uint8Array> {
  yield* writeRecords(inputs, buildDosTime(options.createdAt), options.signal);
}

async function* writeRecords(
  inputs: AsyncIterable<ZipInput> | Iterable<ZipInput>,
  dosTime: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const written: ZipEntryFacts[] = [];
  let offset = 0;
  let before = '';
  for await (const input of inputs) {
    assertFits(input.path, before);
    before = input.path;
    const { sizeBytes } = input;
    const name = new TextEncoder().encode(input.path);
    const start = { name, method: METHOD_STORED, dosTime, packedBytes: sizeBytes, sizeBytes, offset };
    const header = buildLocalHeader({ ...start, crc32: 0 });
    yield header;
    const content = watchSource(input, signal);
    yield* content.pieces;
    const facts = { ...start, crc32: content.crc32 };
    const descriptor = buildDescriptor(facts);
    yield descriptor;
    written.push(facts);
    offset += header.length + sizeBytes + descriptor.length;
  }
  let directoryBytes = 0;
  for (const facts of written) {
    const record = buildCentralRecord(facts);
    directoryBytes += record.length;
    yield record;
  }
  yield buildEndRecords({ entries: written.length, directoryOffset: offset, directoryBytes });
}

/** The bytes of an input with their CRC, which is known when all have passed. */
interface WatchedSource {
  readonly pieces: AsyncIterable<Uint8Array>;
  readonly crc32: number;
}

function watchSource({ path, source, sizeBytes }: ZipInput, signal: AbortSignal | undefined): WatchedSource {
  let crc = 0;
  async function* watch(): AsyncGenerator<Uint8Array> {
    let seenBytes = 0;
    for await (const piece of source instanceof Uint8Array ? [source] : source) {
      if (signal?.aborted === true) throw new PugmarkError('cancelled', 'Writing the package was cancelled');
      seenBytes += piece.length;
      if (seenBytes > sizeBytes) break;
      crc = crc32(piece, crc);
      yield piece;
    }
    if (seenBytes !== sizeBytes) {
      throw new PugmarkError('program-fault', `${path} has another size than the ${sizeBytes} bytes that were said`);
    }
  }
  return {
    pieces: watch(),
    get crc32() {
      return crc;
    },
  };
}

/** Throws `program-fault`: a container with such a path would be refused by every strict reader, ours first. */
function assertFits(path: string, before: string): void {
  const fault = findNameFault(path);
  if (fault !== undefined) throw new PugmarkError('program-fault', `The path ${JSON.stringify(path)} ${fault}`);
  if (before !== '' && compareByBytes(before, path) >= 0) {
    throw new PugmarkError('program-fault', `The path ${path} does not come after ${before}`);
  }
}
