import { buildByteWindow, type ByteWindow } from './byte-window.ts';
import { isSameBytes } from '../digest/encoding.ts';
import type { FindingList } from './finding-list.ts';
import type { ByteReader } from './package-source.ts';
import { viewOf, type ZipEnd, type ZipRecord } from './zip-directory.ts';
import {
  buildCentralRecord,
  buildDescriptor,
  buildLocalHeader,
  LOCAL_BYTES,
  LOCAL_SIGNATURE,
  METHOD_DEFLATED,
  METHOD_STORED,
} from './zip-form.ts';

/** Deflate packs no better than this (258 bytes into 2 bits); whoever says so lies. */
const BEST_DEFLATE_RATIO = 1_032;
/** Packages are not packed; what others packed is unpacked within these bounds, one entry and all together. */
const MAX_DEFLATED_BYTES = 256 * 1024 * 1024;
const MAX_DEFLATED_TOTAL_BYTES = 16 * 1024 * 1024 * 1024;
const NOT_CANONICAL = 'container-not-canonical';

/** An entry whose place in the container is known. */
export interface PlacedEntry {
  readonly record: ZipRecord;
  readonly path: string;
  readonly dataOffset: number;
  /** Why its data must not be read. */
  readonly fault?: string;
}

/**
 * Goes through the container from its first byte to its directory and compares every header with the one that the facts of its entry ask
 * for: what is not data must be exactly that. Everything else is a finding; entries that contradict themselves are not readable.
 */
export async function placeEntries(
  reader: ByteReader,
  named: readonly { readonly record: ZipRecord; readonly path: string }[],
  end: ZipEnd,
  list: FindingList,
): Promise<readonly PlacedEntry[]> {
  const window = buildByteWindow(reader);
  const placed: PlacedEntry[] = [];
  const dosTime = named[0]?.record.dosTime;
  const directoryAt = end.directoryOffset + end.shift;
  let expected = end.shift > 0 ? end.shift : 0;
  let deflatedBytes = 0;
  for (const { record, path } of named) {
    const report = (rule: string, message: string): void => list.addOnce(NOT_CANONICAL, rule, path, message);
    checkRecord(record, dosTime, end.shift, report);
    if (record.method === METHOD_DEFLATED) deflatedBytes += record.sizeBytes;
    let fault = record.fault ?? findSizeFault(record, deflatedBytes, path, list);
    if (record.fault !== undefined) report('fault', `The entry ${record.fault}`);
    if (record.offset !== expected) {
      report('place', record.offset > expected ? 'There are bytes before it that belong to nothing' : 'It overlaps what stands before it');
      if (record.offset < expected) fault ??= 'overlaps another one';
    }
    const spot = await readSpot(window, record, directoryAt, report);
    if (spot === undefined) {
      placed.push({ record, path, dataOffset: 0, fault: fault ?? 'is not where the directory says' });
      continue;
    }
    expected = Math.max(expected, spot.end);
    placed.push({ record, path, dataOffset: spot.dataOffset, ...(fault === undefined ? {} : { fault }) });
  }
  if (expected !== directoryAt && named.length === end.entries) {
    list.add(NOT_CANONICAL, named.at(-1)?.path ?? '', 'There are bytes between the last entry and the central directory');
  }
  return placed;
}

function checkRecord(record: ZipRecord, dosTime: number | undefined, shift: number, report: (rule: string, message: string) => void): void {
  if (record.dosTime !== dosTime) report('time', 'The entries do not all have the same time');
  if (record.method !== METHOD_STORED) report('method', 'The entry is packed; files of a package are stored as they are');
  const canonical = buildCentralRecord({ ...record, offset: record.offset - shift });
  if (!isSameBytes(canonical, record.bytes)) report('record', explainRecord(record));
}

function explainRecord({ bytes, flags, madeBy, attributes }: ZipRecord): string {
  const view = viewOf(bytes);
  if (view.getUint16(32, true) !== 0) return 'The entry has a comment';
  if (flags !== 0x0808) return `The flags of the entry are ${flags.toString(16)}, not those of a package`;
  if (madeBy !== 0x032d) return 'The entry was written by another program';
  if (attributes !== 0o100644 * 0x10000) return 'The entry has other attributes than a file of a package';
  return 'The entry has fields that no file of a package has';
}

/** Declared sizes: bounded, and possible. */
function findSizeFault(record: ZipRecord, deflatedBytes: number, path: string, list: FindingList): string | undefined {
  const { method, sizeBytes, packedBytes } = record;
  if (method === METHOD_STORED && sizeBytes !== packedBytes) {
    list.addOnce(NOT_CANONICAL, 'stored-sizes', path, 'The entry is stored and has two sizes');
    return 'has two sizes';
  }
  if (method !== METHOD_DEFLATED) return undefined;
  const refuse = (message: string): string => {
    list.add('size-limit', path, `${message}; it is not unpacked`);
    return 'is beyond the limits';
  };
  if (sizeBytes > BEST_DEFLATE_RATIO * packedBytes) return refuse(`It says to hold ${sizeBytes} bytes in ${packedBytes}`);
  if (sizeBytes > MAX_DEFLATED_BYTES) return refuse(`It unpacks to ${sizeBytes} bytes`);
  if (deflatedBytes > MAX_DEFLATED_TOTAL_BYTES) return refuse(`The packed entries up to here unpack to ${deflatedBytes} bytes`);
  return undefined;
}

/** Where the data begins and where the entry ends; undefined when there is no header of this entry. */
async function readSpot(
  window: ByteWindow,
  record: ZipRecord,
  directoryAt: number,
  report: (rule: string, message: string) => void,
): Promise<{ readonly dataOffset: number; readonly end: number } | undefined> {
  const canonical = buildLocalHeader(record);
  if (record.offset < 0 || record.offset + LOCAL_BYTES > directoryAt) {
    report('header', 'The entry is said to begin outside the container');
    return undefined;
  }
  let dataOffset = record.offset + canonical.length;
  if (!isSameBytes(await window.read(record.offset, canonical.length), canonical)) {
    const head = viewOf(await window.read(record.offset, LOCAL_BYTES));
    if (head.getUint32(0, true) !== LOCAL_SIGNATURE) {
      report('header', 'There is no header of the entry at its place');
      return undefined;
    }
    const name = await window.read(record.offset + LOCAL_BYTES, head.getUint16(26, true));
    if (!isSameBytes(name, record.name) || head.getUint16(8, true) !== record.method) {
      report('header-differs', 'The header of the entry and the central directory contradict each other');
      return undefined;
    }
    report('header-form', 'The header of the entry is not in the form of a package');
    dataOffset = record.offset + LOCAL_BYTES + head.getUint16(26, true) + head.getUint16(28, true);
  }
  const dataEnd = dataOffset + record.packedBytes;
  if (dataEnd > directoryAt) {
    report('data', 'The data of the entry reaches into the central directory');
    return undefined;
  }
  // Bit 3: a descriptor follows. Other writers leave it out or write it without signature; then there is no telling what comes next.
  const descriptor = buildDescriptor(record);
  if (isSameBytes(await window.read(dataEnd, descriptor.length), descriptor)) return { dataOffset, end: dataEnd + descriptor.length };
  if ((record.flags & 8) !== 0) report('descriptor', 'What follows the data does not say what the central directory says');
  return { dataOffset, end: dataEnd };
}
